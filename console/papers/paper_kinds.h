// Which papers an officer can have, and what each is made from. A table: the command and the web console both read it.
//
//   const PaperKind* kind = find_paper("account");
//   audit::Paper paper = kind->make(rows, {.bases = …, .today = "2026-05-03"});
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>

#include "audit/reports/log_row.h"
#include "audit/reports/paper.h"
#include "console/papers/bases.h"

namespace concordat::console {

enum class About : std::uint8_t { person, window };

struct PaperSetting {
  Bases bases;
  std::string today;  // a date in ISO form
};

struct PaperKind {
  std::string_view name;   // "account"; also what the search is for
  std::string_view title;  // "Accounting of disclosures"
  std::string_view what;   // a sentence more
  About about;
  std::set<std::string> kinds;  // of entries it is made from; any if empty
  audit::Paper (*make)(std::span<const audit::LogRow> rows, const PaperSetting& setting);
};

std::span<const PaperKind> paper_kinds();
const PaperKind* find_paper(std::string_view name);

}  // namespace concordat::console
