#include "tests/broker/governed.h"

#include <nlohmann/json.hpp>

#include "broker/register/rules_of.h"
#include "broker/register/told.h"
#include "schemas/draft.h"

namespace concordat::broker {

using nlohmann::json;

std::string hub_text(int version, const std::string& dates) {
  return "agreement \"hub\" version " + std::to_string(version) + " scheme prevent area E09000002 parties council/lbbd, police/met, school in force " + dates +
         " approvers council/lbbd, police/met purpose hub-work means \"m\" basis ukgdpr.6.1.e\n"
         "clause 1 \"c\" from any to any for hub-work share subject.names, subject.birthDate\n";
}

GovernedTest::GovernedTest() {
  schemas::Directory directory = *area_.directory();
  directory.version = 2;
  people_.join(directory, clock_.now() - std::chrono::hours{1});
  const std::string file = schemas::print_directory(directory);
  pipeline_.govern({{{.kind = audit::EventKind::directory, .at = clock_.now(), .actor = "broker", .code = "version-2", .reference = sha256(as_bytes(file))},
                     imported(hub_text(1), "hub/1")},
                    core_.rules,
                    {{0, ImportedDirectory{file, {}}}, {1, ImportedAgreement{hub_text(1), {}, {}, {}}}}});
  run();
  clock_.advance(std::chrono::minutes{1});
  run();
}

audit::Event GovernedTest::imported(const std::string& text, const std::string& name) const {
  return {.kind = audit::EventKind::agreement, .at = clock_.now(), .actor = "broker", .code = "active", .agreement = audit::AgreementRef{name, sha256(as_bytes(text))}};
}

Session GovernedTest::person_session(Who who) const {
  return {ConnectionId{500 + static_cast<std::uint64_t>(who)}, people_.id(who), people_.transport_key(who)};
}

ActRow GovernedTest::proposal(Who who, const std::string& text, const std::string& subject) {
  schemas::Statement said = people_.says(who, schemas::ActKind::agreement_propose, subject, clock_.now());
  if (const Version* counts = core_.governed.counting("hub", clock_.now())) said.binds.push_back({"base", counts->facts.digest});
  return carried(people_, who, said, {{"text", text}, {"difference", "what changes"}, {"replay", "what would have"}, {"scenarios", "all as expected"}});
}

ActRow GovernedTest::word(Who who, schemas::ActKind kind, const std::string& subject, std::vector<schemas::Particular> says) {
  schemas::Statement said = people_.says(who, kind, subject, clock_.now());
  said.says = std::move(says);
  const auto name = schemas::parse_agreement_name(subject);
  const Version* version = name ? core_.governed.find(*name) : nullptr;
  if (version != nullptr && version->difference && kind == schemas::ActKind::agreement_approve) said.binds.push_back({"difference", *version->difference});
  if (version != nullptr) said.binds.push_back({"text", version->facts.digest});
  return {people_.signed_by(who, said), {}};
}

void GovernedTest::ask(Who carrier, const ActRow& row, bool is_dry) {
  json text{{"statement", row.act.statement}, {"signature", to_hex(row.act.signature.bytes)}, {"attached", row.attached}, {"dryRun", is_dry}};
  answers_before_ = answers().size();
  pipeline_.ask(person_session(carrier), {.question = "act", .reason = "a test", .text = text.dump()});
}

json GovernedTest::act(Who carrier, const ActRow& row, bool is_dry) {
  ask(carrier, row, is_dry);
  run();
  clock_.advance(std::chrono::minutes{1});  // time for the calendar's turns
  run();
  if (answers().size() != answers_before_ + 1) return json{{"answers", answers().size() - answers_before_}};
  return json::parse(answers().back().json);
}

std::string GovernedTest::state(const std::string& name) const {
  const Version* version = core_.governed.find(*schemas::parse_agreement_name(name));
  return version == nullptr ? "" : state_of(core_.governed, *version, clock_.now());
}

std::vector<std::string> GovernedTest::codes(audit::EventKind kind) const {
  std::vector<std::string> found;
  for (const audit::Entry& entry : entries(kind))
    if (kind != audit::EventKind::agreement || !entry.agreement || entry.agreement->name.starts_with("hub")) found.push_back(entry.code);
  return found;
}

schemas::Message GovernedTest::referral_under_hub(int version) {
  schemas::Message message = referral(council, {police});
  message.envelope.purpose = "hub-work";
  message.envelope.agreement = schemas::AgreementName{"hub", version};
  return message;
}

}  // namespace concordat::broker
