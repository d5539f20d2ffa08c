// Reports: what went wrong with a document, for the people and the system that wrote it. JSON for the one, text for
// the other, both stable: the same document and the same faults give the same bytes. Codes and places, never a value.
#pragma once

#include <filesystem>
#include <string>

#include "adapters/native.h"
#include "base/file.h"

namespace concordat::adapters {

struct Report {
  std::string native;   // the document's name
  std::string outcome;  // "rejected": by this adapter; "refused": by the broker; "sent": all the same
  std::string message;  // id, where there is one
  Problems problems;
};

std::string report_json(const Report& report);
std::string report_text(const Report& report);

std::string short_name(const std::string& name);  // short enough to have a prefix and an ending added
// A short name for `name` that is free in `folder`.
std::string free_name(const std::filesystem::path& folder, const std::string& name);
// Writes STEM.report.json and STEM.report.txt.
Result<Unit, FileError> write_report(const std::filesystem::path& folder, const std::string& stem, const Report& report);

}  // namespace concordat::adapters
