#include "policy/recall.h"

#include <algorithm>

#include "base/check.h"
#include "policy/decider.h"

namespace concordat::policy {

using schemas::Level;

namespace {

// What the instruction is made of. Its paths and its reason depend on the recipient.
bool is_instruction(std::string_view path) { return path == "recall.action" || path == "recall.message"; }

// The least that was given of any field of this path: a position says nothing for certain of which element is meant, so
// somebody who was given one address and not the other is corrected neither.
Level least_given(const PastDisclosure& past, std::string_view positional) {
  if (past.way == PastDisclosure::Way::onward || !past.given.contains(std::string{positional})) return Level::withhold;
  const std::string path = schemas::without_positions(positional);
  Level least = Level::full;
  for (const auto& [field, level] : past.given)
    if (schemas::without_positions(field) == path) least = std::min(least, level);
  return least;
}

// The greatest declared view that is no more than that.
Level declared(const schemas::FieldEntry& entry, Level at_most) {
  Level found = Level::withhold;
  for (const Level view : entry.views)
    if (view <= at_most) found = std::max(found, view);
  return found;
}

// Where an address is confidential now, its correction would tell where somebody went who must not be found.
bool lies_in_confidential_address(const schemas::Field& field, const BodyView& view) {
  const schemas::FieldTable& table = schemas::FieldTable::get();
  const auto& list = table[field.id].list;
  if (!list || !table[*list].path.ends_with("address")) return false;
  const auto confidential = table.field(table[*list].path + ".confidential");
  const std::string* said = confidential ? view.value(*confidential, field.element) : nullptr;
  return said != nullptr && *said == "yes";
}

// Words may say anything: they go to whoever was trusted with words of this message.
bool was_given_words(const PastDisclosure& past) {
  const schemas::FieldTable& table = schemas::FieldTable::get();
  return past.way == PastDisclosure::Way::direct &&
         std::any_of(past.given.begin(), past.given.end(), [&](const auto& field) {
           const schemas::FieldEntry* entry = table.find(schemas::without_positions(field.first));
           return field.second == Level::full && entry != nullptr && entry->field_class == schemas::FieldClass::narrative &&
                  entry->type == schemas::ValueType::text;
         });
}

class Weighing {
public:
  Weighing(const schemas::Message& message, const BodyView& view, const schemas::RecallOrder& order,
           const PastDisclosure& past)
      : message_(message),
        view_(view),
        order_(order),
        past_(past),
        restrictions_(restrictions_of(view)),
        leaks_(search(message.body)) {}

  Verdict verdict(std::uint32_t index, Level cap) const {
    const schemas::Field& field = message_.body.fields[index];
    const schemas::FieldEntry& entry = schemas::FieldTable::get()[field.id];
    Verdict found = Verdict::withheld(index);
    if (entry.path.starts_with("recall.")) {
      found.outcome = may_know(entry.path, field) ? Level::full : Level::withhold;
    } else {
      found.outcome = corrected(field, entry, cap, found.because);
    }
    if (found.outcome >= Level::existence) found.because = Cause::granted;
    return found;
  }

  // A text that seems to hold what this recipient does not get stays behind.
  void guard(std::vector<Verdict>& verdicts) const {
    const auto gets_whole = [&](std::uint32_t field) { return verdicts[field].outcome == Level::full; };
    for (auto found = leaks_to(leaks_, gets_whole); !found.empty(); found = leaks_to(leaks_, gets_whole)) {
      for (const Leak& leak : found) {
        verdicts[leak.passage].outcome = Level::withhold;
        verdicts[leak.passage].because = Cause::leak_guard;
      }
      hold_back_companionless(verdicts, view_);
    }
  }

private:
  bool may_know(std::string_view path, const schemas::Field& field) const {
    if (is_instruction(path)) return true;
    if (path == "recall.paths.path") return past_.had(field.value);
    return path == "recall.reason" && was_given_words(past_);
  }
  Level corrected(const schemas::Field& field, const schemas::FieldEntry& entry, Level cap, Cause& because) const {
    const std::string path = schemas::positional_path(message_.body, field.id, field.element);
    if (order_.action != schemas::RecallAction::rectify || !schemas::covers_any(order_.paths, path) ||
        entry.path.starts_with("sourceRestrictions"))
      return Level::withhold;
    const Level given = least_given(past_, path);
    if (given < Level::existence) return Level::withhold;
    const bool is_restricted =
        lies_in_confidential_address(field, view_) ||
        std::any_of(restrictions_.begin(), restrictions_.end(), [&](const Restriction& restriction) {
          return restriction.covers(field.id, field.element, view_);
        });
    because = is_restricted ? Cause::source_restriction : Cause::capped;
    return is_restricted ? Level::withhold : declared(entry, std::min(given, cap));
  }

  const schemas::Message& message_;
  const BodyView& view_;
  const schemas::RecallOrder& order_;
  const PastDisclosure& past_;
  std::vector<Restriction> restrictions_;
  std::vector<Leak> leaks_;
};

}  // namespace

bool PastDisclosure::had(std::string_view recall_path) const {
  const std::string wanted = way == Way::direct ? std::string{recall_path} : schemas::without_positions(recall_path);
  return std::any_of(given.begin(), given.end(), [&](const auto& field) {
    return field.second >= Level::existence && schemas::recall_path_covers(wanted, field.first);
  });
}

Evaluation weigh_recall(const AgreementBook& book, const schemas::Message& message,
                        const schemas::AgencyId& recipient, Instant now, const CaseFacts& facts,
                        const PastDisclosure& past) {
  Evaluation found;
  found.outcome = Evaluation::Outcome::disclosed;
  const auto order = schemas::recall_of(message.body);
  CHECK(order.has_value(), "a recall is weighed that says nothing");
  const BodyView view{message.body};
  const Weighing weighing{message, view, *order, past};
  const auto sender = book.agency(message.envelope.sender);
  const auto receiver = book.agency(recipient);
  std::vector<Level> caps(message.body.fields.size(), Level::withhold);  // between parties that no book knows
  if (sender && receiver) {
    found.plan = book.plans().get({past.type, *sender, *receiver, past.purpose}, std::nullopt, now);
    Answers answers{view};
    const Run run{*found.plan, {view, facts, Truth::no}, answers};
    found.facts = run.facts_used();
    const std::vector<Restriction> none;
    DecidingRoom room{message.body.fields.size()};
    caps = Decider{run, none, {}, room}.caps();
  }
  for (std::uint32_t i = 0; i < caps.size(); ++i) found.verdicts.push_back(weighing.verdict(i, caps[i]));
  hold_back_companionless(found.verdicts, view);
  weighing.guard(found.verdicts);
  return found;
}

}  // namespace concordat::policy
