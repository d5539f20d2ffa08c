// What persons sign, through the whole pipeline: recorded before it counts, alone in its tick, there after a restart.
#include "broker/acting.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "broker/register/rules_of.h"
#include "broker/register/told.h"
#include "broker/register/vouched.h"
#include "tests/broker/governed.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using nlohmann::json;
using schemas::ActKind;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ActingTest : public GovernedTest {};

TEST_F(ActingTest, a_two_party_change_from_draft_to_activation_is_in_the_log) {
  EXPECT_EQ(act(Who::bola, proposal(Who::bola, hub_text(2), "hub/2"))["does"], "proposed");
  EXPECT_EQ(act(Who::amina, word(Who::amina, ActKind::agreement_approve, "hub/2"))["stillMissing"], json::array({"police/met"}));
  EXPECT_EQ(act(Who::ben, word(Who::ben, ActKind::agreement_approve, "hub/2"))["stillMissing"], json::array());
  EXPECT_EQ(act(Who::amina, word(Who::amina, ActKind::agreement_activate, "hub/2"))["does"], "activated");
  EXPECT_EQ(code_of_last(), "");
  EXPECT_THAT(codes(EventKind::agreement), ElementsAre("active", "in-force", "proposed", "approved", "approved", "activated", "superseded", "in-force"));
  std::vector<audit::Entry> all = entries(EventKind::agreement);
  std::erase_if(all, [](const audit::Entry& entry) { return entry.code != "approved"; });
  const audit::Entry approved = all.at(1);
  EXPECT_EQ(approved.actor, "police/met/ben");
  EXPECT_EQ(approved.agreement->name, "hub/2");
  const auto annex = audit::read_annex(**ledger_.log().annex(approved.sequence));
  ASSERT_TRUE(annex);
  EXPECT_EQ((*annex)[0].key, "statement");
  const auto said = schemas::read_statement((*annex)[0].value);
  ASSERT_TRUE(said);
  EXPECT_EQ(said->person, "ben");
}

TEST_F(ActingTest, what_is_refused_is_in_the_log) {
  act(Who::amina, proposal(Who::amina, hub_text(2), "hub/2"));
  act(Who::amina, word(Who::amina, ActKind::agreement_approve, "hub/2"));
  EXPECT_EQ(code_of_last(), "own-draft");
  ActRow altered = word(Who::ben, ActKind::agreement_approve, "hub/2");
  altered.act.statement.back() = '!';
  act(Who::ben, altered);
  EXPECT_EQ(code_of_last(), "act-malformed");
  const auto refused = entries(EventKind::refused);
  ASSERT_EQ(refused.size(), 2U);
  EXPECT_EQ(refused[0].code, "own-draft");
  EXPECT_EQ(refused[0].actor, "council/lbbd/amina");
  EXPECT_EQ(ledger_.log().entry(*refused[0].about)->value().kind, EventKind::access);
  EXPECT_EQ(refused[1].code, "act-malformed");
  EXPECT_EQ(state("hub/2"), "proposed");
}

TEST_F(ActingTest, a_dry_run_says_what_would_be_and_does_nothing) {
  const auto would = act(Who::bola, proposal(Who::bola, hub_text(2), "hub/2"), true);
  EXPECT_EQ(would["does"], "proposed");
  EXPECT_EQ(would["dryRun"], true);
  EXPECT_EQ(core_.governed.find({"hub", 2}), nullptr);
  EXPECT_THAT(codes(EventKind::agreement), Not(Contains("proposed")));
  EXPECT_THAT(codes(EventKind::access), Contains("agreement-propose"));
  act(Who::iman, proposal(Who::iman, hub_text(2), "hub/2"), true);
  EXPECT_EQ(code_of_last(), "role-missing");
  EXPECT_TRUE(entries(EventKind::refused).empty()) << "what was not meant is no attempt";
}

TEST_F(ActingTest, an_act_is_alone_in_its_tick) {
  hello(council);
  run();
  const std::size_t begun = ledger_.begun;
  ledger_.is_holding = true;
  ask(Who::iman, word(Who::iman, ActKind::agreement_suspend, "hub/1"));
  run();
  submit(referral_under_hub(), council);
  run();
  EXPECT_EQ(ledger_.begun, begun + 1) << "nothing is decided while it is on its way to disk";
  EXPECT_EQ(core_.rules.book->footing(0, clock_.now()), policy::Footing::in_force) << "nor does it count yet";
  EXPECT_EQ(answers().size(), answers_before_);
  ledger_.is_holding = false;
  run();
  EXPECT_EQ(core_.rules.book->footing(0, clock_.now()), policy::Footing::suspended);
  EXPECT_TRUE(network_.sent.empty());
  EXPECT_THAT(codes(EventKind::waiting), Contains("agreement-suspended"));
}

TEST_F(ActingTest, an_act_whose_commit_fails_never_was) {
  ledger_.fate = HeldLedger::Fate::lost;
  ask(Who::iman, word(Who::iman, ActKind::agreement_suspend, "hub/1"));
  run();
  ledger_.fate = HeldLedger::Fate::written;
  clock_.advance(std::chrono::seconds{10});
  run();
  EXPECT_EQ(state("hub/1"), "in-force");
  EXPECT_EQ(answers().size(), answers_before_);
  ledger_.fate = HeldLedger::Fate::written_unknown;
  ask(Who::iman, word(Who::iman, ActKind::agreement_suspend, "hub/1"));
  run();
  ledger_.fate = HeldLedger::Fate::written;
  clock_.advance(std::chrono::seconds{10});
  run();
  EXPECT_EQ(state("hub/1"), "suspended") << "what reached the disk counts, whoever was told";
  EXPECT_EQ(core_.rules.book->footing(0, clock_.now()), policy::Footing::suspended);
}

TEST_F(ActingTest, a_restart_gives_the_same_register) {
  act(Who::bola, proposal(Who::bola, hub_text(2), "hub/2"));
  act(Who::ben, word(Who::ben, ActKind::agreement_approve, "hub/2"));
  act(Who::amina, word(Who::amina, ActKind::agreement_reject, "hub/2"));
  act(Who::eve, word(Who::eve, ActKind::agreement_accede, "hub/1"));
  auto suspended = word(Who::iman, ActKind::agreement_suspend, "hub/1", {{"field", "subject.birthDate"}});
  act(Who::iman, suspended);
  const std::string before = agreements_told(core_.governed, clock_.now()) + history_told(core_.governed, "") + directory_told(core_.governed, clock_.now());
  const Digest book = core_.rules.book->digest();
  core_.governed = Register{};
  core_.rules = area_.governance(sim::Prevent::active, clock_.now()).rules;
  ASSERT_TRUE(recover(core_));
  EXPECT_EQ(agreements_told(core_.governed, clock_.now()) + history_told(core_.governed, "") + directory_told(core_.governed, clock_.now()), before);
  EXPECT_EQ(core_.rules.book->digest(), book);
  act(Who::iman, suspended);
  EXPECT_EQ(code_of_last(), "act-heard") << "also what was heard before the restart";
}

TEST_F(ActingTest, an_act_altered_on_disk_is_not_believed) {
  act(Who::iman, word(Who::iman, ActKind::agreement_suspend, "hub/1"));
  const auto rows = *ledger_.log().rows(audit::Table::acts, audit::Sequence{0}, 100);
  const auto last = decode_register_row(rows.back().sequence.value(), rows.back().value);
  ASSERT_TRUE(last);
  const audit::Entry entry = **ledger_.log().entry(rows.back().sequence);
  EXPECT_TRUE(is_vouched_for(last->row, entry));
  ActRow changed = std::get<ActRow>(last->row);
  changed.act.statement.replace(changed.act.statement.find("hub/1"), 5, "hub/9");
  EXPECT_FALSE(is_vouched_for(changed, entry));
  changed = std::get<ActRow>(last->row);
  changed.act.signature.bytes[0] ^= std::byte{1};
  EXPECT_FALSE(is_vouched_for(changed, entry));
  const auto first = decode_register_row(rows[1].sequence.value(), rows[1].value);
  ImportedAgreement file = std::get<ImportedAgreement>(first->row);
  const audit::Entry imported_by = **ledger_.log().entry(rows[1].sequence);
  EXPECT_TRUE(is_vouched_for(file, imported_by));
  file.status = policy::Status::withdrawn;
  EXPECT_FALSE(is_vouched_for(file, imported_by));
}

TEST_F(ActingTest, every_version_stays_readable) {
  act(Who::bola, proposal(Who::bola, hub_text(2), "hub/2"));
  for (const Who who : {Who::amina, Who::ben}) act(who, word(who, ActKind::agreement_approve, "hub/2"));
  act(Who::amina, word(Who::amina, ActKind::agreement_activate, "hub/2"));
  for (const Who who : {Who::amina, Who::ben}) act(who, word(who, ActKind::agreement_withdraw, "hub/2"));
  EXPECT_EQ(state("hub/2"), "withdrawn");
  EXPECT_EQ(state("hub/1"), "superseded") << "for good: no earlier version comes back";
  EXPECT_EQ(core_.rules.book->footing(0, clock_.now()), policy::Footing::absent);
  const auto told = json::parse(*agreement_told(core_.governed, {"hub", 2}, clock_.now()));
  EXPECT_EQ(told["text"], hub_text(2));
  EXPECT_EQ(told["base"], hub_text(1));
  EXPECT_EQ(told["difference"], "what changes");
  EXPECT_EQ(json::parse(*agreement_told(core_.governed, {"hub", 1}, clock_.now()))["text"], hub_text(1));
}

TEST_F(ActingTest, who_has_a_key_signs) {
  pipeline_.ask(person_session(Who::iman), {.question = "release", .reason = "now", .from = 1, .text = {}});
  run();
  EXPECT_EQ(code_of_last(), "signature-missing");
}

TEST_F(ActingTest, a_hold_is_released_by_a_signed_act) {
  const std::string text = "agreement \"held\" version 1 scheme prevent area E09000002 parties council/lbbd, police/met in force 2026-04-01 until 2027-04-01 "
                           "purpose held-work means \"m\" basis ukgdpr.6.1.e\n"
                           "clause 1 \"c\" from any to any for held-work share subject.names hold for approval within 4 hours else escalate\n";
  pipeline_.govern({{imported(text, "held/1")}, core_.rules, {{0, ImportedAgreement{text, {}, {}, {}}}}});
  hello(council);
  hello(police);
  run();
  schemas::Message message = referral(council, {police});
  message.envelope.purpose = "held-work";
  const std::string family = message.body.find(*schemas::FieldTable::get().field("subject.names.family"), 0)->value;
  submit(message, council);
  run();
  ASSERT_THAT(codes(EventKind::waiting), Contains("held-for-approval"));
  pipeline_.ask(person_session(Who::amina), {.question = "holds", .reason = "to decide", .text = {}});
  run();
  const json hold = json::parse(answers().back().json)["holds"][0];
  ASSERT_EQ(hold["fields"].size(), 1U);
  const auto release = [&](Who who, const std::string& shown) {
    schemas::Statement said = people_.says(who, ActKind::hold_release, hold["record"].dump(), clock_.now());
    Digest digest{};
    const Bytes bytes = *from_hex(shown);
    std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
    said.binds = {{"held", digest}};
    act(who, {people_.signed_by(who, said), {}});
    return code_of_last();
  };
  EXPECT_FALSE(hold["fields"][0].contains("value")) << "a list shows no values";
  const auto ask_for_it = [&](Who who) {
    pipeline_.ask(person_session(who), {.question = "hold", .reason = "to decide", .from = hold["record"].get<std::uint64_t>(), .text = {}});
    run();
    return answers().back();
  };
  EXPECT_EQ(ask_for_it(Who::ben).code, "not-yours");
  EXPECT_EQ(json::parse(ask_for_it(Who::amina).json)["fields"][0]["value"], family) << "what the police would read";
  EXPECT_EQ(json::parse(answers().back().json)["held"], hold["held"]);
  EXPECT_EQ(entries(EventKind::access).back().code, "hold");
  EXPECT_EQ(release(Who::ben, hold["held"].get<std::string>()), "not-yours") << "only the sending party's people";
  EXPECT_EQ(release(Who::amina, std::string(64, '0')), "held-changed") << "something else was shown";
  EXPECT_TRUE(network_.sent.empty());
  hello(police);
  EXPECT_EQ(release(Who::amina, hold["held"].get<std::string>()), "");
  EXPECT_EQ(network_.sent.size(), 1U);
  const audit::Entry access = entries(EventKind::access).back();
  EXPECT_EQ(access.code, "hold-release");
  const auto annex = audit::read_annex(**ledger_.log().annex(access.sequence));
  EXPECT_TRUE(std::any_of(annex->begin(), annex->end(), [](const audit::AnnexPair& pair) { return pair.key == "signature"; })) << "kept where it can be erased with the case";
}

TEST_F(ActingTest, the_calendars_turns_are_recorded_once) {
  clock_.advance(std::chrono::hours{24 * 365});
  run();
  EXPECT_EQ(state("hub/1"), "lapsed");
  clock_.advance(std::chrono::minutes{2});
  run();
  EXPECT_THAT(codes(EventKind::agreement), ElementsAre("active", "in-force", "expired"));
}

}  // namespace
}  // namespace concordat::broker
