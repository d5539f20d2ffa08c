// A search of a running broker's log, asked page by page: the criteria as options, and what came as rows. The broker records
// who asked and why before the first row; without --decision it shows nothing of a person who is not to be told.
#pragma once

#include <set>

#include "console/asking/log_search.h"
#include "console/terminal/officer.h"

namespace concordat::console {

struct SearchOptions {
  OfficerOptions officer;
  std::vector<std::string> ids;  // SYSTEM:VALUE
  std::vector<std::string> names;
  std::string born;
  bool with_related = false;
  std::string case_id, message, agency, sender, recipient, agreement, clause, field, purpose, outcome, since, until, no_tell, decision;
  std::vector<std::string> kinds;
};

void bind_person(CLI::App& leaf, SearchOptions& to);  // --id, --name, --born, --related, --no-tell, --decision
void bind_window(CLI::App& leaf, SearchOptions& to);  // --since, --until, --agency, --agreement, --purpose
void bind_criteria(CLI::App& leaf, SearchOptions& to);  // the others

// Whom --id, --name and --born name, as the broker reads it.
Result<std::string, Exit> subject_text(const SearchOptions& asked, const Terminal& terminal);

struct SearchQuestion {
  std::string use;              // "account"
  std::set<std::string> kinds;  // beside the options'; any if empty
  bool with_annexes = true;
};

// What the rows were made from.
Result<audit::Provenance, Exit> search_log(const SearchOptions& asked, const SearchQuestion& question, Terminal& terminal, const RowSink& sink);

}  // namespace concordat::console
