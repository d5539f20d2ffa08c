#include "policy/agreement_diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/check.h"
#include "policy/alike_questions.h"
#include "policy/outcome_query.h"

namespace concordat::policy {
namespace {

using schemas::BodyType;
using schemas::FieldEntry;
using schemas::FieldId;
using schemas::FieldTable;
using schemas::Level;
using Grants = AgreementProgrammes::Grants;
using Likeness = AgreementProgrammes::Likeness;

constexpr std::size_t types = static_cast<std::size_t>(BodyType::recall);  // no clause governs a recall
constexpr std::size_t ways_max = 3;

// In one ground; fields whose outcomes are the same function of the same facts are asked about once.
using Question = std::pair<std::size_t, AlikeQuestion>;

std::vector<Ground> grounds_of(const CompiledAgreement& before, const CompiledAgreement& after) {
  const auto has = [](const CompiledAgreement& of, const std::string& area) { return std::find(of.areas.begin(), of.areas.end(), area) != of.areas.end(); };
  std::vector<Ground> found;
  for (const std::string& scheme : std::set<std::string>{before.scheme, after.scheme})
    for (const CompiledAgreement* from : {&before, &after})
      for (const std::string& area : from->areas) {
        const Ground ground{scheme, area, scheme == before.scheme && has(before, area), scheme == after.scheme && has(after, area)};
        const bool is_known = std::any_of(found.begin(), found.end(), [&](const Ground& other) {
          return other.scheme == scheme && other.is_before == ground.is_before && other.is_after == ground.is_after;
        });
        if (!is_known && (ground.is_before || ground.is_after)) found.push_back(ground);
      }
  return found;
}

class Differ {
public:
  Differ(const AgreementBook& before, const AgreementBook& after, Solver::Reasoner reasoner) : before_(before), after_(after), solver_(reasoner) {
    CHECK(before.agreements().size() == 1 && after.agreements().size() == 1, "a diff is of two agreements");
  }

  AgreementDiff diff() && {
    const CompiledAgreement& a = before_.agreements().front();
    const CompiledAgreement& b = after_.agreements().front();
    const Instant together = std::max(a.from, b.from);
    const bool meet = together < std::min(a.until, b.until);
    found_.at_before = meet ? together : a.from;
    found_.at_after = meet ? together : b.from;
    found_.is_granted_elsewhere = a.scheme == "any" && b.scheme == "any";
    found_.grounds = grounds_of(a, b);
    for (ground_ = 0; ground_ < found_.grounds.size(); ++ground_) {
      const auto grants = [&](bool governs) { return found_.is_granted_elsewhere ? Grants::granted_elsewhere : governs ? Grants::its_own : Grants::none; };
      AgreementProgrammes of_before{shelf_, a, grants(found_.grounds[ground_].is_before)};
      AgreementProgrammes of_after{shelf_, b, grants(found_.grounds[ground_].is_after)};
      ask_of_routes(of_before, of_after);
    }
    for (const auto& [question, cells] : questions_) answer(question.first, question.second, cells);
    for (const auto& [told, recipients] : notices_)
      found_.notices.push_back({told.first, told.second, {recipients.begin(), recipients.end()}});
    return std::move(found_);
  }

private:
  struct Kind {  // of routes: all that a question depends on
    std::size_t type;
    Likeness before;
    Likeness after;
    friend auto operator<=>(const Kind&, const Kind&) = default;
  };
  struct Ends {
    AgencyIndex sender;
    AgencyIndex recipient;
    std::string_view purpose;
  };

  void ask_of_routes(AgreementProgrammes& before, AgreementProgrammes& after) {
    std::set<std::string_view> purposes;
    for (const AgreementBook* book : {&before_, &after_})
      for (const std::string& purpose : book->agreements().front().purposes) purposes.insert(purpose);
    if (purposes.empty()) purposes.insert("");
    const auto& agencies = before_.parties().agencies;
    std::map<Kind, std::vector<Ends>> kinds;
    for (std::size_t type = 0; type < types; ++type)
      for (AgencyIndex sender = 0; sender < agencies.size(); ++sender)
        for (AgencyIndex recipient = 0; recipient < agencies.size(); ++recipient)
          for (std::string_view purpose : purposes) {
            if (sender == recipient || !stands(sender) || !stands(recipient)) continue;
            const Route route{static_cast<BodyType>(type), sender, recipient, purpose};
            kinds[{type, before.likeness(route), after.likeness(route)}].push_back({sender, recipient, purpose});
          }
    for (const auto& [kind, ends] : kinds)
      if (ask_of_fields(kind, ends, before, after)) compare_notices(kind, ends.front(), ends);
  }

  bool stands(AgencyIndex agency) const { return before_.parties().agencies[agency].standing == Agency::Standing::active; }

  bool ask_of_fields(const Kind& kind, const std::vector<Ends>& ends, AgreementProgrammes& before, AgreementProgrammes& after) {
    const FieldTable& table = FieldTable::get();
    bool is_any = false;
    const auto type = static_cast<BodyType>(kind.type);
    for (std::uint16_t i = 0; i < table.fields().size(); ++i) {
      if (!carries(type, FieldId{i})) continue;
      FieldInQuestion question{type, closure(FieldId{i}), {}, {}};
      for (FieldId field : question.fields) {
        question.before.push_back(before.at(kind.before, field));
        question.after.push_back(after.at(kind.after, field));
      }
      if (question.before == question.after) continue;
      is_any = true;
      std::vector<Cell>& cells = questions_[{ground_, alike_.of(question)}];
      for (const Ends& each : ends)
        cells.push_back({type, before_.parties().agencies[each.sender].id, before_.parties().agencies[each.recipient].id,
                         std::string{each.purpose}, FieldId{i}});
    }
    return is_any;
  }

  const std::vector<FieldId>& closure(FieldId field) {
    if (closures_.empty())
      for (std::uint16_t i = 0; i < FieldTable::get().fields().size(); ++i) closures_.push_back(with_companions(FieldId{i}));
    return closures_[field.value()];
  }

  void answer(std::size_t ground, const AlikeQuestion& question, const std::vector<Cell>& cells) {
    solver_.clear();
    OutcomeQuery query{solver_, shelf_, {question.type, closure(cells.front().field), question.before, question.after}};
    for (Direction direction : {Direction::more, Direction::less}) {
      std::vector<Formula> asked{direction == Direction::more ? query.rises() : query.falls()};
      while (solver_.can_hold(asked)) {
        Shift shift{direction, query.level(Side::before), query.level(Side::after), ground, cells, {}, false, query.picture()};
        const Formula shifted = solver_.all({query.is(Side::before, shift.before), query.is(Side::after, shift.after)});
        say_when(shift, query, shifted);
        asked.push_back(solver_.negation(shifted));
        found_.shifts.push_back(std::move(shift));
      }
    }
  }

  // Facts that suffice for it, as few as may be; then others, until there are no more or enough.
  void say_when(Shift& shift, const OutcomeQuery& query, Formula shifted) {
    std::vector<Formula> asked{shifted};
    while (solver_.can_hold(asked)) {
      if (shift.when.size() == ways_max) {
        shift.has_other_ways = true;
        return;
      }
      std::vector<std::pair<Formula, const std::string*>> facts;
      for (const Turning& turning : query.turnings()) {
        const bool is_so = solver_.value(turning.formula);
        facts.emplace_back(is_so ? turning.formula : solver_.negation(turning.formula), is_so ? &turning.so : &turning.not_so);
      }
      const Formula otherwise = solver_.negation(shifted);
      facts = sufficient(std::move(facts), otherwise);
      for (std::size_t i = facts.size(); i-- > 0;) {
        auto fewer = facts;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (clash(fewer, otherwise)) facts = std::move(fewer);
      }
      std::vector<Formula> all;
      std::vector<std::string> words;
      for (const auto& [formula, said] : facts) {
        all.push_back(formula);
        words.push_back(*said);
      }
      shift.when.push_back(std::move(words));
      asked.push_back(solver_.negation(solver_.all(all)));
    }
  }

  using Facts = std::vector<std::pair<Formula, const std::string*>>;
  bool clash(const Facts& facts, Formula otherwise) {
    std::vector<Formula> asked{otherwise};
    for (const auto& [formula, said] : facts) asked.push_back(formula);
    return !solver_.can_hold(asked);
  }
  Facts sufficient(Facts facts, Formula otherwise) {
    CHECK(clash(facts, otherwise), "an outcome turns on facts that were not listed");
    Facts found;
    for (std::size_t position : solver_.conflict())
      if (position > 0) found.push_back(facts[position - 1]);
    return found;
  }

  void compare_notices(const Kind& kind, const Ends& ends, const std::vector<Ends>& all) {
    const Ground& ground = found_.grounds[ground_];
    const Route route{static_cast<BodyType>(kind.type), ends.sender, ends.recipient, ends.purpose};
    const auto told = [&](const AgreementBook& book, bool governs, Instant at) {
      std::set<std::string> paths;
      const CompiledAgreement& of = book.agreements().front();
      const bool covers = governs && std::any_of(of.clauses.begin(), of.clauses.end(), [&](const CompiledClause& clause) { return grants_on(of, clause, route); });
      if (covers)
        for (const schemas::Notice& notice : book.plans().get(route, std::uint16_t{0}, at)->notices) paths.insert(notice.path);
      return paths;
    };
    const auto before = told(before_, ground.is_before, found_.at_before);
    const auto after = told(after_, ground.is_after, found_.at_after);
    for (const auto& [from, to, direction] : {std::tuple{&before, &after, Direction::more}, std::tuple{&after, &before, Direction::less}})
      for (const std::string& path : *from)
        if (!to->contains(path))
          for (const Ends& each : all) notices_[{path, direction}].insert(before_.parties().agencies[each.recipient].id.value());
  }

  const AgreementBook& before_;
  const AgreementBook& after_;
  AgreementDiff found_;
  std::size_t ground_ = 0;
  ProgrammeShelf shelf_;
  AlikeQuestions alike_{shelf_};
  std::vector<std::vector<FieldId>> closures_;
  std::map<Question, std::vector<Cell>> questions_;
  std::map<std::pair<std::string, Direction>, std::set<std::string>> notices_;
  Solver solver_;
};

}  // namespace

Approvals AgreementDiff::approvals(const Shift& shift, const AgreementBook& book) {
  Approvals given;
  const std::string name = schemas::format_agreement_name(book.agreements().front().name);
  for (const std::string& label : shift.picture.let_go) given.fresh.push_back({.why = Hold::Why::approval, .agreement = name, .clause = label});
  return given;
}

AgreementDiff diff_agreements(const AgreementBook& before, const AgreementBook& after, Solver::Reasoner reasoner) { return Differ{before, after, reasoner}.diff(); }

schemas::Message AgreementDiff::example(const Shift& shift, const Cell& cell) const {
  const Ground& ground = grounds[shift.ground];
  return {.envelope = {.id = *schemas::parse_message_id("01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10"),
                       .case_id = *schemas::parse_case_id("01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a11"),
                       .case_opened = london_date(at_after),
                       .in_reply_to = {},
                       .linked = {},
                       .sender = cell.sender,
                       .recipients = {cell.recipient},
                       .type = cell.type,
                       .scheme = ground.scheme == "any" ? "" : ground.scheme,
                       .purpose = cell.purpose,
                       .area = ground.area,
                       .agreement = {},
                       .created = at_after,
                       .due = {},
                       .emergency = shift.picture.emergency == Truth::no ? std::nullopt : std::optional{schemas::Emergency::risk_to_life},
                       .traceparent = {}},
          .body = body_of(shift.picture, cell.type, cell.field)};
}

}  // namespace concordat::policy
