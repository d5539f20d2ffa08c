// How far something long has come, where a person looks: a bar, the share done, and of how many.
//
//   show_progress(terminal, "verifying", entries, of);
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "console/terminal/terminal.h"

namespace concordat::console {

std::string progress_text(std::string_view what, std::uint64_t done, std::uint64_t of);  // "verifying [####......]  40 % of 1000:"
void show_progress(const Terminal& terminal, std::string_view what, std::uint64_t done, std::uint64_t of);
// How many entries a log should have, as its last note says; 0 when that cannot be read.
std::uint64_t entries_of(const std::filesystem::path& log);

}  // namespace concordat::console
