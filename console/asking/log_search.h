// A search of a running broker's log, asked page by page. The broker records who asked and why before the first row; until
// somebody has decided, it shows nothing of a person who is not to be told.
//
//   const auto from = search_log(line, officer, {.use = "account", .ids = {"nhsNumber:…"}, …}, reason, sink);
#pragma once

#include <functional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "audit/reports/log_row.h"
#include "audit/reports/paper.h"
#include "console/asking/line.h"

namespace concordat::console {

struct LogQuestion {
  std::string use = "search";    // what it is for: "account"
  std::vector<std::string> ids;  // SYSTEM:VALUE
  std::vector<std::string> names;
  std::string born;              // YYYY-MM-DD
  bool with_related = false;
  std::string case_id, message, agency, sender, recipient, agreement, clause, field, purpose, outcome;
  std::string no_tell, decision;
  std::optional<Instant> since, until;
  std::vector<std::uint64_t> records;
  std::set<std::string> kinds;  // any if empty
  bool with_annexes = true;
};

struct SearchFault {
  enum class Kind : std::uint8_t { not_understood, needs_decision, not_permitted, refused, broken };
  Kind kind;
  std::string what;  // of not_understood: which criterion; of refused: the broker's code
};
using SearchError = std::variant<LineFault, SearchFault>;

// Whom ids, names and a birth date name, as the broker reads it. A fault says which of them is none.
Result<std::string, SearchFault> subject_of(const LogQuestion& question);

// Each row as it came, and read. False: enough.
using RowSink = std::function<bool(const std::string& json, const audit::LogRow& row)>;
using Progress = std::function<void(std::uint64_t looked_to)>;
// What the rows were made from.
Result<audit::Provenance, SearchError> search_log(Line& line, const Officer& officer, const LogQuestion& question, const std::string& reason, const RowSink& sink,
                                                  const Progress& progress);

}  // namespace concordat::console
