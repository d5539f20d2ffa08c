// What the broker says to its operators: a level, a stable code, and who or which entry it is about. There
// is no way to hand it a value: agencies, codes and numbers are all it takes. spdlog is named in voice.cc.
#pragma once

#include <cstdint>
#include <string_view>

namespace concordat::broker {

enum class Tone { note, warning, alarm };

// `code` from docs/codes.md or a broker event; `about` an agency id, an agreement name or a setting.
void say(Tone tone, std::string_view code, std::string_view about = {}, std::uint64_t number = 0);

// stderr, one line each; "quiet" says only alarms. False for a level there is not.
bool set_voice(std::string_view level);

}  // namespace concordat::broker
