// Where a document's report is put: beside what it is about, in all three forms, under names that are short and free.
#pragma once

#include <filesystem>
#include <string>

#include "adapters/report.h"
#include "base/file.h"

namespace concordat::adapters {

std::string short_name(const std::string& name);  // short enough to have a prefix and an ending added
// A short name for `name` that is free in `folder`.
std::string free_name(const std::filesystem::path& folder, const std::string& name);
// Writes STEM.report.json, STEM.report.txt and STEM.report.csv.
Result<Unit, FileError> write_report(const std::filesystem::path& folder, const std::string& stem, const Report& report);

}  // namespace concordat::adapters
