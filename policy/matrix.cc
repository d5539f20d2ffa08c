#include "policy/matrix.h"

#include <algorithm>
#include <array>

#include "policy/plan.h"
#include "policy/wording.h"

namespace concordat::policy {
namespace {

using schemas::BodyType;
using schemas::FieldId;
using schemas::FieldTable;
using schemas::Level;

struct Range {
  Level least;
  Level most;
};

// What the clauses can make of a field: at worst no conditional grant counts and every conditional cap does, at
// best the other way round.
Range range_of(const Plan& plan, const PlanField& field) {
  const auto is_lifted = [&](PlanClauseIndex clause) {
    return clause != no_clause && !plan.clauses[clause].lifted_by.empty();
  };
  Level worst_grant = field.grant;
  Level best_grant = field.grant;
  Level worst_cap = field.cap;
  Level best_cap = is_lifted(field.capped_by) ? Level::full : field.cap;
  bool by_emergency = false;
  for (const Rule& rule : field.rules) {
    if (rule.kind == Effect::Kind::grant) {
      best_grant = std::max(best_grant, rule.level);
      by_emergency = by_emergency || plan.clauses[rule.clause].compiled->is_emergency;
    } else {
      worst_cap = std::min(worst_cap, rule.level);
    }
  }
  // What an emergency clause grants and a cap withholds is at least known to exist.
  if (by_emergency && best_cap == Level::withhold) best_cap = Level::existence;
  // What a person must let go may not leave.
  if (field.granted_by != no_clause && plan.clauses[field.granted_by].compiled->hold) worst_grant = Level::withhold;
  return {std::min(worst_grant, worst_cap), std::min(best_grant, best_cap)};
}

// A field leaves only with its companions that are there, whole: one that may come out less may hold it back.
void hold_back(std::vector<Range>& ranges) {
  const auto fields = FieldTable::get().fields();
  for (bool is_changed = true; is_changed;) {
    is_changed = false;
    for (std::size_t i = 0; i < fields.size(); ++i)
      for (FieldId companion : fields[i].companions) {
        if (ranges[i].least <= Level::withhold || ranges[companion.value()].least == Level::full) continue;
        ranges[i].least = Level::withhold;
        is_changed = true;
      }
  }
}

class Words {
public:
  Words(const AgreementBook& book, const Plan& plan) : book_(book), plan_(plan) {}

  std::vector<std::string> of(FieldId id, const Range& range) const {
    const PlanField& field = plan_.fields[id.value()];
    std::vector<std::string> words;
    if (range.most <= Level::withhold) return words;
    if (field.granted_by != no_clause) words.push_back(name(field.granted_by) + " grants it " + view_in_words(field.grant) + held(field.granted_by));
    for (const Rule& rule : field.rules)
      if (rule.kind == Effect::Kind::grant)
        words.push_back(name(rule.clause) + " grants it " + view_in_words(rule.level) + when(rule, "when ") + held(rule.clause));
    if (field.capped_by != no_clause) words.push_back(cap(field.capped_by, field.cap) + lifted(field.capped_by));
    for (const Rule& rule : field.rules)
      if (rule.kind == Effect::Kind::cap) words.push_back(cap(rule.clause, rule.level) + when(rule, "unless it is certain not to be so that ") + lifted(rule.clause));
    for (FieldId companion : FieldTable::get()[id].companions)
      words.push_back("only together with " + FieldTable::get()[companion].path + ", where that is there");
    return words;
  }

private:
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
};

}  // namespace

std::string_view name_of(Shared shared) {
  constexpr std::array<std::string_view, 3> names{"never", "sometimes", "always"};
  return names[static_cast<std::size_t>(shared)];
}

std::vector<MatrixCell> matrix_of(const AgreementBook& book, std::uint16_t agreement, const MatrixScope& scope) {
  const CompiledAgreement& of = book.agreements()[agreement];
  const auto fields = FieldTable::get().fields();
  const auto& agencies = book.parties().agencies;
  std::vector<MatrixCell> cells;
  for (std::size_t type = 0; type < static_cast<std::size_t>(BodyType::recall); ++type)
    for (const std::string& purpose : of.purposes)
      for (AgencyIndex sender = 0; sender < agencies.size(); ++sender) {
        const auto body = static_cast<BodyType>(type);
        const bool is_wanted = (!scope.type || *scope.type == body) && (!scope.purpose || *scope.purpose == purpose) &&
                               (!scope.sender || *scope.sender == agencies[sender].id.value());
        if (!is_wanted || !of.parties[sender]) continue;
        struct Column {
          AgencyIndex recipient;
          Plan plan;
          std::vector<Range> ranges;
        };
        std::vector<Column> columns;
        for (AgencyIndex recipient = 0; recipient < agencies.size(); ++recipient) {
          if (recipient == sender || !of.parties[recipient]) continue;
          Column column{recipient, make_plan(book, {body, sender, recipient, purpose}, agreement, of.from), {}};
          for (const PlanField& field : column.plan.fields) column.ranges.push_back(range_of(column.plan, field));
          hold_back(column.ranges);
          columns.push_back(std::move(column));
        }
        for (std::uint16_t i = 0; i < fields.size(); ++i) {
          const auto& bodies = fields[i].bodies;
          if (std::find(bodies.begin(), bodies.end(), body) == bodies.end()) continue;
          for (const Column& column : columns) {
            const bool is_monitoring = fields[i].field_class == schemas::FieldClass::monitoring;  // the law, whatever is granted
            const Range range = is_monitoring ? Range{Level::withhold, Level::withhold} : column.ranges[i];
            const Shared shared = range.most <= Level::withhold     ? Shared::never
                                  : range.least == range.most ? Shared::always
                                                              : Shared::sometimes;
            cells.push_back({body, agencies[sender].id.value(), agencies[column.recipient].id.value(), purpose, FieldId{i}, shared,
                             range.least, range.most, Words{book, column.plan}.of(FieldId{i}, range)});
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
