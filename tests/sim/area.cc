#include "tests/sim/area.h"

#include "base/check.h"
#include "schemas/draft.h"

namespace concordat::sim {
namespace {

using schemas::AgencyId;

SigningKey key_of(unsigned number) {
  std::array<std::byte, 32> seed{};
  seed.fill(static_cast<std::byte>(number));
  return SigningKey::from_seed(seed);
}

std::shared_ptr<const policy::AgreementBook> compile(const std::vector<AgencyId>& agencies, policy::Status prevent) {
  policy::Parties parties;
  for (const AgencyId& id : agencies) parties.agencies.push_back({id, {"E09000002"}, policy::Agency::Standing::active});
  auto book = policy::AgreementBook::compile({{Area::agreement_text("sim-hub", 1), policy::Status::active, {}},
                                              {Area::agreement_text("sim-prevent", 1), prevent, {}}},
                                             parties);
  CHECK(book.has_value(), "the simulation's agreements do not compile");
  return *book;
}

}  // namespace

std::string Area::agreement_text(const std::string& name, int version) {
  const std::string purpose = name == "sim-hub" ? "safeguarding-mash" : "channel-referral";
  return "agreement \"" + name + "\" version " + std::to_string(version) + "\n" + R"(title     "Simulation"
schema    1
scheme    prevent
area      E09000002
parties   council/lbbd, police/met, nhs/nelft, school/eastbury, probation/london
in force  2026-01-01 until 2027-04-01
approvers council/lbbd, police/met
policy document "APD-17"
stages    referral, panel, exit moved by council/lbbd
purpose )" + purpose + R"(
  means "Assess and support"
  basis ukgdpr.6.1.e, ukgdpr.9.2.g, ukgdpr.10, dpa2018.sch1.18, ca2004.s10
pathway referral for )" + purpose + R"( to police/met, council/lbbd, nhs/nelft
  respond within 1 working day
  otherwise call "Duty desk" "020 7946 0000"
clause 1.1 "Who, and why"
  from   council, police, nhs, school, probation
  to     council, police, nhs, probation, school
  for    )" + purpose + R"(
  share  subject.names, concern, referral, relatedPersons, decision
  share  subject.birthDate as ageBand
clause 1.2 "Who else is at work, when a named person says so"
  from   nhs
  to     police
  for    )" + purpose + R"(
  share  services
  hold for approval within 4 hours else escalate
clause 1.3 "Where someone lives is hidden"
  from   any
  to     any
  for    )" + purpose + R"(
  unless subject.address.confidential is no
  withhold subject.address
clause 1.4 "A language, once the panel sits"
  from   council, police, nhs, school, probation
  to     council, police, nhs, probation, school
  for    )" + purpose + R"(
  when   case stage is panel
  share  subject.language
clause 1.5 "The perpetrator must not learn of it"
  from   any
  to     any
  for    any
  no-tell relatedPersons[role perpetrator]
emergency clause 9.1 "Risk to life"
  from   council, police, nhs, school, probation
  to     police
  for    )" + purpose + R"(
  lift   1.3
  share  subject.address
  basis  ukgdpr.6.1.d
)";
}

Area::Area() {
  for (const char* id : {"council/lbbd", "nhs/nelft", "police/met", "probation/london", "school/eastbury"})
    agencies_.push_back(*schemas::parse_agency_id(id));
  const Instant since = *parse_instant("2026-01-01T00:00:00Z");
  auto directory = std::make_shared<schemas::Directory>(
      schemas::Directory{.version = 1, .area = "E09000002", .log_origin = std::string{log_origin}, .log_key = log_key().verify_key(),
                         .broker_key = std::string(40, 'b'), .quorum = 1, .approvers = {}, .organisations = {}, .officers = {}, .digest = {}});
  for (std::size_t i = 0; i < agencies_.size(); ++i) {
    keys_.push_back(key_of(static_cast<unsigned>(i + 1)));
    const VerifyKey verify = keys_.back().verify_key();
    directory->organisations.push_back({agencies_[i], agencies_[i].value(), {"E09000002"}, std::string(40, static_cast<char>('0' + i)),
                                        {{verify, schemas::fingerprint_of(verify), since, std::nullopt}}, schemas::Standing::active, "020 7946 0999"});
  }
  directory->officers.push_back({"ig", agencies_.front(), "igOfficer", std::string(40, 'o')});
  for (std::size_t i = 0; i < agencies_.size(); ++i)
    directory->officers.push_back({"lead", agencies_[i], "igOfficer", std::string(40, static_cast<char>('A' + i))});
  directory_ = std::move(directory);
  active_ = compile(agencies_, policy::Status::active);
  suspended_ = compile(agencies_, policy::Status::suspended);
}

SigningKey Area::log_key() { return key_of(0x42); }

broker::Session Area::officer() const { return {broker::ConnectionId{1}, "ig", std::string(40, 'o')}; }

broker::Session Area::lead(std::size_t agency) const {
  return {broker::ConnectionId{2 + agency}, "lead", std::string(40, static_cast<char>('A' + agency))};
}

broker::Governance Area::governance(Prevent standing, Instant now) const {
  broker::Governance change{{}, {directory_, standing == Prevent::active ? active_ : suspended_}};
  for (const policy::CompiledAgreement& each : change.rules.book->agreements())
    change.events.push_back({.kind = audit::EventKind::agreement, .at = now, .actor = "broker",
                             .code = each.status == policy::Status::suspended ? "suspended" : "active",
                             .agreement = audit::AgreementRef{schemas::format_agreement_name(each.name), each.digest.value()},
                             .reference = change.rules.book->digest()});
  return change;
}

schemas::Message Area::referral(std::size_t sender, Dice& dice, Instant now) const {
  const auto text = [&](std::string_view what) { return std::string{canary} + "-" + std::string{what} + "-" + std::to_string(dice.below(1000000)); };
  schemas::Draft draft;
  const auto name = draft.add("subject.names");
  draft.set("subject.names.family", text("family"), name);
  draft.set("subject.birthDate", "2011-06-09");
  const auto concern = draft.add("concern");
  draft.set("concern.category", "neglect", concern);
  for (std::size_t i = 0, n = dice.below(3); i < n; ++i) {
    const auto narrative = draft.add("concern.narrative", concern);
    draft.set("concern.narrative.status", "fact", narrative);
    draft.set("concern.narrative.text", text("narrative"), narrative);
  }
  draft.set("referral.reason", text("reason"));
  const auto related = draft.add("relatedPersons");
  draft.set("relatedPersons.role", "perpetrator", related);
  draft.set("relatedPersons.name", text("perpetrator"), related);
  const bool is_emergency = dice.falls(100);
  if (dice.falls(300)) {
    const auto service = draft.add("services");
    draft.set("services.name", text("service"), service);
  }
  if (dice.falls(300)) {
    const auto address = draft.add("subject.address");
    draft.set("subject.address.lines", text("lives"), address);
    draft.set("subject.address.kind", "home", address);
  }
  if (is_emergency) {
    draft.set("declaration.declaredBy", text("declares"));
    draft.set("declaration.reason", text("because"));
  }
  draft.set("referrer.name", std::string{secret_canary} + "-" + std::to_string(dice.below(1000)));
  auto body = std::move(draft).finish(schemas::BodyType::referral);
  CHECK(body.has_value(), "the simulation's referral is not one");

  std::vector<AgencyId> recipients;  // none: the pathway decides
  if (dice.falls(700))
    for (std::size_t i = 0; i < agencies_.size(); ++i)
      if (i != sender && dice.falls(400)) recipients.push_back(agencies_[i]);
  return {schemas::Envelope{.id = schemas::MessageId{make_uuid(now)},
                            .case_id = schemas::CaseId{make_uuid(now)},
                            .case_opened = *parse_date("2026-04-20"),
                            .in_reply_to = {},
                            .linked = {},
                            .sender = agencies_[sender],
                            .recipients = recipients,
                            .type = schemas::BodyType::referral,
                            .scheme = "prevent",
                            .purpose = dice.falls(600) ? "channel-referral" : "safeguarding-mash",
                            .area = "E09000002",
                            .agreement = {},
                            .urgency = is_emergency       ? schemas::Urgency::emergency
                                       : dice.falls(200) ? schemas::Urgency::urgent
                                                         : schemas::Urgency::routine,
                            .created = dice.falls(30) ? now - std::chrono::hours{24 * 100} : now,
                            .due = {},
                            .emergency = is_emergency ? std::optional{schemas::Emergency::risk_to_life} : std::nullopt,
                            .traceparent = {},
                            .schema = 2},
          *body};
}

}  // namespace concordat::sim
