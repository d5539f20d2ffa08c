#include "tests/property/naive_evaluator.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "tests/property/naive_world.h"

namespace concordat::policy {
namespace {

using schemas::FieldEntry;
using schemas::FieldTable;

using namespace naive;

// ---- who

bool is_of(const Party& party, const schemas::AgencyId& agency) {
  return party.text == agency.value() || party.text == schemas::agency_kind(agency);
}
bool is_party(const NaiveAgreement& in, const schemas::AgencyId& agency) {
  for (const Party& party : in.agreement.parties) {
    if (party.text == agency.value()) return true;
    const bool has_acceded = std::find(in.acceded.begin(), in.acceded.end(), agency) != in.acceded.end();
    if (party.text == schemas::agency_kind(agency) && has_acceded) return true;
  }
  return false;
}
bool scope_holds(const PartyScope& scope, const schemas::AgencyId& agency) {
  return scope.any || std::any_of(scope.parties.begin(), scope.parties.end(),
                                  [&](const Party& party) { return is_of(party, agency); });
}

struct Case {
  const schemas::Message& message;
  const schemas::AgencyId& recipient;
  const Parties& parties;
  Instant now;

  bool stands(const schemas::AgencyId& id) const {
    return std::any_of(parties.agencies.begin(), parties.agencies.end(), [&](const Agency& agency) {
      return agency.id == id && agency.standing == Agency::Standing::active;
    });
  }
  bool is_listed(const schemas::AgencyId& id) const {
    return std::any_of(parties.agencies.begin(), parties.agencies.end(),
                       [&](const Agency& agency) { return agency.id == id; });
  }
  bool joins(const NaiveAgreement& in, const Clause& clause) const {
    const auto& sender = message.envelope.sender;
    if (!is_listed(sender) || !is_listed(recipient) || !is_party(in, sender) || !is_party(in, recipient))
      return false;
    const bool of_type = clause.types.empty() || std::find(clause.types.begin(), clause.types.end(),
                                                           message.envelope.type) != clause.types.end();
    return of_type && message.envelope.type != schemas::BodyType::recall &&
           scope_holds(*clause.from, sender) && scope_holds(*clause.to, recipient);
  }
  bool names_purpose(const Clause& clause) const {
    for (const Word& purpose : clause.purposes->purposes)
      if (purpose.text == message.envelope.purpose) return true;
    return false;
  }
  bool caps(const NaiveAgreement& in, const Clause& clause) const {
    return joins(in, clause) && (clause.purposes->any || names_purpose(clause));
  }
  bool grants(const NaiveAgreement& in, const Clause& clause) const {
    bool is_declared = false;
    for (const Purpose& purpose : in.agreement.purposes)
      is_declared = is_declared || purpose.id.text == message.envelope.purpose;
    return joins(in, clause) && ((clause.purposes->any && is_declared) || names_purpose(clause));
  }
  bool has_emergency_clause(const NaiveAgreement& in) const {
    return std::any_of(in.agreement.clauses.begin(), in.agreement.clauses.end(),
                       [&](const Clause& clause) { return clause.emergency && grants(in, clause); });
  }
  bool covers(const NaiveAgreement& in, Truth emergency) const {
    const auto& envelope = message.envelope;
    if (in.agreement.scheme->text == "any") return false;
    if (!envelope.scheme.empty() && envelope.scheme != in.agreement.scheme->text) return false;
    bool has_area = false;
    for (const Word& area : in.agreement.areas) has_area = has_area || area.text == envelope.area;
    if (!has_area || !stands(envelope.sender) || !stands(recipient)) return false;
    return std::any_of(in.agreement.clauses.begin(), in.agreement.clauses.end(), [&](const Clause& clause) {
      return grants(in, clause) && (!clause.emergency || emergency == Truth::yes);
    });
  }
};

bool has_begun(const NaiveAgreement& in, Instant now) {
  return (in.status == Status::active || in.status == Status::suspended) &&
         now >= london_midnight(in.agreement.in_force_from);
}
std::string footing(const std::vector<NaiveAgreement>& all, const NaiveAgreement& in, Instant now) {
  if (!has_begun(in, now)) return "absent";
  for (const NaiveAgreement& other : all)
    if (other.agreement.name == in.agreement.name && other.agreement.version > in.agreement.version &&
        has_begun(other, now))
      return "absent";
  if (in.status == Status::suspended) return "suspended";
  return now < london_midnight(in.agreement.in_force_until) ? "in force" : "lapsed";
}

// ---- one message

struct Terms {
  std::set<std::string> caveats;
  std::optional<std::tuple<std::uint64_t, int, std::string>> keep;

  void add(const Clause& clause) {
    caveats.insert(clause.caveats.begin(), clause.caveats.end());
    const std::map<Unit, std::uint64_t> hours{
        {Unit::hour, 1}, {Unit::day, 24}, {Unit::working_day, 34}, {Unit::month, 730}, {Unit::year, 8766}};
    for (const Keep& each : clause.keeps) {
      const std::tuple found{each.span.count * hours.at(each.span.unit), static_cast<int>(each.after),
                             format_keep(each)};
      if (!keep || found < *keep) keep = found;
    }
  }
};

class Judge {
public:
  Judge(const std::vector<NaiveAgreement>& all, const Case& of, const World& world,
        const NaiveAgreement* governing)
      : all_(all),
        case_(of),
        world_(world),
        governing_(governing),
        has_lapsed_(governing != nullptr && footing(all, *governing, of.now) == "lapsed") {}

  // `let_go`: labels of clauses of the governing agreement whose hold somebody ended.
  std::vector<NaiveField> fields(const std::set<std::string>& let_go) {
    let_go_ = let_go;
    counting_.clear();
    has_softened_ = false;
    std::vector<NaiveField> found;
    for (const schemas::Field& field : world_.message.body.fields) found.push_back(judge(field));
    hold_back_without_companions(world_.message.body, found);
    return found;
  }
  // Of the last fields().
  Terms terms(const std::vector<NaiveField>& fields) const {
    Terms terms;
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (rank(fields[i].outcome) >= rank("existence"))
        for (const Clause* clause : counting_[i]) terms.add(*clause);
    return terms;
  }
  bool has_softened() const { return has_softened_; }
  std::vector<std::string> missing() const;
  std::vector<std::string> emergencies() const {
    std::vector<std::string> labels;
    for (const Clause& clause : governing_->agreement.clauses) {
      if (!clause.emergency || !case_.grants(*governing_, clause)) continue;
      bool holds = holds_yes(clause, schemas::no_element);
      for (schemas::ElementIndex i = 0; i < world_.message.body.elements.size(); ++i)
        holds = holds || holds_yes(clause, i);
      if (holds) labels.push_back(clause.label.text);
    }
    return labels;
  }

private:
  // Grants of the governing agreement count while it is in force; once it has lapsed, its emergency clauses'.
  bool may_grant(const Clause& clause) const {
    return case_.grants(*governing_, clause) && (clause.emergency || !has_lapsed_);
  }
  bool holds_yes(const Clause& clause, schemas::ElementIndex element) const {
    return clause_truth(governing_->agreement, clause, world_, element) == Truth::yes;
  }
  bool is_lifted(const NaiveAgreement& in, const Clause& capping, schemas::ElementIndex element) const {
    if (&in != governing_) return false;
    for (const Clause& clause : in.agreement.clauses)
      for (const Word& label : clause.lifts)
        if (clause.emergency && label.text == capping.label.text && may_grant(clause) &&
            holds_yes(clause, element))
          return true;
    return false;
  }
  bool is_silenced(const schemas::Field& field) const {
    const auto silences = [&](const NaiveAgreement& in) {
      for (const Clause& clause : in.agreement.clauses) {
        if (clause_truth(in.agreement, clause, world_, field.element) == Truth::no) continue;
        if (!case_.caps(in, clause)) continue;
        for (const PathLine& line : clause.no_tells)
          for (const Path& path : line.paths)
            if (caps_field(path, field, world_)) return true;
      }
      return false;
    };
    for (const NaiveAgreement& in : all_)
      if ((&in == governing_ || footing(all_, in, case_.now) != "absent") && silences(in)) return true;
    return false;
  }

  NaiveField judge(const schemas::Field& field) {
    std::string granted = "withhold";
    std::string granted_by;
    std::string onward = "yes";
    bool by_emergency = false;
    counting_.emplace_back();
    if (governing_ != nullptr)
      for (const Clause& clause : governing_->agreement.clauses) {
        if (!may_grant(clause) || !holds_yes(clause, field.element)) continue;
        if (!clause.holds.empty() && !let_go_.contains(clause.label.text)) continue;
        for (const Share& share : clause.shares) {
          bool is_shared = false;
          for (const Path& path : share.paths)
            is_shared = is_shared || grants_field(path, field, governing_->agreement.schema, world_);
          for (const Path& path : share.except) is_shared = is_shared && !caps_field(path, field, world_);
          if (!is_shared) continue;
          counting_.back().push_back(&clause);
          by_emergency = by_emergency || clause.emergency;
          for (const OnwardLine& line : clause.onwards) {
            if (line.onward == schemas::Onward::no) onward = "no";
            if (line.onward == schemas::Onward::ask && onward == "yes") onward = "ask";
          }
          const std::string level = share.view ? share.view->text : "full";
          if (rank(level) > rank(granted))
            std::tie(granted, granted_by) = std::pair{level, clause.label.text};
        }
      }
    std::string cap = "full";
    std::string capped_by;
    const auto apply = [&](const NaiveAgreement& in) {
      for (const Clause& clause : in.agreement.clauses) {
        if (!case_.caps(in, clause) ||
            clause_truth(in.agreement, clause, world_, field.element) == Truth::no ||
            is_lifted(in, clause, field.element))
          continue;
        for (const Cap& each : clause.caps) {
          const std::string level = each.kind == Cap::Kind::limit     ? each.view->text
                                    : each.kind == Cap::Kind::conceal ? "conceal"
                                                                      : "withhold";
          for (const Target& target : each.targets) {
            const bool hits = target.path ? caps_field(*target.path, field, world_)
                                          : schemas::name_of(FieldTable::get()[field.id].field_class) ==
                                                target.field_class->text;
            if (hits && rank(level) < rank(cap))
              std::tie(cap, capped_by) = std::pair{level, clause.label.text};
          }
        }
      }
    };
    if (governing_ != nullptr) apply(*governing_);
    for (const NaiveAgreement& in : all_)
      if (&in != governing_ && footing(all_, in, case_.now) != "absent") apply(in);

    const bool is_monitoring = FieldTable::get()[field.id].field_class == schemas::FieldClass::monitoring;
    if (by_emergency && cap == "withhold") {
      cap = "existence";
      has_softened_ = has_softened_ || !is_monitoring;
    }
    NaiveField found{granted, granted_by, "", onward, is_silenced(field)};
    if (rank(cap) < rank(granted)) {
      found.outcome = cap;
      found.capped_by = capped_by;
    }
    if (is_monitoring && rank(found.outcome) > rank("withhold")) found.outcome = "withhold";
    const std::string restricted = by_emergency ? "existence" : "withhold";
    if (rank(found.outcome) > rank(restricted) && is_restricted(field, world_, by_emergency)) {
      found.outcome = restricted;
      found.capped_by = "";
      has_softened_ = has_softened_ || by_emergency;
    }
    return found;
  }

  const std::vector<NaiveAgreement>& all_;
  const Case& case_;
  const World& world_;
  const NaiveAgreement* governing_;
  bool has_lapsed_;
  std::set<std::string> let_go_;
  std::vector<std::vector<const Clause*>> counting_;
  bool has_softened_ = false;
};

void lists_in(const Condition& condition, std::set<std::string>& lists) {
  for (const Condition& part : condition.parts) lists_in(part, lists);
  if (!condition.test || condition.test->quantifier != Quantifier::none) return;
  const FieldEntry& entry = *FieldTable::get().find(condition.test->path.full());
  if (entry.list) lists.insert(FieldTable::get()[*entry.list].path);
}

std::string written(const Path& path) {
  std::string selectors;
  for (const Selector& selector : path.selectors)
    selectors += (selectors.empty() ? "" : ", ") + selector.key.text + " " + selector.value.text;
  return path.before + (selectors.empty() ? "" : "[" + selectors + "]") +
         (path.after.empty() ? "" : "." + path.after);
}

std::vector<std::string> Judge::missing() const {
  std::set<std::string> missing;
  const auto& body = world_.message.body;
  const auto holds = [&](const Path& path, std::optional<schemas::ElementIndex> inside) {
    for (const schemas::Field& field : body.fields) {
      if (inside && world_.around(field.element, world_.list_of(*inside)) != *inside) continue;
      if (starts_with_path(world_.path_of(field), path.full()) &&
          world_.selected(path, field.element) == Truth::yes)
        return true;
    }
    return false;
  };
  for (const Clause& clause : governing_->agreement.clauses) {
    if (!may_grant(clause)) continue;
    std::set<std::string> lists;
    if (clause.when) lists_in(*clause.when, lists);
    if (clause.unless) lists_in(*clause.unless, lists);
    for (const PathLine& line : clause.requirements)
      for (const Path& path : line.paths) {
        if (lists.empty()) {
          if (holds_yes(clause, schemas::no_element) && !holds(path, std::nullopt))
            missing.insert(written(path));
          continue;
        }
        const std::string innermost = *std::max_element(
            lists.begin(), lists.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
        for (schemas::ElementIndex i = 0; i < body.elements.size(); ++i)
          if (world_.list_of(i) == innermost && holds_yes(clause, i) && !holds(path, i))
            missing.insert(written(path));
      }
  }
  return {missing.begin(), missing.end()};
}

// What each clause that is still held would add to what leaves now.
std::vector<std::string> holds_of(Judge& judge, const NaiveAgreement& governing,
                                  const std::set<std::string>& let_go, const std::vector<NaiveField>& now) {
  std::vector<std::string> holds;
  for (const Clause& clause : governing.agreement.clauses) {
    if (clause.holds.empty() || let_go.contains(clause.label.text)) continue;
    std::set<std::string> one_more = let_go;
    one_more.insert(clause.label.text);
    const auto then = judge.fields(one_more);
    std::string added;
    for (std::size_t i = 0; i < now.size(); ++i)
      if (rank(then[i].outcome) > rank(now[i].outcome) && rank(then[i].outcome) >= rank("existence"))
        added += " " + std::to_string(i) + "=" + then[i].outcome;
    if (!added.empty()) holds.push_back(clause.label.text + ":" + added);
  }
  return holds;
}

// A Decision's stage: where it moves the case ("" if nowhere), or the code that refuses it.
std::pair<std::string, std::string> stage_of(const World& world, const NaiveAgreement& governing) {
  const auto stage = world.value("decision.stage", schemas::no_element);
  const auto& stages = governing.agreement.stages;
  if (world.message.envelope.type != schemas::BodyType::decision || !stages || !stage) return {"", ""};
  const bool is_declared = std::any_of(stages->names.begin(), stages->names.end(),
                                       [&](const Word& name) { return name.text == *stage; });
  if (!is_declared) return {"", "stage-not-declared"};
  if (!is_of(stages->moved_by, world.message.envelope.sender) ||
      !is_party(governing, world.message.envelope.sender))
    return {"", "stage-not-yours"};
  return {governing.agreement.name + " " + *stage, ""};
}

}  // namespace

void hold_back_without_companions(const schemas::Body& body, std::vector<NaiveField>& found) {
  const auto& fields = body.fields;
  for (std::size_t round = 0; round <= fields.size(); ++round)
    for (std::size_t i = 0; i < fields.size(); ++i)
      for (std::size_t j = 0; j < fields.size(); ++j) {
        const auto& companions = FieldTable::get()[fields[i].id].companions;
        const bool is_companion =
            std::find(companions.begin(), companions.end(), fields[j].id) != companions.end();
        if (!is_companion || fields[i].element != fields[j].element || found[j].outcome == "full") continue;
        if (rank(found[i].outcome) <= rank("existence")) continue;
        found[i].outcome = "withhold";
        found[i].capped_by = "";
      }
}

NaiveResult naive_evaluate(const std::vector<NaiveAgreement>& agreements, const Parties& parties,
                           const schemas::Message& message, const schemas::AgencyId& recipient, Instant now,
                           const CaseFacts& facts, const std::vector<Approval>& approvals) {
  const World world{message, facts};
  const Case of{message, recipient, parties, now};
  const Truth emergency = world.emergency();
  std::vector<const NaiveAgreement*> in_force;
  std::vector<const NaiveAgreement*> waiting;
  for (const NaiveAgreement& each : agreements) {
    const auto& named = message.envelope.agreement;
    if (named && (named->name != each.agreement.name || named->version > each.agreement.version)) continue;
    const std::string how = footing(agreements, each, now);
    if (how == "absent" || !of.covers(each, emergency)) continue;
    (how == "in force" ? in_force : waiting).push_back(&each);
  }
  const NaiveAgreement* governing = in_force.size() == 1 ? in_force.front() : nullptr;
  std::string waits_for;
  if (in_force.empty() && waiting.size() == 1) {
    const NaiveAgreement& one = *waiting.front();
    waits_for = footing(agreements, one, now) == "lapsed" ? "lapsed" : "suspended";
    const std::chrono::sys_days end{one.agreement.in_force_until};
    const bool is_soon = now < london_midnight(Date{end + std::chrono::days{90}});
    if (waits_for == "lapsed" && is_soon && emergency == Truth::yes && of.has_emergency_clause(one))
      governing = &one;
  }
  std::set<std::string> let_go;
  for (const Approval& approval : approvals)
    if (governing != nullptr && approval.why == Hold::Why::approval &&
        approval.agreement == governing->agreement.name + "/" + std::to_string(governing->agreement.version))
      let_go.insert(approval.clause);
  Judge judge{agreements, of, world, governing};
  NaiveResult found;
  if (governing != nullptr) {
    found.fields = judge.fields(let_go);
    found.holds = holds_of(judge, *governing, let_go, found.fields);
  }
  found.fields = judge.fields(let_go);
  if (governing == nullptr) {
    found.outcome = in_force.size() > 1 || waiting.size() > 1 ? "ambiguous-agreement"
                    : waiting.size() == 1                     ? waits_for
                                                              : "no-agreement";
    return found;
  }
  found.missing = judge.missing();
  found.emergencies = judge.emergencies();
  const auto [moves_to, stage_refusal] = stage_of(world, *governing);
  const bool is_urgent = message.envelope.urgency != schemas::Urgency::routine || message.envelope.emergency;
  const bool is_released = std::any_of(found.fields.begin(), found.fields.end(),
                                       [](const NaiveField& field) { return rank(field.outcome) >= 2; });
  if (!stage_refusal.empty()) {
    found.outcome = stage_refusal;
  } else if (!found.missing.empty() && !is_urgent) {
    found.outcome = "incomplete";
  } else if (is_released) {
    found.outcome = "disclosed";
    const Terms terms = judge.terms(found.fields);
    found.caveats = {terms.caveats.begin(), terms.caveats.end()};
    if (terms.keep) found.keep = std::get<2>(*terms.keep);
    for (const Agency& agency : parties.agencies)
      if (judge.has_softened() && agency.id == message.envelope.sender)
        found.duty_contact = agency.duty_contact;
  } else if (waits_for == "lapsed") {
    found.outcome = "lapsed";
  } else {
    found.outcome = found.holds.empty() ? "nothing-released" : "held-for-approval";
  }
  const bool was_recorded = found.outcome == "disclosed" || found.outcome == "held-for-approval";
  if (was_recorded && waits_for.empty()) found.moves_to = moves_to;
  return found;
}

}  // namespace concordat::policy
