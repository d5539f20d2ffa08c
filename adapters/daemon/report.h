// Reports: what went wrong with a document, for the people and the system that wrote it: text and a spreadsheet for the
// ones, JSON for the other, all stable: the same document and the same faults give the same bytes. Codes and places, never
// a value.
#pragma once

#include <filesystem>
#include <string>

#include "adapters/native.h"
#include "base/file.h"

namespace concordat::adapters {

struct Report {
  std::string native;   // the document's name
  // "rejected": by this adapter; "refused": by the broker; "sent": all the same; "part": these parts of it were not
  std::string outcome;
  std::string message;  // id, where there is one
  Problems problems;
};

std::string report_json(const Report& report);
std::string report_text(const Report& report);
// A row a problem: document, outcome, message, code, where, what.
std::string report_csv(const Report& report);

std::string short_name(const std::string& name);  // short enough to have a prefix and an ending added
// A short name for `name` that is free in `folder`.
std::string free_name(const std::filesystem::path& folder, const std::string& name);
// Writes STEM.report.json, STEM.report.txt and STEM.report.csv.
Result<Unit, FileError> write_report(const std::filesystem::path& folder, const std::string& stem, const Report& report);

}  // namespace concordat::adapters
