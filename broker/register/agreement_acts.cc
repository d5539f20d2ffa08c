#include "broker/register/agreement_acts.h"

#include <algorithm>

namespace concordat::broker {
namespace {

using schemas::ActKind;
using schemas::AgencyId;
using schemas::Role;
using Refused = Fail<std::string_view>;
using Stage = Version::Stage;

constexpr std::array required_of_a_proposal{"text", "difference", "replay", "scenarios"};

// What a suspension speaks of: nothing said is the whole.
std::optional<policy::PartSuspended> part_of(const schemas::Statement& said) {
  if (const std::string* field = said.said("field")) return policy::PartSuspended{.field = *field};
  if (const std::string* recipient = said.said("recipient")) return policy::PartSuspended{.recipient = schemas::parse_agency_id(*recipient)};
  return std::nullopt;
}
bool is_part(const schemas::Statement& said) {
  const std::string* field = said.said("field");
  const std::string* recipient = said.said("recipient");
  if (said.says.size() > 1) return false;
  if (field != nullptr) return policy::is_suspendable(*field);
  if (recipient != nullptr) return schemas::parse_agency_id(*recipient).has_value();
  return said.says.empty();
}
bool is_same(const std::optional<policy::PartSuspended>& a, const std::optional<policy::PartSuspended>& b) {
  return a.has_value() == b.has_value() && (!a || (a->field == b->field && a->recipient == b->recipient));
}

// Of a resumption: all that its agency has suspended, or only the part it names.
bool speaks_of(const schemas::Statement& said, const Suspension& suspension) {
  return suspension.by.agency == said.agency && (said.says.empty() || is_same(suspension.part, part_of(said)));
}

std::string code_of(const std::optional<policy::PartSuspended>& part) {
  if (!part) return "suspended";
  return part->recipient ? "recipient-suspended" : "field-suspended";
}

}  // namespace

Judgement AgreementActs::done(const Version& version, std::string code) const {
  return Ruling{.kind = audit::EventKind::agreement, .code = std::move(code),
                .agreement = audit::AgreementRef{schemas::format_agreement_name(version.facts.name), version.facts.digest}};
}

bool AgreementActs::is_approver_of(const Version& version) const {
  return person_.has(Role::approver) && approvers_of(version, register_.members(version.facts.name.name)).contains(said_.agency);
}
bool AgreementActs::speaks_for_party(const Version& version) const {
  return is_party(version, register_.members(version.facts.name.name), said_.agency);
}

Judgement AgreementActs::judge() const {
  const auto name = schemas::parse_agreement_name(said_.subject);
  if (!name) return Refused{"no-such-agreement"};
  if (said_.kind == ActKind::agreement_propose) return propose(*name);
  const Version* version = register_.find(*name);
  if (version == nullptr) return Refused{"no-such-agreement"};
  const Digest* text = said_.bound("text");
  if (text == nullptr || *text != version->facts.digest) return Refused{"other-text"};  // every act names the exact text it speaks of
  switch (said_.kind) {
    case ActKind::agreement_approve: return approve(*version);
    case ActKind::agreement_reject: return reject(*version);
    case ActKind::agreement_activate: return activate(*version);
    case ActKind::agreement_suspend: return suspend(*version);
    case ActKind::agreement_resume: return resume(*version);
    case ActKind::agreement_withdraw: return withdraw(*version);
    case ActKind::agreement_accede: return accede(*version);
    case ActKind::agreement_leave: return leave(*version);
    default: return Refused{"act-malformed"};
  }
}

Judgement AgreementActs::propose(const schemas::AgreementName& name) const {
  if (!person_.has(Role::administrator) && !person_.has(Role::approver)) return Refused{"role-missing"};
  for (const char* what : required_of_a_proposal)
    if (!attached_.contains(what) || said_.bound(what) == nullptr) return Refused{"proposal-incomplete"};
  auto facts = read_facts(attached_.at("text"));
  if (!facts) return Refused{"check-failed"};
  if (facts->name != name) return Refused{"other-text"};
  const Version draft{.facts = std::move(*facts), .proposed = {0, now_, said_.agency, said_.person, said_.reason}, .base = {}, .difference = {}};
  if (!speaks_for_party(draft)) return Refused{"not-a-party"};
  if (now_ >= draft.facts.until) return Refused{"agreement-over"};
  for (const auto& [record, other] : register_.versions())
    if (other.facts.name.name == name.name && other.activated && other.facts.name.version >= name.version) return Refused{"version-taken"};
  if (const Version* standing = register_.find(name); standing != nullptr && standing->stage == Stage::proposed) {
    if (standing->proposed.agency != said_.agency && standing->rejections.empty()) return Refused{"proposal-standing"};
  }
  const Version* counts = register_.counting(name.name, now_);
  const Digest* base = said_.bound("base");
  if ((counts == nullptr) != (base == nullptr) || (counts != nullptr && counts->facts.digest != *base)) return Refused{"base-outdated"};
  Judgement ruling = done(draft, "proposed");
  Ruling whole = *ruling;
  whole.still_missing = missing_approvals(draft, register_.members(name.name));
  return whole;
}

Judgement AgreementActs::approve(const Version& version) const {
  if (version.stage != Stage::proposed) return Refused{"no-such-proposal"};
  if (version.proposed.agency == said_.agency && version.proposed.person == said_.person) return Refused{"own-draft"};
  const Members& members = register_.members(version.facts.name.name);
  const bool is_guardian = person_.has(Role::approver) && person_.has(schemas::Title::caldicott_guardian) && version.facts.shares_health &&
                           schemas::agency_kind(said_.agency) == "nhs" && speaks_for_party(version);
  if (!is_approver_of(version) && !is_guardian) return Refused{"not-an-approver"};
  const Digest* difference = said_.bound("difference");
  if (difference == nullptr || !version.difference || *difference != *version.difference) return Refused{"other-text"};
  Version after = version;
  after.approvals.emplace(std::pair{said_.agency, said_.person}, Said{0, now_, said_.agency, said_.person, {}});
  if (is_guardian) after.guarded.insert(said_.agency);
  Ruling ruling = *done(version, "approved");
  ruling.still_missing = missing_approvals(after, members);
  return ruling;
}

Judgement AgreementActs::reject(const Version& version) const {
  if (version.stage != Stage::proposed) return Refused{"no-such-proposal"};
  if (!is_approver_of(version)) return Refused{"not-an-approver"};
  return done(version, "rejected");
}

Judgement AgreementActs::activate(const Version& version) const {
  if (version.stage != Stage::proposed) return Refused{"no-such-proposal"};
  if (!speaks_for_party(version)) return Refused{"not-a-party"};
  if (!person_.has(Role::administrator) && !person_.has(Role::approver)) return Refused{"role-missing"};
  if (!version.rejections.empty()) return Refused{"parties-disagree"};
  if (!missing_approvals(version, register_.members(version.facts.name.name)).empty()) return Refused{"approvals-missing"};
  if (now_ >= version.facts.until) return Refused{"agreement-over"};
  const Version* counts = register_.counting(version.facts.name.name, now_);
  const std::optional<Digest> base = counts == nullptr ? std::nullopt : std::optional{counts->facts.digest};
  if (base != version.base) return Refused{"base-outdated"};
  for (const auto& [record, other] : register_.versions())
    if (other.facts.name.name == version.facts.name.name && other.activated && other.facts.name.version >= version.facts.name.version)
      return Refused{"version-taken"};
  Ruling ruling = *done(version, "activated");
  ruling.changes_rules = true;
  return ruling;
}

Judgement AgreementActs::suspend(const Version& version) const {
  if (version.stage != Stage::active) return Refused{"agreement-not-active"};
  if (!speaks_for_party(version)) return Refused{"not-a-party"};
  if (!person_.has(Role::administrator) && !person_.has(Role::approver) && !person_.has(Role::ig_officer)) return Refused{"role-missing"};
  if (!is_part(said_)) return Refused{"invalid-scope"};
  const auto part = part_of(said_);
  for (const auto& [record, suspension] : version.suspensions)
    if (suspension.by.agency == said_.agency && is_same(suspension.part, part)) return Refused{"already-suspended"};
  Ruling ruling = *done(version, code_of(part));
  ruling.changes_rules = true;
  return ruling;
}

Judgement AgreementActs::resume(const Version& version) const {
  if (version.stage != Stage::active) return Refused{"agreement-not-active"};
  if (!person_.has(Role::administrator) && !person_.has(Role::approver) && !person_.has(Role::ig_officer)) return Refused{"role-missing"};
  if (!is_part(said_)) return Refused{"invalid-scope"};
  if (version.suspensions.empty()) return Refused{"not-suspended"};
  const bool is_own = std::any_of(version.suspensions.begin(), version.suspensions.end(), [&](const auto& each) { return speaks_of(said_, each.second); });
  if (!is_own) return Refused{"not-the-suspender"};
  Version after = version;
  std::erase_if(after.suspensions, [&](const auto& each) { return speaks_of(said_, each.second); });
  Ruling ruling = *done(version, after.suspensions.empty() && !after.is_suspended() ? "resumed" : "resumed-in-part");
  ruling.changes_rules = true;
  return ruling;
}

Judgement AgreementActs::withdraw(const Version& version) const {
  if (!person_.has(Role::administrator) && !person_.has(Role::approver)) return Refused{"role-missing"};
  if (version.stage == Stage::proposed) {
    if (version.proposed.agency != said_.agency) return Refused{"not-the-proposer"};
    return done(version, "proposal-withdrawn");
  }
  if (version.stage != Stage::active) return Refused{"agreement-not-active"};
  if (!is_approver_of(version)) return Refused{"not-an-approver"};
  Version after = version;
  after.withdrawals.emplace(said_.agency, Said{0, now_, said_.agency, said_.person, {}});
  Ruling ruling = *done(version, "withdraw-asked");
  for (const AgencyId& agency : approvers_of(version, register_.members(version.facts.name.name)))
    if (!after.withdrawals.contains(agency)) ruling.still_missing.push_back(agency.value());
  if (!ruling.still_missing.empty()) return ruling;
  ruling.code = "withdrawn";
  ruling.changes_rules = true;
  return ruling;
}

Judgement AgreementActs::accede(const Version& version) const {
  if (version.stage != Stage::active) return Refused{"agreement-not-active"};
  if (!person_.has(Role::approver)) return Refused{"role-missing"};
  if (speaks_for_party(version)) return Refused{"already-a-party"};
  const auto names = [&](std::string_view party) {
    return std::find(version.facts.parties.begin(), version.facts.parties.end(), party) != version.facts.parties.end();
  };
  if (!names(schemas::agency_kind(said_.agency)) && !names(said_.agency.value())) return Refused{"kind-not-named"};
  Ruling ruling = *done(version, schemas::format_agreement_name(version.facts.name));
  ruling.kind = audit::EventKind::accession;
  ruling.changes_rules = true;
  return ruling;
}

Judgement AgreementActs::leave(const Version& version) const {
  if (version.stage != Stage::active) return Refused{"agreement-not-active"};
  if (!person_.has(Role::approver)) return Refused{"role-missing"};
  if (!speaks_for_party(version)) return Refused{"not-a-party"};
  Ruling ruling = *done(version, "left");
  ruling.kind = audit::EventKind::accession;
  ruling.changes_rules = true;
  return ruling;
}

void AgreementActs::apply(Register& to, const schemas::Statement& said, const Said& by, const Attached& attached) {
  const auto name = schemas::parse_agreement_name(said.subject);
  if (!name) return;
  Version* version = to.find_mutable(*name);
  if (said.kind == ActKind::agreement_propose) {
    const auto text = attached.find("text");
    auto facts = text == attached.end() ? Result<TextFacts, std::vector<policy::Diagnostic>>{Fail{std::vector<policy::Diagnostic>{}}} : read_facts(text->second);
    if (!facts) return;
    if (version != nullptr && version->stage == Stage::proposed) version->stage = Stage::replaced;
    const auto bound = [&said](std::string_view what) {
      const Digest* digest = said.bound(what);
      return digest == nullptr ? std::nullopt : std::optional{*digest};
    };
    Version draft{.facts = std::move(*facts), .proposed = by, .base = bound("base"), .difference = bound("difference"), .replay = bound("replay"),
                  .scenarios = bound("scenarios")};
    to.latest_.insert_or_assign(*name, by.record);
    to.versions_.emplace(by.record, std::move(draft));
    return;
  }
  if (version == nullptr) return;
  Members& members = to.members_[name->name];
  switch (said.kind) {
    case ActKind::agreement_approve: {
      version->approvals.insert_or_assign(std::pair{said.agency, said.person}, by);
      version->rejections.erase(said.agency);
      const schemas::Person* person = to.directory_ == nullptr ? nullptr : to.directory_->find_person(said.agency, said.person);
      if (person != nullptr && person->has(schemas::Title::caldicott_guardian)) version->guarded.insert(said.agency);
      return;
    }
    case ActKind::agreement_reject:
      version->rejections.insert_or_assign(said.agency, by);
      std::erase_if(version->approvals, [&](const auto& approval) { return approval.first.first == said.agency; });
      version->guarded.erase(said.agency);
      return;
    case ActKind::agreement_activate:
      version->stage = Stage::active;
      version->activated = by;
      return;
    case ActKind::agreement_suspend:
      version->suspensions.emplace(by.record, Suspension{by, part_of(said)});
      return;
    case ActKind::agreement_resume:
      std::erase_if(version->suspensions, [&](const auto& each) { return speaks_of(said, each.second); });
      return;
    case ActKind::agreement_withdraw: {
      version->withdrawals.insert_or_assign(said.agency, by);
      const auto asked = approvers_of(*version, members);
      const bool is_whole = std::all_of(asked.begin(), asked.end(), [&](const AgencyId& agency) { return version->withdrawals.contains(agency); });
      if (version->stage == Stage::proposed || is_whole) version->stage = Stage::withdrawn;
      return;
    }
    case ActKind::agreement_accede:
      members.left.erase(said.agency);
      members.acceded.insert_or_assign(said.agency, by);
      return;
    case ActKind::agreement_leave:
      members.acceded.erase(said.agency);
      members.left.insert_or_assign(said.agency, by);
      return;
    default: return;
  }
}

}  // namespace concordat::broker
