// The outcome of one field under two agreements, or two forms of one, as formulas over every message: what the
// evaluation computes for a message, said of all of them. Companions and the law on monitoring data are part of it.
//
//   OutcomeQuery query{solver, shelf, {type, with_companions(field), before, after}};
//   if (solver.can_hold({query.rises()})) query.level(Side::after);
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/message_space.h"
#include "policy/programme.h"

namespace concordat::policy {

enum class Side : std::uint8_t { before, after };

struct FieldInQuestion {
  schemas::BodyType type;
  std::vector<schemas::FieldId> fields;  // with_companions()
  std::vector<ProgrammeNumber> before;   // of each of them
  std::vector<ProgrammeNumber> after;
  friend auto operator<=>(const FieldInQuestion&, const FieldInQuestion&) = default;
};

// A fact that the outcome turns on, and how to say it and its contrary.
struct Turning {
  Formula formula;
  std::string so;
  std::string not_so;
};

class OutcomeQuery {
public:
  OutcomeQuery(Solver& solver, const ProgrammeShelf& shelf, FieldInQuestion asked);

  Formula at_least(Side side, schemas::Level level);  // the outcome is that, or more
  Formula is(Side side, schemas::Level level);
  Formula rises();  // more after than before
  Formula falls();
  Formula is_unrestricted();  // the source restricts neither the field nor what must leave with it
  // A condition's truth in the field's own element, and the rule's reach of it, both.
  Possible counts(const FieldRule& rule);

  // Of what the solver found.
  schemas::Level level(Side side);
  MessagePicture picture() const;
  // Known once the outcomes have been asked for.
  const std::vector<Turning>& turnings() const { return turnings_; }

private:
  struct Weighed {  // a field's rules, before restrictions and companions
    Formula granted;       // to the level, or more
    Formula capped;        // below it, withholding apart
    Formula concealed;
    Formula withheld;
    Formula by_emergency;  // an emergency clause is among those that grant
  };
  Weighed weigh(Side side, schemas::FieldId field, schemas::Level level);
  Formula before_companions(Side side, schemas::FieldId field, schemas::Level level);
  Formula caps(const FieldRule& rule);
  Formula grants(const FieldRule& rule);
  Formula let_go(std::uint32_t hold);
  Formula at_least(Side side, schemas::FieldId field, schemas::Level level);
  Formula has_whole_companions(Side side, schemas::FieldId field);
  const Programme& programme(Side side, schemas::FieldId field) const;
  Possible condition(std::uint32_t number);
  Possible reach(std::uint32_t number);
  void turn_on(const Possible& truth, const std::string& words);

  Solver& solver_;
  const ProgrammeShelf& shelf_;
  FieldInQuestion asked_;
  MessageSpace space_;
  std::map<std::string, Possible> atoms_;  // by identity_of(), and narrowings by their words
  std::map<std::uint32_t, Possible> conditions_;
  std::map<std::uint32_t, Possible> reaches_;
  std::map<std::uint32_t, Formula> let_go_;
  std::map<std::pair<Side, schemas::FieldId>, std::vector<std::optional<Formula>>> said_;  // by rule: that it counts
  std::map<std::pair<Side, schemas::Level>, Formula> levels_;
  std::vector<Turning> turnings_;
};

// The field, then each companion that must leave with it, theirs too.
const std::vector<schemas::FieldId>& with_companions(schemas::FieldId field);

}  // namespace concordat::policy
