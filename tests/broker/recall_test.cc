// A recall goes to whoever had the message and to nobody else, whatever has become of the agreement; it never tells a field to
// somebody who did not have it; answers are written down.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "broker/answers.h"
#include "schemas/draft.h"
#include "tests/broker/fixture.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Fill = std::function<void(schemas::Draft&)>;

class RecallTest : public BrokerTest {
protected:
  RecallTest() {
    for (const Agency agency : {council, nhs, police, school}) hello(agency);
  }
  static schemas::Body body(schemas::BodyType type, const Fill& fill) {
    schemas::Draft draft;
    fill(draft);
    auto made = std::move(draft).finish(type);
    CHECK(made.has_value(), "the test's body is none");
    return std::move(*made);
  }
  // Delivered to the police: a name, a birth date (of which they get the age band), an address that is not confidential.
  schemas::Message refer(std::vector<Agency> to = {police}) {
    schemas::Message message = referral(school, std::move(to));
    message.body = body(schemas::BodyType::referral, [](schemas::Draft& draft) {
      draft.set("referral.reason", "reason given");
      draft.set("subject.birthDate", "2011-06-09");
      const auto name = draft.add("subject.names");
      draft.set("subject.names.family", "Okoro", name);
      draft.set("referrer.name", "A Teacher");
    });
    submit(message, school);
    run();
    return message;
  }
  schemas::Message recall(const schemas::Message& earlier, std::string_view action, const std::vector<std::string>& paths = {}, const Fill& more = [](schemas::Draft&) {}) {
    schemas::Message message = referral(school, {});
    message.envelope.case_id = earlier.envelope.case_id;
    message.envelope.case_opened = earlier.envelope.case_opened;
    message.envelope.type = schemas::BodyType::recall;
    message.body = body(schemas::BodyType::recall, [&](schemas::Draft& draft) {
      draft.set("recall.action", action);
      draft.set("recall.message", format_uuid(earlier.envelope.id.value()));
      for (const std::string& path : paths) draft.set("recall.paths.path", path, draft.add("recall.paths"));
      more(draft);
    });
    return message;
  }
  void ack_all() {
    for (const Memory::Sent& sent : network_.sent)
      for (const Agency agency : {council, nhs, police})
        if (sent.to == area_.agencies()[agency].value()) ack(agency, sent);
    run();
  }
  // The fields of the last recall that went out: "subject.birthDate=ageBand".
  std::vector<std::string> released() const {
    const auto disclosed = entries(EventKind::disclosed).back();
    std::vector<std::string> found;
    for (const schemas::Row& row : outcome_of(disclosed.kind, "", "", {}, 0, **ledger_.log().annex(disclosed.sequence)).rows)
      if (*schemas::level_named(row.outcome) >= schemas::Level::existence) found.push_back(row.path + "=" + row.outcome);
    return found;
  }
  json recalls() {
    pipeline_.ask(area_.lead(school), {.question = "recalls", .reason = "a test", .text = {}});
    run();
    return json::parse(network_.all<schemas::Answer>().back().json)["recalls"];
  }
  std::string decide(Agency by, std::string question, std::uint64_t record) {
    pipeline_.ask(area_.lead(by), {.question = std::move(question), .reason = "a test", .from = record, .text = {}});
    run();
    return network_.all<schemas::Answer>().back().code;
  }
};

TEST_F(RecallTest, goes_to_who_had_it_though_the_agreement_is_suspended_and_is_answered) {
  const schemas::Message message = refer();
  ack_all();
  pipeline_.govern(area_.governance(sim::Prevent::suspended, clock_.now()));
  run();
  network_.sent.clear();
  submit(recall(message, "erase"), school);
  run();
  ASSERT_THAT(network_.sent, SizeIs(1)) << "to the police, and to nobody else";
  EXPECT_EQ(network_.sent[0].to, "police/met");
  ASSERT_THAT(entries(EventKind::recall), SizeIs(1));
  EXPECT_EQ(entries(EventKind::recall)[0].code, "erase");
  EXPECT_EQ(recalls()[0]["asked"][0]["state"], "sent");
  ack_all();
  EXPECT_EQ(recalls()[0]["asked"][0]["state"], "delivered");
  EXPECT_EQ(recalls()[0]["state"], "open");
  pipeline_.receive(session(police), schemas::Acknowledged{network_.sent[0].disclosure, "A. Duty", "020", "burnt", ""});
  run();
  EXPECT_THAT(entries(EventKind::recall_acknowledged), IsEmpty()) << "no such answer";
  pipeline_.receive(session(nhs), schemas::Acknowledged{network_.sent[0].disclosure, "A. Duty", "020", "erased", ""});
  run();
  EXPECT_THAT(entries(EventKind::recall_acknowledged), IsEmpty()) << "not theirs to answer";
  pipeline_.receive(session(police), schemas::Acknowledged{network_.sent[0].disclosure, "A. Duty", "020", "not-done", "a court has it"});
  run();
  pipeline_.receive(session(police), schemas::Acknowledged{network_.sent[0].disclosure, "A. Duty", "020", "erased", ""});
  run();
  ASSERT_THAT(entries(EventKind::recall_acknowledged), SizeIs(2));
  const json list = recalls();
  EXPECT_EQ(list[0]["state"], "answered");
  EXPECT_EQ(list[0]["asked"][0]["answer"], "erased") << "the last word counts";
  ASSERT_TRUE(recover(core_).has_value());
  EXPECT_EQ(recalls(), list) << "as the rows on disk have it";
}

TEST_F(RecallTest, a_correction_is_no_more_than_the_view_received) {
  const schemas::Message message = refer();
  submit(recall(message, "rectify", {}, [](schemas::Draft& draft) {
           draft.set("recall.reason", "a slip of the pen");
           draft.set("subject.birthDate", "2010-06-09");
           draft.set("subject.names.family", "Okorro", draft.add("subject.names"));
           draft.set("subject.language", "Igbo");
           draft.set("referrer.name", "Another Teacher");
         }), school);
  run();
  EXPECT_THAT(released(), testing::UnorderedElementsAre("recall.action=full", "recall.message=full", "recall.reason=full", "subject.birthDate=ageBand",
                                                        "subject.names[0].family=full"));
}

TEST_F(RecallTest, an_erasure_tells_no_value_and_only_the_paths_that_were_had) {
  const schemas::Message message = refer();
  submit(recall(message, "erase", {"subject.birthDate", "referrer.name"}, [](schemas::Draft& draft) { draft.set("subject.birthDate", "2010-06-09"); }), school);
  run();
  EXPECT_THAT(released(), testing::UnorderedElementsAre("recall.action=full", "recall.message=full", "recall.paths[0].path=full"));
  network_.sent.clear();
  submit(recall(message, "erase", {"referrer.name"}), school);
  run();
  EXPECT_THAT(network_.sent, IsEmpty()) << "nobody had it";
}

TEST_F(RecallTest, only_its_sender_recalls_a_message) {
  const schemas::Message message = refer();
  schemas::Message others = recall(message, "erase");
  others.envelope.sender = area_.agencies()[nhs];
  submit(others, nhs);
  run();
  EXPECT_EQ(network_.refusals().back(), "recall-unknown");
  schemas::Message elsewhere = recall(message, "erase");
  elsewhere.envelope.case_id = schemas::CaseId{make_uuid(clock_.now())};
  submit(elsewhere, school);
  run();
  EXPECT_EQ(network_.refusals().back(), "recall-unknown");
  schemas::Message naming = recall(message, "erase");
  naming.envelope.recipients = {area_.agencies()[council]};
  submit(naming, school);
  run();
  EXPECT_EQ(network_.refusals().back(), "recall-names-recipients");
  submit(recall(message, "erase", {"subject.names[kind alias]"}), school);
  run();
  EXPECT_EQ(network_.refusals().back(), "invalid-value") << "a selector tells of an element";
  EXPECT_THAT(entries(EventKind::recall), IsEmpty());
}

TEST_F(RecallTest, what_has_not_left_does_not_leave) {
  pipeline_.govern(area_.governance(sim::Prevent::suspended, clock_.now()));
  run();
  const schemas::Message message = refer();
  submit(recall(message, "erase"), school);
  run();
  pipeline_.govern(area_.governance(sim::Prevent::active, clock_.now()));
  run();
  EXPECT_THAT(network_.sent, IsEmpty());
  ASSERT_THAT(entries(EventKind::returned), SizeIs(1));
  EXPECT_EQ(entries(EventKind::returned)[0].code, "recalled");
}

TEST_F(RecallTest, right_behind_its_message_it_still_finds_who_had_it) {
  ledger_.is_holding = true;
  const schemas::Message message = refer();
  submit(recall(message, "erase"), school);
  ledger_.is_holding = false;
  run();
  ASSERT_THAT(entries(EventKind::recall), SizeIs(1));
  EXPECT_THAT(recalls()[0]["asked"], SizeIs(1));
}

TEST_F(RecallTest, about_somebody_who_is_not_to_be_told_it_waits_for_an_officer_of_the_sender) {
  const schemas::Message message = referral(school, {police});  // names a perpetrator, whom the agreement says not to tell
  submit(message, school);
  run();
  network_.sent.clear();
  submit(recall(message, "erase"), school);
  run();
  EXPECT_THAT(network_.sent, IsEmpty());
  const json waiting = recalls();
  ASSERT_THAT(waiting, SizeIs(1));
  EXPECT_EQ(waiting[0]["state"], "needs-decision");
  const std::uint64_t record = waiting[0]["record"];
  EXPECT_EQ(decide(police, "recall-release", record), "not-yours");
  EXPECT_EQ(decide(school, "recall-release", record), "");
  EXPECT_THAT(network_.sent, SizeIs(1));
  EXPECT_EQ(decide(school, "recall-release", record), "no-such-recall");
  EXPECT_EQ(recalls()[0]["state"], "open");
}

TEST_F(RecallTest, an_officer_may_refuse_one) {
  const schemas::Message message = referral(school, {police});
  submit(message, school);
  run();
  network_.sent.clear();
  submit(recall(message, "erase"), school);
  run();
  EXPECT_EQ(decide(school, "recall-refuse", recalls()[0]["record"]), "");
  EXPECT_THAT(network_.sent, IsEmpty());
  EXPECT_THAT(recalls(), IsEmpty());
}

}  // namespace
}  // namespace concordat::broker
