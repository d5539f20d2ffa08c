#include "policy/matrix.h"

#include <algorithm>
#include <array>

#include "policy/outcome_range.h"
#include "policy/wording.h"

namespace concordat::policy {
namespace {

using schemas::BodyType;
using schemas::FieldId;
using schemas::FieldTable;
using schemas::Level;

class Words {
public:
  Words(const AgreementBook& book, const Plan& plan, OutcomeRanges& ranges) : book_(book), plan_(plan), ranges_(ranges) {}

  std::vector<std::string> of(FieldId id, const OutcomeRange& range) const {
    const PlanField& field = plan_.fields[id.value()];
    std::vector<std::string> words;
    if (range.most <= Level::withhold) return words;
    if (field.granted_by != no_clause) words.push_back(name(field.granted_by) + " grants it " + view_in_words(field.grant) + held(field.granted_by));
    for (const Rule& rule : field.rules)
      if (rule.kind == Effect::Kind::grant && counts(rule, id, range))
        words.push_back(name(rule.clause) + " grants it " + view_in_words(rule.level) + when(rule, "when ") + held(rule.clause));
    if (field.capped_by != no_clause) words.push_back(cap(field.capped_by, field.cap) + lifted(field.capped_by));
    for (const Rule& rule : field.rules)
      if (rule.kind == Effect::Kind::cap && counts(rule, id, range)) words.push_back(cap(rule.clause, rule.level) + binding(rule) + lifted(rule.clause));
    for (FieldId companion : FieldTable::get()[id].companions)
      words.push_back("only together with " + FieldTable::get()[companion].path + ", where that is there");
    return words;
  }

private:
  // What no message makes count need not be read.
  bool counts(const Rule& rule, FieldId id, const OutcomeRange& range) const {
    const FieldRule known = ranges_.rule(*plan_.clauses[rule.clause].compiled, *rule.effect, id);
    return std::none_of(range.idle.begin(), range.idle.end(), [&](const FieldRule& idle) {
      return idle.kind == known.kind && idle.level == known.level && idle.condition == known.condition && idle.reach == known.reach;
    });
  }
  std::string name(PlanClauseIndex clause) const {
    const ClauseRef ref = plan_.clauses[clause].ref;
    return "clause " + book_.label(ref) + " of " + book_.agreement_name(ref);
  }
  std::string cap(PlanClauseIndex clause, Level level) const {
    return name(clause) + (level <= Level::withhold ? " holds it back" : " limits it to " + view_in_words(level));
  }
  std::string lifted(PlanClauseIndex clause) const {
    std::string words;
    for (PlanClauseIndex by : plan_.clauses[clause].lifted_by) words += ", until " + name(by) + " lifts that";
    return words;
  }
  std::string held(PlanClauseIndex clause) const {
    return plan_.clauses[clause].compiled->hold ? ", once a named person of the sender lets it go" : "";
  }
  // A cap holds unless its condition is surely not so.
  std::string binding(const Rule& rule) const {
    const CompiledClause& compiled = *plan_.clauses[rule.clause].compiled;
    const bool is_narrowed = rule.effect->only || std::any_of(rule.effect->except.begin(), rule.effect->except.end(), [](const Coverage& except) { return except.narrowing.has_value(); });
    if (compiled.condition && !is_narrowed && compiled.condition->program.back().kind == Step::Kind::negated) {
      CompiledCondition lifting = *compiled.condition;
      lifting.program.pop_back();
      return " unless it is known that " + in_words(lifting);
    }
    const std::string words = when(rule, "when ");
    return words.empty() ? words : words + ", or where that is not known";
  }
  std::string when(const Rule& rule, const std::string& joint) const {
    std::vector<std::string> parts;
    const CompiledClause& compiled = *plan_.clauses[rule.clause].compiled;
    if (compiled.condition) parts.push_back(in_words(*compiled.condition));
    if (rule.effect->only) parts.push_back(in_words(*rule.effect->only));
    for (const Coverage& except : rule.effect->except)
      if (except.narrowing) parts.push_back("not (" + in_words(*except.narrowing) + ")");
    std::string words;
    for (const std::string& part : parts)
      words += (words.empty() ? " " + joint : " and ") + (parts.size() > 1 ? "(" + part + ")" : part);
    return words;
  }

  const AgreementBook& book_;
  const Plan& plan_;
  OutcomeRanges& ranges_;
};

// When the agreement is in force, and of the others as many as can be.
Instant instant_of(const AgreementBook& book, const CompiledAgreement& of) {
  Instant at = of.from;
  for (const CompiledAgreement& other : book.agreements())
    if (other.from < of.until) at = std::max(at, other.from);
  return at;
}

}  // namespace

std::string_view name_of(Shared shared) {
  constexpr std::array<std::string_view, 3> names{"never", "sometimes", "always"};
  return names[static_cast<std::size_t>(shared)];
}

std::vector<MatrixCell> matrix_of(const AgreementBook& book, std::uint16_t agreement, const MatrixScope& scope) {
  const CompiledAgreement& of = book.agreements()[agreement];
  const auto fields = FieldTable::get().fields();
  const auto& agencies = book.parties().agencies;
  const Instant at = instant_of(book, of);
  OutcomeRanges ranges{book, agreement, at};
  const auto takes_part = [&](AgencyIndex agency) { return of.parties[agency] && agencies[agency].standing == Agency::Standing::active; };
  std::vector<MatrixCell> cells;
  for (std::size_t type = 0; type < static_cast<std::size_t>(BodyType::recall); ++type)
    for (const std::string& purpose : of.purposes)
      for (AgencyIndex sender = 0; sender < agencies.size(); ++sender) {
        const auto body = static_cast<BodyType>(type);
        const bool is_wanted = (!scope.type || *scope.type == body) && (!scope.purpose || *scope.purpose == purpose) &&
                               (!scope.sender || *scope.sender == agencies[sender].id.value());
        if (!is_wanted || !takes_part(sender)) continue;
        struct Column {
          AgencyIndex recipient;
          Plan plan;
        };
        std::vector<Column> columns;
        for (AgencyIndex recipient = 0; recipient < agencies.size(); ++recipient) {
          const bool is_asked = !scope.recipient || *scope.recipient == agencies[recipient].id.value();
          if (recipient == sender || !is_asked || !takes_part(recipient)) continue;
          columns.push_back({recipient, make_plan(book, {body, sender, recipient, purpose}, agreement, at)});
        }
        for (std::uint16_t i = 0; i < fields.size(); ++i) {
          const auto& bodies = fields[i].bodies;
          if (std::find(bodies.begin(), bodies.end(), body) == bodies.end()) continue;
          for (const Column& column : columns) {
            const OutcomeRange& range = ranges.of({body, sender, column.recipient, purpose}, FieldId{i});
            const Shared shared = range.most <= Level::withhold     ? Shared::never
                                  : range.least == range.most ? Shared::always
                                                              : Shared::sometimes;
            cells.push_back({body, agencies[sender].id.value(), agencies[column.recipient].id.value(), purpose, FieldId{i}, shared,
                             range.least, range.most, Words{book, column.plan, ranges}.of(FieldId{i}, range)});
          }
        }
      }
  return cells;
}

std::string in_words(const MatrixCell& cell) {
  switch (cell.shared) {
    case Shared::never:
      return "never";
    case Shared::sometimes:
      return "sometimes, at most " + view_in_words(cell.most);
    case Shared::always:
      return "always " + view_in_words(cell.most);
  }
  return {};
}

}  // namespace concordat::policy
