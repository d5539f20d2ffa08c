// The words of the agreement language, acted upon: what is held leaves by a person's word, an emergency is reviewed, a Decision moves
// its case, what must not be told says so, and what the leak guard finds waits.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "broker/answers.h"
#include "broker/core.h"
#include "schemas/draft.h"
#include "tests/broker/fixture.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class WordsTest : public BrokerTest {
protected:
  // A referral of the fixture's envelope with a body of its own.
  schemas::Message saying(Agency from, std::vector<Agency> to, const std::function<void(schemas::Draft&)>& fill,
                          schemas::BodyType type = schemas::BodyType::referral) {
    schemas::Draft draft;
    if (type == schemas::BodyType::referral) draft.set("referral.reason", "reason given");
    fill(draft);
    auto body = std::move(draft).finish(type);
    CHECK(body.has_value(), "the test's body is none");
    schemas::Message message = referral(from, std::move(to));
    message.body = std::move(*body);
    message.envelope.type = type;
    message.envelope.emergency.reset();
    return message;
  }
  schemas::Message in_an_emergency() {
    schemas::Message message = saying(school, {police}, [](schemas::Draft& draft) {
      const auto address = draft.add("subject.address");
      draft.set("subject.address.lines", "1 Example Road", address);
      draft.set("subject.address.kind", "home", address);
      draft.set("declaration.declaredBy", "lead");
      draft.set("declaration.reason", "A threat to kill");
    });
    message.envelope.emergency = schemas::Emergency::risk_to_life;
    message.envelope.urgency = schemas::Urgency::emergency;
    return message;
  }
  static void with_service(schemas::Draft& draft) {
    const auto service = draft.add("services");
    draft.set("services.name", "Night team", service);
  }
  schemas::Answer ask(const Session& officer, std::string question, std::uint64_t record = 0, std::string text = {}) {
    pipeline_.ask(officer, {.question = std::move(question), .reason = "a test", .from = record, .text = std::move(text)});
    run();
    return network_.all<schemas::Answer>().back();
  }
  std::string told_last() const {
    const auto statuses = network_.all<schemas::Status>();
    return statuses.empty() ? "" : statuses.back().state + " " + statuses.back().code;
  }
  std::vector<std::string> annexed(const audit::Entry& entry, std::string_view key) const {
    std::vector<std::string> found;
    const auto annex = ledger_.log().annex(entry.sequence);
    const auto pairs = audit::read_annex(**annex).value_or(std::vector<audit::AnnexPair>{});
    for (const audit::AnnexPair& pair : pairs)
      if (pair.key == key) found.push_back(pair.value);
    return found;
  }
  void pass(std::chrono::milliseconds time) {
    clock_.advance(time);
    hello(nhs);
    hello(police);
    run();
  }
};

TEST_F(WordsTest, what_a_clause_holds_waits_while_the_rest_leaves_and_leaves_by_a_persons_word) {
  hello(nhs);
  hello(police);
  submit(saying(nhs, {police}, with_service), nhs);
  run();
  ASSERT_THAT(network_.sent, SizeIs(1)) << "the rest";
  EXPECT_EQ(told_last(), "held held-for-approval");
  const auto waiting = entries(EventKind::waiting);
  ASSERT_THAT(waiting, SizeIs(1));
  const std::uint64_t record = waiting[0].sequence.value();

  const auto seen = nlohmann::json::parse(ask(area_.lead(nhs), "holds").json)["holds"][0];
  EXPECT_EQ(seen["fields"][0]["path"], "services[0].name");
  EXPECT_EQ(seen["fields"][0]["view"], "full");
  EXPECT_EQ(seen["fields"][0]["clause"], "1.2");
  EXPECT_FALSE(nlohmann::json::parse(ask(area_.lead(police), "holds").json)["holds"][0].contains("fields")) << "without content";

  EXPECT_EQ(ask(area_.lead(police), "release", record).code, "not-yours");
  EXPECT_EQ(ask(area_.lead(nhs), "release", record, "9.9").code, "no-such-hold");
  EXPECT_THAT(network_.sent, SizeIs(1));
  ASSERT_TRUE(recover(core_)) << "a restart forgets nothing";
  network_.sent.clear();
  ack(police, {"police/met", schemas::DisclosureId{entries(EventKind::disclosed)[0].reference}, 0, schemas::Urgency::routine});
  EXPECT_EQ(ask(area_.lead(nhs), "release", record).code, "");
  hello(police);
  run();
  ASSERT_THAT(entries(EventKind::released), SizeIs(1));
  EXPECT_EQ(entries(EventKind::released)[0].actor, "nhs/nelft/lead");
  EXPECT_THAT(entries(EventKind::disclosed), SizeIs(2));
  EXPECT_THAT(core_.held.all(), SizeIs(0));
  EXPECT_THAT(rows(audit::Table::waiting), IsEmpty());
  EXPECT_EQ(ask(area_.lead(nhs), "release", record).code, "no-such-hold");
}

TEST_F(WordsTest, what_a_person_refuses_stays) {
  hello(nhs);
  submit(saying(nhs, {police}, with_service), nhs);
  run();
  const std::uint64_t record = entries(EventKind::waiting).at(0).sequence.value();
  EXPECT_EQ(ask(area_.lead(council), "refuse", record).code, "not-yours");
  EXPECT_EQ(ask(area_.lead(nhs), "refuse", record).code, "");
  EXPECT_EQ(told_last(), "refused hold-refused");
  EXPECT_THAT(core_.held.all(), SizeIs(0));
  EXPECT_THAT(entries(EventKind::disclosed), SizeIs(1)) << "the rest had left";
}

TEST_F(WordsTest, a_hold_whose_time_is_over_is_escalated_once_and_never_let_go) {
  hello(nhs);
  hello(police);
  submit(saying(nhs, {police}, with_service), nhs);
  run();
  pass(std::chrono::minutes{239});
  EXPECT_THAT(entries(EventKind::waiting), SizeIs(1));
  pass(std::chrono::minutes{2});
  ASSERT_THAT(entries(EventKind::waiting), SizeIs(2));
  EXPECT_EQ(entries(EventKind::waiting)[1].code, "hold-overdue");
  ASSERT_TRUE(recover(core_));
  pass(std::chrono::hours{5});
  EXPECT_THAT(entries(EventKind::waiting), SizeIs(2));
  EXPECT_THAT(entries(EventKind::disclosed), SizeIs(1));
  EXPECT_THAT(core_.held.all(), SizeIs(1));
}

TEST_F(WordsTest, a_hold_outlives_the_data_key_it_was_sealed_under) {
  hello(nhs);
  submit(saying(nhs, {police}, with_service), nhs);
  run();
  clock_.advance(core_.limits.data_key_life + std::chrono::minutes{1});
  run();
  ASSERT_FALSE(core_.vault.has_older());
  EXPECT_EQ(ask(area_.lead(nhs), "release", core_.held.all().begin()->first).code, "");
}

TEST_F(WordsTest, an_emergency_is_recorded_with_its_disclosure_and_waits_for_another_officers_review) {
  hello(school);
  submit(in_an_emergency(), school);
  run();
  const auto rows_of = network_.all<schemas::Accepted>().at(0).outcomes.at(0).rows;
  EXPECT_TRUE(std::any_of(rows_of.begin(), rows_of.end(), [](const schemas::Row& row) { return row.path == "subject.address[0].lines" && row.outcome == "full"; }));
  const auto uses = entries(EventKind::emergency);
  ASSERT_THAT(uses, SizeIs(1));
  EXPECT_EQ(uses[0].code, "riskToLife");
  EXPECT_EQ(uses[0].about, entries(EventKind::disclosed).at(0).sequence);
  EXPECT_THAT(annexed(uses[0], "emergency-clause"), ElementsAre("9.1"));
  ASSERT_TRUE(recover(core_));
  const std::uint64_t record = uses[0].sequence.value();
  EXPECT_EQ(nlohmann::json::parse(ask(area_.officer(), "emergencies").json)["emergencies"].size(), 1U);
  EXPECT_EQ(ask(area_.lead(school), "review", record, "justified").code, "same-officer");
  EXPECT_EQ(ask(area_.lead(police), "review", record, "perhaps").code, "invalid-value");
  clock_.advance(std::chrono::hours{25});
  run();
  EXPECT_EQ(entries(EventKind::emergency).back().code, "review-overdue");
  EXPECT_EQ(ask(area_.lead(police), "review", record, "justified").code, "");
  EXPECT_EQ(entries(EventKind::emergency_reviewed).at(0).actor, "police/met/lead");
  EXPECT_EQ(entries(EventKind::emergency_reviewed)[0].code, "justified");
  EXPECT_EQ(ask(area_.lead(police), "review", record, "breach").code, "no-such-review");
}

TEST_F(WordsTest, an_erasure_takes_no_review_with_it) {
  find_people(Indexed::no);
  hello(school);
  const schemas::Message message = in_an_emergency();
  submit(message, school);
  run();
  const std::uint64_t record = entries(EventKind::emergency).at(0).sequence.value();
  const nlohmann::json what{{"case", format_uuid(message.envelope.case_id.value())}, {"ground", "request"}};
  ASSERT_EQ(ask(area_.officer(), "erase", 0, what.dump()).code, "");
  EXPECT_FALSE(*ledger_.log().annex(audit::Sequence{record})) << "what was said in it is gone";
  for (int restarts = 0; restarts < 2; ++restarts) {
    EXPECT_EQ(nlohmann::json::parse(ask(area_.officer(), "emergencies").json)["emergencies"].size(), 1U) << restarts;
    ASSERT_TRUE(recover(core_));
  }
  clock_.advance(std::chrono::hours{25});
  run();
  EXPECT_EQ(entries(EventKind::emergency).back().code, "review-overdue");
  EXPECT_EQ(ask(area_.lead(police), "review", record, "justified").code, "");
  EXPECT_EQ(nlohmann::json::parse(ask(area_.officer(), "emergencies").json)["emergencies"].size(), 0U);
}

TEST_F(WordsTest, a_breach_stays_open_until_an_officer_says_how_it_was_settled) {
  hello(school);
  submit(in_an_emergency(), school);
  run();
  const std::uint64_t record = entries(EventKind::emergency).at(0).sequence.value();
  EXPECT_EQ(ask(area_.lead(police), "review", record, "reported").code, "invalid-value") << "nobody has found a breach";
  EXPECT_EQ(ask(area_.lead(police), "review", record, "breach").code, "");
  ASSERT_TRUE(recover(core_));
  const auto row = nlohmann::json::parse(ask(area_.officer(), "emergencies").json)["emergencies"].at(0);
  const Instant found = entries(EventKind::emergency_reviewed).at(0).at;
  EXPECT_EQ(row["breach"], format_instant(found));
  EXPECT_EQ(row["due"], format_instant(found + std::chrono::hours{72})) << "UK GDPR Article 33(1)";
  EXPECT_EQ(ask(area_.lead(police), "review", record, "justified").code, "invalid-value") << "it was found to be none";
  clock_.advance(std::chrono::hours{73});
  run();
  EXPECT_EQ(entries(EventKind::emergency).back().code, "breach-overdue");
  EXPECT_EQ(ask(area_.lead(police), "review", record, "reported").code, "");
  EXPECT_THAT(entries(EventKind::emergency_reviewed), SizeIs(2));
  EXPECT_EQ(entries(EventKind::emergency_reviewed)[1].code, "reported");
  EXPECT_TRUE(nlohmann::json::parse(ask(area_.officer(), "emergencies").json)["emergencies"].empty());
}

TEST_F(WordsTest, an_address_that_no_emergency_lifts_stays_hidden) {
  hello(school);
  submit(saying(school, {police}, [](schemas::Draft& draft) {
    const auto address = draft.add("subject.address");
    draft.set("subject.address.lines", "1 Example Road", address);
  }), school);
  run();
  const auto rows_of = network_.all<schemas::Accepted>().at(0).outcomes.at(0).rows;
  EXPECT_TRUE(std::any_of(rows_of.begin(), rows_of.end(), [](const schemas::Row& row) { return row.path == "subject.address[0].lines" && row.outcome == "withhold"; }));
  EXPECT_THAT(entries(EventKind::emergency), IsEmpty());
}

TEST_F(WordsTest, rates_alarm_and_never_hold_an_emergency_up) {
  hello(school);
  schemas::Message message = saying(school, {police}, [](schemas::Draft&) {});
  message.envelope.urgency = schemas::Urgency::emergency;
  const Bytes frame = sealed(message, school);
  for (std::size_t i = 0; i <= core_.limits.submissions_per_minute + 5; ++i) receive(school, frame);
  EXPECT_THAT(network_.refusals(), IsEmpty());
}

TEST_F(WordsTest, a_recorded_decision_of_the_party_named_moves_the_case_and_what_follows_is_decided_by_it) {
  hello(council);
  hello(school);
  const auto with_language = [](schemas::Draft& draft) { draft.set("subject.language", "Welsh"); };
  const auto outcome_of_language = [&] {
    const auto rows_of = network_.all<schemas::Accepted>().back().outcomes.at(0).rows;
    const auto at = std::find_if(rows_of.begin(), rows_of.end(), [](const schemas::Row& row) { return row.path == "subject.language"; });
    return at == rows_of.end() ? std::string{"(none)"} : at->outcome;
  };
  schemas::Message first = saying(council, {police}, with_language);
  const schemas::CaseId the_case = first.envelope.case_id;
  submit(first, council);
  run();
  EXPECT_EQ(outcome_of_language(), "withhold");

  const auto to_panel = [](schemas::Draft& draft) {
    draft.set("decision.outcome", "toPanel");
    draft.set("decision.stage", "panel");
  };
  schemas::Message not_theirs = saying(school, {police}, to_panel, schemas::BodyType::decision);
  not_theirs.envelope.case_id = the_case;
  submit(not_theirs, school);
  run();
  EXPECT_EQ(network_.all<schemas::Accepted>().back().outcomes.at(0).code, "stage-not-yours");

  schemas::Message moves = saying(council, {police}, to_panel, schemas::BodyType::decision);
  moves.envelope.case_id = the_case;
  submit(moves, council);
  run();
  ASSERT_TRUE(recover(core_)) << "and after a restart";
  schemas::Message later = saying(council, {police}, with_language);
  later.envelope.case_id = the_case;
  submit(later, council);
  run();
  EXPECT_EQ(outcome_of_language(), "full");
  schemas::Message other = saying(council, {police}, with_language);
  submit(other, council);
  run();
  EXPECT_EQ(outcome_of_language(), "withhold") << "another case";
}

TEST_F(WordsTest, what_the_person_must_not_learn_of_is_noted_in_the_annex) {
  hello(school);
  submit(saying(school, {police}, [](schemas::Draft& draft) {
    const auto related = draft.add("relatedPersons");
    draft.set("relatedPersons.role", "perpetrator", related);
    draft.set("relatedPersons.name", "Alex Example", related);
  }), school);
  run();
  EXPECT_THAT(annexed(entries(EventKind::disclosed).at(0), annex_no_tell), ElementsAre("relatedPersons[0]"));
}

TEST_F(WordsTest, a_text_that_gives_away_what_is_withheld_waits_for_its_sender_unless_it_is_urgent) {
  hello(school);
  const auto leaking = [](schemas::Draft& draft) {
    const auto address = draft.add("subject.address");
    draft.set("subject.address.postcode", "IG11 7LU", address);
    const auto concern = draft.add("concern");
    draft.set("concern.category", "neglect", concern);
    const auto narrative = draft.add("concern.narrative", concern);
    draft.set("concern.narrative.status", "fact", narrative);
    draft.set("concern.narrative.text", "They moved to IG11 7LU last week.", narrative);
  };
  submit(saying(school, {police}, leaking), school);
  run();
  ASSERT_THAT(core_.held.all(), SizeIs(1));
  const auto seen = nlohmann::json::parse(ask(area_.lead(school), "holds").json)["holds"][0]["fields"];
  EXPECT_TRUE(std::any_of(seen.begin(), seen.end(), [](const auto& field) { return field["path"] == "concern[0].narrative[0].text" && field["why"] == "leak-guard"; }));
  EXPECT_EQ(ask(area_.lead(school), "release", core_.held.all().begin()->first).code, "");
  EXPECT_THAT(entries(EventKind::disclosed), SizeIs(2));
  EXPECT_THAT(core_.reviews.all(), SizeIs(0));

  schemas::Message urgent = saying(school, {police}, leaking);
  urgent.envelope.urgency = schemas::Urgency::urgent;
  submit(urgent, school);
  run();
  EXPECT_THAT(core_.held.all(), SizeIs(0)) << "delivered";
  ASSERT_THAT(core_.reviews.all(), SizeIs(1)) << "and reviewed";
  EXPECT_EQ(core_.reviews.all().begin()->second.code, "leak-guard");
}

}  // namespace
}  // namespace concordat::broker
