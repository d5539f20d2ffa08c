#include "broker/voice.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace concordat::broker {
namespace {

spdlog::logger& voice() {
  static const std::shared_ptr<spdlog::logger> logger = [] {
    auto made = std::make_shared<spdlog::logger>("concordatd", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    return made;
  }();
  return *logger;
}

spdlog::level::level_enum level_of(Tone tone) {
  switch (tone) {
    case Tone::note: return spdlog::level::info;
    case Tone::warning: return spdlog::level::warn;
    case Tone::alarm: return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

void say(Tone tone, std::string_view code, std::string_view about, std::uint64_t number) {
  if (about.empty()) {
    voice().log(level_of(tone), "{} {}", code, number);
  } else {
    voice().log(level_of(tone), "{} {} {}", code, about, number);
  }
}

bool set_voice(std::string_view level) {
  if (level == "quiet") voice().set_level(spdlog::level::err);
  else if (level == "warning") voice().set_level(spdlog::level::warn);
  else if (level == "note") voice().set_level(spdlog::level::info);
  else return false;
  return true;
}

}  // namespace concordat::broker
