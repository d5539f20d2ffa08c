#include "policy/outcome_query.h"

#include <algorithm>

namespace concordat::policy {
namespace {

using schemas::FieldClass;
using schemas::FieldId;
using schemas::FieldTable;
using schemas::Level;
using Strength = Restriction::Strength;

Level next(Level level) { return static_cast<Level>(static_cast<int>(level) + 1); }

std::string words_of(const Narrowing& narrowing) {
  std::string keys;
  for (const KeyMatch& key : narrowing.keys) {
    const std::string& path = FieldTable::get()[key.key].path;
    keys += (keys.empty() ? "" : " and ") + path + " is " + key.value;
  }
  return keys;
}

Questions questions_of(const ProgrammeShelf& shelf, const FieldInQuestion& asked) {
  Questions questions;
  std::vector<std::string> seen;
  const auto put_atoms = [&](std::uint32_t condition) {
    if (!shelf.condition(condition)) return;
    for (const Atom& atom : shelf.condition(condition)->atoms) {
      const std::string identity = identity_of(atom);
      if (std::find(seen.begin(), seen.end(), identity) != seen.end()) continue;
      seen.push_back(identity);
      questions.atoms.push_back(&atom);
    }
  };
  for (const auto* side : {&asked.before, &asked.after})
    for (ProgrammeNumber number : *side)
      for (const FieldRule& rule : shelf.programme(number)) {
        put_atoms(rule.condition);
        for (std::uint32_t lifter : shelf.lifters(rule.lifters)) put_atoms(lifter);
        questions.is_restricted = questions.is_restricted || rule.is_emergency;
        const Reach& reach = shelf.reach(rule.reach);
        if (reach.only) questions.narrowings.push_back(&*reach.only);
        for (const Narrowing& except : reach.except) questions.narrowings.push_back(&except);
      }
  questions.companions.assign(asked.fields.begin() + 1, asked.fields.end());
  return questions;
}

}  // namespace

const std::vector<FieldId>& with_companions(FieldId field) {
  static const std::vector<std::vector<FieldId>> all = [] {
    std::vector<std::vector<FieldId>> made;
    for (std::uint16_t first = 0; first < FieldTable::get().fields().size(); ++first) {
      std::vector<FieldId>& found = made.emplace_back(1, FieldId{first});
      for (std::size_t i = 0; i < found.size(); ++i)
        for (FieldId companion : FieldTable::get()[found[i]].companions)
          if (std::find(found.begin(), found.end(), companion) == found.end()) found.push_back(companion);
    }
    return made;
  }();
  return all[field.value()];
}

OutcomeQuery::OutcomeQuery(Solver& solver, const ProgrammeShelf& shelf, FieldInQuestion asked)
    : solver_(solver),
      shelf_(shelf),
      asked_(std::move(asked)),
      space_(solver, asked_.type, asked_.fields.front(), questions_of(shelf, asked_)) {}

const Programme& OutcomeQuery::programme(Side side, FieldId field) const {
  const auto at = std::find(asked_.fields.begin(), asked_.fields.end(), field) - asked_.fields.begin();
  return shelf_.programme((side == Side::before ? asked_.before : asked_.after)[static_cast<std::size_t>(at)]);
}

void OutcomeQuery::turn_on(const Possible& truth, const std::string& words) {
  const auto is_known = [&](const Turning& turning) { return turning.formula == truth.yes || turning.formula == truth.not_no; };
  if (std::any_of(turnings_.begin(), turnings_.end(), is_known)) return;
  const auto is_open = [](Formula formula) { return formula != always && formula != never; };
  // Whether something is there is always known.
  const char* const otherwise = truth.not_no == truth.yes ? "it is not so that " : "it is not known that ";
  if (is_open(truth.yes)) turnings_.push_back({truth.yes, words, otherwise + words});
  if (is_open(truth.not_no) && truth.not_no != truth.yes)
    turnings_.push_back({truth.not_no, "it may be that " + words, "it is not so that " + words});
}

Possible OutcomeQuery::condition(std::uint32_t number) {
  const auto& compiled = shelf_.condition(number);
  if (!compiled) return {always, always};
  if (const auto at = conditions_.find(number); at != conditions_.end()) return at->second;
  std::vector<Possible> stack;
  for (const Step& step : compiled->program) {
    if (step.kind == Step::Kind::atom) {
      const Atom& atom = compiled->atoms[step.atom];
      const std::string identity = identity_of(atom);
      auto known = atoms_.find(identity);
      if (known == atoms_.end()) {
        known = atoms_.emplace(identity, space_.ask(atom)).first;
        turn_on(known->second, space_.has_stages_of_several() ? identity : atom.words);
      }
      stack.push_back(known->second);
      continue;
    }
    const Possible last = stack.back();
    if (step.kind == Step::Kind::negated) {
      stack.back() = {solver_.negation(last.not_no), solver_.negation(last.yes)};
      continue;
    }
    stack.pop_back();
    Possible& left = stack.back();
    left = step.kind == Step::Kind::both ? Possible{solver_.all({left.yes, last.yes}), solver_.all({left.not_no, last.not_no})}
                                         : Possible{solver_.any({left.yes, last.yes}), solver_.any({left.not_no, last.not_no})};
  }
  return conditions_.emplace(number, stack.back()).first->second;
}

Possible OutcomeQuery::reach(std::uint32_t number) {
  if (const auto at = reaches_.find(number); at != reaches_.end()) return at->second;
  const Reach& of = shelf_.reach(number);
  Possible meant{always, always};
  const auto keyed = [&](const Narrowing& narrowing) {
    const std::string words = words_of(narrowing);
    auto known = atoms_.find(words);
    if (known == atoms_.end()) {
      known = atoms_.emplace(words, space_.matches(narrowing)).first;
      turn_on(known->second, words);
    }
    return known->second;
  };
  if (of.only) meant = keyed(*of.only);
  for (const Narrowing& except : of.except) {
    const Possible taken = keyed(except);
    meant = {solver_.all({meant.yes, solver_.negation(taken.not_no)}), solver_.all({meant.not_no, solver_.negation(taken.yes)})};
  }
  return reaches_.emplace(number, meant).first->second;
}

Possible OutcomeQuery::counts(const FieldRule& rule) {
  const Possible holds = condition(rule.condition);
  const Possible meant = reach(rule.reach);
  return {solver_.all({holds.yes, meant.yes}), solver_.all({holds.not_no, meant.not_no})};
}

Formula OutcomeQuery::let_go(std::uint32_t hold) {
  const auto at = let_go_.find(hold);
  if (at != let_go_.end()) return at->second;
  const Formula made = solver_.proposition();
  turnings_.push_back({made, "a person lets clause " + shelf_.held_clause(hold) + " go", "nobody has let clause " + shelf_.held_clause(hold) + " go"});
  return let_go_.emplace(hold, made).first->second;
}

Formula OutcomeQuery::grants(const FieldRule& rule) {
  const Formula counted = counts(rule).yes;
  return rule.hold == 0 ? counted : solver_.all({counted, let_go(rule.hold)});
}

Formula OutcomeQuery::caps(const FieldRule& rule) {
  std::vector<Formula> lifting;
  for (std::uint32_t lifter : shelf_.lifters(rule.lifters)) lifting.push_back(condition(lifter).yes);
  return solver_.all({counts(rule).not_no, solver_.negation(solver_.any(lifting))});
}

OutcomeQuery::Weighed OutcomeQuery::weigh(Side side, FieldId field, Level level) {
  std::vector<Formula> granting, capping, concealing, withholding, emergencies;
  const Programme& rules = programme(side, field);
  auto& said = said_[{side, field}];
  said.resize(rules.size());
  // Each level asks the same of most rules.
  const auto say = [&](std::size_t i) {
    if (!said[i]) said[i] = rules[i].kind == Effect::Kind::grant ? grants(rules[i]) : caps(rules[i]);
    return *said[i];
  };
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const FieldRule& rule = rules[i];
    if (rule.kind == Effect::Kind::grant) {
      if (rule.level >= level) granting.push_back(say(i));
      if (rule.is_emergency) emergencies.push_back(say(i));
    } else if (rule.level < level) {
      (rule.level == Level::conceal ? concealing : rule.level == Level::withhold ? withholding : capping).push_back(say(i));
    }
  }
  return {solver_.any(granting), solver_.any(capping), solver_.any(concealing), solver_.any(withholding), solver_.any(emergencies)};
}

Formula OutcomeQuery::before_companions(Side side, FieldId field, Level level) {
  if (level == Level::conceal) return always;
  if (level > Level::withhold && FieldTable::get()[field].field_class == FieldClass::monitoring) return never;
  const Weighed weighed = weigh(side, field, level);
  const Formula is_shown = solver_.negation(weighed.concealed);
  if (level == Level::withhold) return is_shown;
  const Formula absolute = space_.is_restricted(field, Strength::absolute);
  const Formula liftable = space_.is_restricted(field, Strength::liftable);
  turn_on({absolute, absolute}, "the source restricts " + FieldTable::get()[field].path + ", absolutely");
  turn_on({liftable, liftable}, "the source restricts " + FieldTable::get()[field].path + ", until an emergency");
  const Formula restricted = solver_.any({absolute, solver_.all({liftable, solver_.negation(weighed.by_emergency)})});
  const Formula held_back = solver_.any({weighed.withheld, restricted});
  // In an emergency what is withheld is at least told to exist.
  if (level == Level::existence)
    return solver_.all({weighed.granted, is_shown, solver_.any({solver_.negation(held_back), weighed.by_emergency})});
  return solver_.all({weighed.granted, is_shown, solver_.negation(weighed.capped), solver_.negation(held_back)});
}

Formula OutcomeQuery::has_whole_companions(Side side, FieldId field) {
  std::vector<Formula> whole;
  for (FieldId companion : FieldTable::get()[field].companions) {
    const Formula present = space_.is_present(companion);
    if (present == never) continue;
    turn_on({present, present}, FieldTable::get()[companion].path + " is present");
    whole.push_back(solver_.any({solver_.negation(present), at_least(side, companion, Level::full)}));
  }
  return solver_.all(whole);
}

Formula OutcomeQuery::at_least(Side side, FieldId field, Level level) {
  const Formula alone = before_companions(side, field, level);
  if (level <= Level::withhold || alone == never) return alone;
  // Bare existence needs no companion; a field above it that lacks one falls past existence.
  const Formula whole = has_whole_companions(side, field);
  if (level > Level::existence) return solver_.all({alone, whole});
  const Formula above = before_companions(side, field, next(Level::existence));
  return solver_.all({alone, solver_.any({solver_.negation(above), whole})});
}

Formula OutcomeQuery::at_least(Side side, Level level) {
  const auto at = levels_.find({side, level});
  if (at != levels_.end()) return at->second;
  const Formula made = at_least(side, asked_.fields.front(), level);
  levels_.emplace(std::pair{side, level}, made);
  return made;
}

Formula OutcomeQuery::is(Side side, Level level) {
  const Formula reached = at_least(side, level);
  return level == Level::full ? reached : solver_.all({reached, solver_.negation(at_least(side, next(level)))});
}

Formula OutcomeQuery::rises() {
  std::vector<Formula> any;
  for (Level level = Level::withhold;; level = next(level)) {
    any.push_back(solver_.all({at_least(Side::after, level), solver_.negation(at_least(Side::before, level))}));
    if (level == Level::full) break;
  }
  return solver_.any(any);
}
Formula OutcomeQuery::falls() {
  std::vector<Formula> any;
  for (Level level = Level::withhold;; level = next(level)) {
    any.push_back(solver_.all({at_least(Side::before, level), solver_.negation(at_least(Side::after, level))}));
    if (level == Level::full) break;
  }
  return solver_.any(any);
}

Formula OutcomeQuery::is_unrestricted() {
  std::vector<Formula> restricted;
  for (FieldId field : asked_.fields)
    for (Strength strength : {Strength::absolute, Strength::liftable}) restricted.push_back(space_.is_restricted(field, strength));
  return solver_.negation(solver_.any(restricted));
}

Level OutcomeQuery::level(Side side) {
  Level level = Level::conceal;
  while (level != Level::full && solver_.value(at_least(side, next(level)))) level = next(level);
  return level;
}

MessagePicture OutcomeQuery::picture() const {
  MessagePicture found = space_.picture();
  for (const auto& [hold, formula] : let_go_)
    if (solver_.value(formula)) found.let_go.push_back(shelf_.held_clause(hold));
  return found;
}

}  // namespace concordat::policy
