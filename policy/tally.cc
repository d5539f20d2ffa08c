#include "policy/tally.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/check.h"
#include "policy/plan.h"

namespace concordat::policy {
namespace {

using schemas::FieldTable;
using schemas::Level;

constexpr std::size_t rows_max = 0xffff;  // before the tests: what a Step can name

// Whether the same contends for both, by what the plan says alone. An exception may be of the one and not of the other.
bool are_alike(const PlanField& a, const PlanField& b) {
  const auto same_rule = [](const Rule& x, const Rule& y) {
    return x.kind == y.kind && x.level == y.level && x.clause == y.clause && x.effect == y.effect && x.effect->except.empty();
  };
  const auto same_silence = [](const Silence& x, const Silence& y) { return x.clause == y.clause && x.only == y.only; };
  return a.grant == b.grant && a.granted_by == b.granted_by && a.cap == b.cap && a.capped_by == b.capped_by && a.terms == b.terms &&
         std::equal(a.rules.begin(), a.rules.end(), b.rules.begin(), b.rules.end(), same_rule) &&
         std::equal(a.silences.begin(), a.silences.end(), b.silences.begin(), b.silences.end(), same_silence);
}

class Tallier {
public:
  Tallier(const Plan& plan, QuestionNumbers& questions) : plan_(plan), questions_(questions) {}

  Tally tally() {
    number_atoms();
    find_narrowings();
    for (const PlanClause& clause : plan_.clauses) found_.clause_rows.push_back(row_of(over_rows(clause.program)));
    for (std::size_t i = 0; i < plan_.fields.size(); ++i) {
      const schemas::FieldId id{static_cast<std::uint16_t>(i)};
      const std::uint16_t number = kind(id, plan_.fields[i]);
      const KindTally& kind_of_it = found_.kinds[number];
      const bool is_grouped = !kind_of_it.is_settled || !kind_of_it.terms.is_empty();
      found_.kind_of.push_back(number);
      found_.of_field.push_back({usual_[number], is_grouped ? number : Tally::no_kind, false, usual_[number].granted_by});
    }
    number_terms();
    for (std::size_t i = 0; i < found_.of_field.size(); ++i)
      found_.of_field[i].is_bound = is_bound(schemas::FieldId{static_cast<std::uint16_t>(i)});
    return std::move(found_);
  }

private:
  void number_atoms() {
    for (const Atom& atom : plan_.atoms) {
      Tally::AtomNumbers numbers;
      numbers.is_test = atom.kind == Atom::Kind::test;
      if (numbers.is_test) numbers.own = questions_.number(atom);
      if (atom.narrowing) numbers.meant = questions_.number(*atom.narrowing);
      found_.atom_numbers.push_back(numbers);
      found_.atom_lists.push_back(atom.is_per_element() ? FieldTable::get()[atom.field].list : std::nullopt);
    }
  }

  // Rows are numbered by how many narrowings there are: those of everything come first.
  void find_narrowings() {
    for (const PlanClause& clause : plan_.clauses) {
      for (const Effect& effect : clause.compiled->effects) {
        if (effect.only) narrowing_row(*effect.only);
        for (const Coverage& except : effect.except) narrowing_row(*except.narrowing);
      }
      for (const Coverage& silence : clause.compiled->no_tells)
        if (silence.narrowing) narrowing_row(*silence.narrowing);
    }
    CHECK(found_.first_test() <= rows_max, "more facts than a plan can hold");
  }
  RowIndex narrowing_row(const Narrowing& narrowing) {
    auto& all = found_.narrowings;
    auto at = std::find(all.begin(), all.end(), narrowing);
    if (at == all.end()) {
      found_.narrowing_numbers.push_back(questions_.number(narrowing));
      at = all.insert(at, narrowing);
    }
    return static_cast<RowIndex>(1 + (at - all.begin()));
  }

  Program over_rows(Program program) const {
    for (Step& step : program)
      if (step.kind == Step::Kind::atom) step.atom = static_cast<std::uint16_t>(step.atom + found_.first_atom());
    return program;
  }
  void add_narrowing(Program& program, const Narrowing& narrowing, Truth wanted) {
    const bool is_first = program.empty();
    program.push_back({Step::Kind::atom, static_cast<std::uint16_t>(narrowing_row(narrowing))});
    if (wanted == Truth::no) program.push_back({Step::Kind::negated});
    if (!is_first) program.push_back({Step::Kind::both});
  }
  // The same test of two clauses is run once.
  RowIndex row_of(const Program& program) {
    if (program.empty()) return Tally::always;
    if (program.size() == 1) return program.front().atom;
    const auto next = static_cast<RowIndex>(found_.first_test() + found_.tests.size());
    const auto [at, is_new] = tests_.try_emplace(program, next);
    if (is_new) found_.tests.push_back(program);
    return at->second;
  }
  RowIndex row_of(const Rule& rule, schemas::FieldId id) {
    if (!rule.is_narrowed) return found_.clause_rows[rule.clause];
    Program program = over_rows(plan_.clauses[rule.clause].program);
    if (rule.effect->only) add_narrowing(program, *rule.effect->only, Truth::yes);
    for (const Coverage& except : rule.effect->except)
      if (std::binary_search(except.fields.begin(), except.fields.end(), id))
        add_narrowing(program, *except.narrowing, Truth::no);
    return row_of(program);
  }
  RowIndex row_of(const Silence& silence) {
    if (!*silence.only) return found_.clause_rows[silence.clause];
    Program program = over_rows(plan_.clauses[silence.clause].program);
    add_narrowing(program, **silence.only, Truth::yes);
    return row_of(program);
  }

  std::uint16_t kind(schemas::FieldId id, const PlanField& planned) {
    const bool is_monitoring = FieldTable::get()[id].field_class == schemas::FieldClass::monitoring;
    // Neighbours mostly lie in one struct, and clauses speak of structs.
    if (id.value() > 0 && found_.kinds[found_.kind_of.back()].is_monitoring == is_monitoring &&
        are_alike(planned, plan_.fields[id.value() - 1U]))
      return found_.kind_of.back();
    std::vector<Contender> grants{grant(planned.grant, planned.granted_by, Tally::always)};
    std::vector<Contender> caps{cap(planned.cap, planned.capped_by, Tally::always)};
    std::vector<Contender> emergencies;
    std::vector<Contender> terms;
    for (PlanClauseIndex clause : planned.terms) terms.push_back(grant(planned.grant, clause, Tally::always));
    for (const Rule& rule : planned.rules) {
      const PlanClause& clause = plan_.clauses[rule.clause];
      if (rule.kind == Effect::Kind::cap) {
        caps.push_back(cap(rule.level, rule.clause, row_of(rule, id)));
        caps.back().gives_way = !clause.lifted_by.empty();
        continue;
      }
      Contender contender = grant(rule.level, rule.clause, row_of(rule, id));
      contender.gives_way = clause.compiled->hold.has_value();
      grants.push_back(contender);
      if (clause.has_terms) terms.push_back(contender);
      if (clause.compiled->is_emergency) emergencies.push_back(contender);
    }
    for (const Contender& one : terms) with_terms_.insert(one.clause);
    const auto until_always = [](std::vector<Contender>& all, auto is_before) {
      std::sort(all.begin(), all.end(), is_before);
      const auto last = std::find_if(all.begin(), all.end(), [](const Contender& one) { return is_certain(one); });
      all.erase(last + 1, all.end());
      // Where another counts at the same times and stands before it, it never decides.
      std::vector<RowIndex> seen;
      std::erase_if(all, [&](const Contender& one) {
        if (std::find(seen.begin(), seen.end(), one.row) != seen.end()) return true;
        if (!one.gives_way) seen.push_back(one.row);
        return false;
      });
    };
    until_always(grants, [](const Contender& a, const Contender& b) {
      return std::tuple{b.level, a.clause, a.row} < std::tuple{a.level, b.clause, b.row};
    });
    until_always(caps, [](const Contender& a, const Contender& b) {
      return std::tie(a.level, a.clause, a.row) < std::tie(b.level, b.clause, b.row);
    });
    std::vector<RowIndex> silences;
    for (const Silence& silence : planned.silences) silences.push_back(row_of(silence));

    std::vector<std::uint32_t> likeness{is_monitoring};
    for (const auto* all : {&grants, &caps, &emergencies, &terms}) {
      likeness.push_back(static_cast<std::uint32_t>(all->size()));
      for (const Contender& one : *all)
        likeness.insert(likeness.end(), {static_cast<std::uint32_t>(one.level), one.clause, one.row, one.gives_way});
    }
    likeness.insert(likeness.end(), silences.begin(), silences.end());
    const auto [at, is_new] = kinds_.try_emplace(std::move(likeness), static_cast<std::uint16_t>(found_.kinds.size()));
    if (!is_new) return at->second;

    usual_.push_back(always(is_monitoring, grants.back(), caps.back(), terms));
    KindTally made{.is_monitoring = is_monitoring};
    made.is_settled = grants.size() == 1 && caps.size() == 1 && emergencies.empty() && silences.empty() &&
                      std::all_of(terms.begin(), terms.end(), is_certain);
    made.grants = add(grants).first;
    made.caps = add(caps).first;
    made.emergencies = add(emergencies);
    made.terms = add(terms);
    made.silences.first = static_cast<std::uint32_t>(found_.silences.size());
    found_.silences.insert(found_.silences.end(), silences.begin(), silences.end());
    made.silences.last = static_cast<std::uint32_t>(found_.silences.size());
    const auto gives_way = [](const Contender& one) { return one.gives_way; };
    made.is_plain = !is_monitoring && emergencies.empty() && silences.empty() && std::none_of(grants.begin(), grants.end(), gives_way) &&
                    std::none_of(caps.begin(), caps.end(), gives_way);
    found_.kinds.push_back(made);
    return at->second;
  }
  void number_terms() {
    found_.with_terms.assign(with_terms_.begin(), with_terms_.end());
    const auto& all = found_.with_terms;
    for (const KindTally& kind : found_.kinds)
      for (auto i = kind.terms.first; i < kind.terms.last; ++i) {
        Contender& grant = found_.contenders[i];
        grant.terms = static_cast<std::uint16_t>(std::lower_bound(all.begin(), all.end(), grant.clause) - all.begin());
      }
    found_.has_onward = std::any_of(all.begin(), all.end(), [&](PlanClauseIndex clause) { return plan_.clauses[clause].compiled->onward.has_value(); });
  }
  // Siblings of one kind come to the same: whole or not at all, none of them goes without another.
  bool is_bound(schemas::FieldId id) const {
    const auto& companions = FieldTable::get()[id].companions;
    const std::uint16_t kind = found_.kind_of[id.value()];
    const auto is_other = [&](schemas::FieldId companion) { return found_.kind_of[companion.value()] != kind; };
    return !companions.empty() && (std::any_of(companions.begin(), companions.end(), is_other) || may_be_part(kind));
  }
  bool may_be_part(std::uint16_t kind) const {
    const auto has_part = [&](std::uint32_t first) {
      for (const Contender* one = &found_.contenders[first];; ++one) {
        if (one->level > Level::existence && one->level < Level::full) return true;
        if (is_certain(*one)) return false;
      }
    };
    return has_part(found_.kinds[kind].grants) || has_part(found_.kinds[kind].caps);
  }
  static bool is_certain(const Contender& contender) { return contender.row == Tally::always && !contender.gives_way; }

  Contender grant(Level level, PlanClauseIndex clause, RowIndex row) const {
    Verdict decides = Verdict::withheld(0);
    decides.granted_by = ref(clause);
    decides.outcome = level;
    if (decides.granted_by) decides.because = Cause::granted;
    return {.decides = decides, .row = row, .clause = clause, .level = level, .gives_way = false};
  }
  Contender cap(Level level, PlanClauseIndex clause, RowIndex row) const {
    Verdict decides = Verdict::withheld(0);
    decides.capped_by = ref(clause);
    decides.outcome = level;
    decides.because = Cause::capped;
    return {.decides = decides, .row = row, .clause = clause, .level = level, .gives_way = false};
  }
  MaybeClause ref(PlanClauseIndex clause) const {
    return clause == no_clause ? MaybeClause{} : MaybeClause{plan_.clauses[clause].ref};
  }

  Verdict always(bool is_monitoring, const Contender& grant, const Contender& cap,
                 const std::vector<Contender>& terms) const {
    Verdict found = Verdict::withheld(0);
    put_least(grant, cap, found);
    if (is_monitoring && found.outcome >= Level::withhold) {
      found.outcome = Level::withhold;
      found.because = Cause::monitoring;
    }
    for (const Contender& one : terms)
      if (is_certain(one))
        found.onward = std::min(found.onward, plan_.clauses[one.clause].compiled->onward.value_or(schemas::Onward::yes));
    return found;
  }

  KindTally::Range add(const std::vector<Contender>& all) {
    const auto first = static_cast<std::uint32_t>(found_.contenders.size());
    found_.contenders.insert(found_.contenders.end(), all.begin(), all.end());
    return {first, static_cast<std::uint32_t>(found_.contenders.size())};
  }

  const Plan& plan_;
  QuestionNumbers& questions_;
  Tally found_;
  std::map<std::vector<std::uint32_t>, std::uint16_t> kinds_;
  std::map<Program, RowIndex> tests_;
  std::set<PlanClauseIndex> with_terms_;
  std::vector<Verdict> usual_;  // by kind
};

}  // namespace

Tally tally_of(const Plan& plan, QuestionNumbers& questions) {
  return Tallier{plan, questions}.tally();
}

}  // namespace concordat::policy
