#include "console/terminal/progress.h"

#include <algorithm>

#include "audit/checkpoint.h"
#include "audit/fsck.h"

namespace concordat::console {

std::string progress_text(std::string_view what, std::uint64_t done, std::uint64_t of) {
  constexpr std::uint64_t width = 20;
  if (of == 0) return std::string{what};
  const std::uint64_t share = std::min<std::uint64_t>(100, done * 100 / of);
  const auto filled = static_cast<std::size_t>(share * width / 100);
  const std::string percent = std::to_string(share);
  return std::string{what} + " [" + std::string(filled, '#') + std::string(width - filled, '.') + "] " + std::string(3 - percent.size(), ' ') + percent +
         " % of " + std::to_string(of) + ":";
}

void show_progress(const Terminal& terminal, std::string_view what, std::uint64_t done, std::uint64_t of) {
  terminal.progress(progress_text(what, done, of), done);
}

std::uint64_t entries_of(const std::filesystem::path& log) {
  const auto note = audit::last_note(log);
  const auto checkpoint = note ? audit::parse_checkpoint(*note) : std::nullopt;
  return checkpoint ? checkpoint->size : 0;
}

}  // namespace concordat::console
