// What commands are given, read: whole files, the directory, instants. A command that cannot go on has said why on
// stderr, and holds the exit code in the error.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "console/terminal/terminal.h"
#include "schemas/directory.h"

namespace concordat::console {

inline constexpr std::size_t input_bytes_max = 64U * 1024 * 1024;

Result<std::string, Exit> read_text(const std::filesystem::path& file, const Terminal& terminal);
// A directory's JSON file, or an area's folder that holds directory.json. Its signatures are not judged.
Result<schemas::Directory, Exit> read_directory(const std::filesystem::path& place, const Terminal& terminal);
// "2026-05-01" is the first instant of that day in London; else RFC 3339; empty is now.
Result<Instant, Exit> read_instant(const std::string& text, const std::string& option, const Terminal& terminal);
Result<schemas::AgencyId, Exit> read_agency(const std::string& text, const std::string& option, const Terminal& terminal);

}  // namespace concordat::console
