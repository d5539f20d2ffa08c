#include "tests/sim/rulebook.h"

#include <algorithm>

#include "tests/sim/board.h"

namespace concordat::sim {
namespace {

bool is_by(const std::set<std::string>& people, std::string_view agency) {
  return std::any_of(people.begin(), people.end(), [&](const std::string& each) { return each.starts_with(std::string{agency} + "/"); });
}

std::string word(const schemas::Statement& act, std::string_view what) {
  const std::string* said = act.said(what);
  return said == nullptr ? "" : *said;
}

}  // namespace

std::optional<std::string> Rulebook::read(const audit::Entry& entry, const std::optional<schemas::Statement>& act) {
  if (entry.kind == audit::EventKind::directory && entry.code.starts_with("version-")) {
    const auto version = static_cast<std::uint32_t>(std::stoul(entry.code.substr(8)));
    if (version != directory_ + 1) return "the directory went from version " + std::to_string(directory_) + " to " + std::to_string(version);
    directory_ = version;
  }
  if (entry.kind != audit::EventKind::agreement) return std::nullopt;
  const auto name = schemas::parse_agreement_name(entry.agreement->name);
  if (!name) return "an agreement without a name";
  One& one = versions_[*name];
  const bool is_by_hand = entry.actor != "broker";
  if (is_by_hand != act.has_value()) return "what people say is signed, and what the calendar does is not: " + entry.code;
  if (act && act->agency.value() + "/" + act->person != entry.actor) return "an act is recorded as another's: " + entry.code;
  if (act) ++acts_;
  if (entry.code == "active") one.is_active = true;
  if (entry.code == "proposed") one.draft = Draft{entry.agreement->digest, entry.actor, {}};
  if (entry.code == "approved") {
    if (!one.draft || one.draft->text != entry.agreement->digest) return "an approval of what nobody proposed";
    if (one.draft->by == entry.actor) return "an approval of one's own draft";
    one.draft->approvals.insert(entry.actor);
  }
  if (entry.code == "activated") {
    if (!one.draft || one.draft->text != entry.agreement->digest) return "an activation of what nobody proposed";
    const auto& approvals = one.draft->approvals;
    if (!is_by(approvals, "council/lbbd") || !is_by(approvals, "police/met")) return "an activation without its approvals";
    one.is_active = true;
  }
  if (entry.code == "suspended" || entry.code == "field-suspended" || entry.code == "recipient-suspended") return suspends(one, entry, *act);
  if (entry.code == "resumed" || entry.code == "resumed-in-part") return resumes(one, entry, *act);
  return std::nullopt;
}

std::optional<std::string> Rulebook::suspends(One& one, const audit::Entry& entry, const schemas::Statement& act) {
  if (!one.is_active) return "a suspension of what does not count";
  one.suspensions.emplace(entry.sequence.value(), Suspension{act.agency.value(), word(act, "field"), word(act, "recipient")});
  return std::nullopt;
}

// All that its agency has suspended: the simulation's people resume no single part.
std::optional<std::string> Rulebook::resumes(One& one, const audit::Entry& entry, const schemas::Statement& act) {
  if (std::erase_if(one.suspensions, [&](const auto& each) { return each.second.agency == act.agency.value(); }) == 0)
    return "a resumption of what its agency had not suspended";
  if (one.suspensions.empty() != (entry.code == "resumed")) return "a resumption that is called " + entry.code;
  return std::nullopt;
}

bool Rulebook::is_superseded(const std::string& agreement) const {
  const auto name = *schemas::parse_agreement_name(agreement);
  return std::any_of(versions_.begin(), versions_.end(), [&](const auto& each) {
    return each.first.name == name.name && each.first.version > name.version && each.second.is_active;
  });
}

bool Rulebook::is_suspended(const std::string& agreement) const {
  const auto at = versions_.find(*schemas::parse_agreement_name(agreement));
  return at != versions_.end() && std::any_of(at->second.suspensions.begin(), at->second.suspensions.end(), [](const auto& each) {
    return each.second.field.empty() && each.second.recipient.empty();
  });
}

std::optional<std::string> Rulebook::forbids(const std::string& agreement, const schemas::AgencyId& recipient) const {
  const auto at = versions_.find(*schemas::parse_agreement_name(agreement));
  if (at == versions_.end() || !at->second.is_active) return "not active";
  if (is_superseded(agreement)) return "superseded";
  if (is_suspended(agreement)) return "suspended";
  if (recipient.value() == guest && is_guest_suspended(directory_)) return "the recipient being suspended in the directory";
  for (const auto& [record, suspension] : at->second.suspensions)
    if (suspension.recipient == recipient.value()) return "suspended towards its recipient";
  return std::nullopt;
}

std::set<std::string> Rulebook::suspended_fields() const {
  std::set<std::string> fields;
  for (const auto& [name, one] : versions_) {
    if (!one.is_active || is_superseded(schemas::format_agreement_name(name))) continue;
    for (const auto& [record, suspension] : one.suspensions)
      if (!suspension.field.empty()) fields.insert(suspension.field);
  }
  return fields;
}

}  // namespace concordat::sim
