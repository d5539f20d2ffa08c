#include "policy/check_exactly.h"

#include "policy/idle_clauses.h"

namespace concordat::policy {
namespace {

Diagnostic finding_of(const IdleClause& idle, const Clause& clause) {
  const std::string name = "clause " + clause.label.text;
  switch (idle.why) {
    case Idleness::never_counts:
      return {Code::never_counts, clause.label.place, "no message could let " + name + " count", {}, {}};
    case Idleness::capped_everywhere:
      return {Code::capped_everywhere, clause.label.place, "whatever " + name + " grants is held back whenever it grants it", {}, {}};
    case Idleness::changes_nothing:
      break;
  }
  return {Code::changes_nothing, clause.label.place, "every field of every message comes out the same without " + name, {}, {}};
}

}  // namespace

void judge_exactly(Parsed& parsed) {
  if (has_errors(parsed.diagnostics)) return;
  for (const IdleClause& idle : idle_clauses(parsed.agreement, Solver::Reasoner::search_first))
    parsed.diagnostics.push_back(finding_of(idle, parsed.agreement.clauses[idle.clause]));
  complete_fixes(parsed.diagnostics);
  sort_by_place(parsed.diagnostics);
}

Parsed read_agreement_exactly(std::string_view text, const Parties* directory) {
  Parsed parsed = read_agreement(text, directory);
  judge_exactly(parsed);
  return parsed;
}

}  // namespace concordat::policy
