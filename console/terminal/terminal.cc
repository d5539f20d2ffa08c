#include "console/terminal/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace concordat::console {
namespace {

constexpr std::size_t columns_when_unknown = 10'000;  // what goes to a file or another program is cut for nobody
constexpr std::size_t columns_min = 60;

std::size_t columns_of(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return std::max<std::size_t>(size.ws_col, columns_min);
  const char* said = std::getenv("COLUMNS");
  const long columns = said == nullptr ? 0 : std::strtol(said, nullptr, 10);
  return columns > 0 && columns < static_cast<long>(columns_when_unknown) ? std::max(static_cast<std::size_t>(columns), columns_min) : columns_when_unknown;
}

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

std::string_view escape_of(Tint tint) {
  switch (tint) {
    case Tint::good: return "\033[32m";
    case Tint::part: return "\033[33m";
    case Tint::bad: return "\033[31m";
    case Tint::quiet: return "\033[2m";
  }
  return {};
}

}  // namespace

Terminal::Terminal()
    : is_coloured_(::isatty(STDOUT_FILENO) == 1 && !is_set("NO_COLOR")),
      is_watched_(::isatty(STDERR_FILENO) == 1),
      columns_(columns_of(STDOUT_FILENO)) {}

void Terminal::data(std::string_view text) {
  if (into_ != nullptr) {
    *into_ += text;
    return;
  }
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) is_written_ = false;
}

void Terminal::talk(std::string_view line) const {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
}

Exit Terminal::invalid(std::string_view where, std::string_view what) const {
  talk("concordat: " + std::string{where} + ": " + std::string{what});
  return Exit::invalid_input;
}

Exit Terminal::invalid(std::string_view file, const std::vector<schemas::Problem>& problems) const {
  for (const schemas::Problem& problem : problems) {
    const std::string where = problem.where.empty() ? std::string{} : ": " + problem.where;
    talk("concordat: " + std::string{file} + where + ": " + problem.what + " [" + problem.code + "]");
  }
  return Exit::invalid_input;
}

Exit Terminal::failed(std::string_view what) const {
  talk("concordat: " + std::string{what});
  return Exit::could_not_run;
}

Exit Terminal::no(std::string_view what) const {
  talk("concordat: " + std::string{what});
  return Exit::answered_no;
}

std::string Terminal::tinted(std::string_view text, Tint tint) const {
  if (!is_coloured_) return std::string{text};
  return std::string{escape_of(tint)} + std::string{text} + "\033[0m";
}

void Terminal::progress(std::string_view what, std::uint64_t count) const {
  if (is_watched_) std::fprintf(stderr, "\r%.*s %llu", static_cast<int>(what.size()), what.data(), static_cast<unsigned long long>(count));
}

void Terminal::progress_done() const {
  if (is_watched_) std::fputs("\r\033[K", stderr);
}

}  // namespace concordat::console
