// What the sending system is told at each step, once, and what is done by itself when an address becomes confidential.
#include "adapters/daemon/telling.h"

#include <gmock/gmock.h>

#include "adapters/daemon/out_folder.h"
#include "tests/link/daemon_fixture.h"

namespace concordat::adapters {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view id_text = "01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10";

class TellingTest : public testing::Test {
protected:
  void SetUp() override { ASSERT_TRUE(make_out_folders(desk_.config)); }
  link::Record record() const {
    const auto id = *schemas::parse_message_id(id_text);
    link::Record out{.id = id, .origin = {"concern.json", "", "RHS-1", ""}, .accepted = {}, .refused = {}, .statuses = {}};
    out.accepted = schemas::Accepted{id, 7, {{"police/met", "disclosed", "", 8, {}, "prevent/3"}, {"nhs/nelft", "waiting", "agreement-suspended", 9, {}, "prevent/3"}}};
    return out;
  }
  void tell(const link::Record& record) { ASSERT_TRUE(tell_steps(desk_.config, line_kind(), record)); }
  std::string stem(const std::string& rest) const { return std::string{id_text} + "-" + rest; }
  std::vector<std::string> told() const { return desk_.names_in(desk_.config.out / "status"); }
  Desk desk_;
};

TEST_F(TellingTest, each_step_is_a_document_of_its_own) {
  link::Record grows = record();
  tell(grows);
  EXPECT_THAT(told(), ElementsAre(stem("nhs-nelft-waiting.txt"), stem("police-met-accepted.txt")));
  EXPECT_EQ(link::read_text(desk_.config.out / "status" / stem("police-met-accepted.txt")), "Accepted, and on its way to police/met.");
  EXPECT_THAT(link::read_text(desk_.config.out / "status" / stem("nhs-nelft-waiting.txt")), HasSubstr("Why: "));
  grows.statuses.push_back({10, grows.id, "police/met", "delivered", "", desk_.clock.at});
  grows.statuses.push_back({11, grows.id, "police/met", "acknowledged", "", desk_.clock.at});
  tell(grows);
  EXPECT_THAT(told(), Contains(stem("police-met-delivered.txt")));
  EXPECT_THAT(told(), Contains(stem("police-met-acknowledged.txt")));
}

TEST_F(TellingTest, a_step_is_told_once_however_often_the_record_comes) {
  tell(record());
  for (const std::string& name : told()) std::filesystem::remove(desk_.config.out / "status" / name);  // our own system took them
  tell(record());
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(TellingTest, what_did_not_arrive_lies_where_people_look) {
  link::Record failed = record();
  failed.statuses.push_back({12, failed.id, "police/met", "not-delivered", "unacknowledged", desk_.clock.at, "Duty desk", "020 7946 0000"});
  tell(failed);
  EXPECT_THAT(link::read_text(desk_.config.out / stem("police-met-not-delivered.txt")), HasSubstr("NOT DELIVERED to police/met. Call Duty desk"));
}

TEST_F(TellingTest, where_only_failures_are_wanted_only_they_come) {
  desk_.config.feedback = Feedback::failures;
  link::Record failed = record();
  failed.statuses.push_back({12, failed.id, "police/met", "returned", "unreachable", desk_.clock.at});
  tell(failed);
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_THAT(desk_.names_in(desk_.config.out), Contains(stem("police-met-not-delivered.txt")));
}

TEST_F(TellingTest, a_message_refused_whole_says_so) {
  link::Record refused = record();
  refused.accepted.reset();
  refused.refused = schemas::Refused{refused.id, "unknown-recipient", {"recipients"}};
  tell(refused);
  EXPECT_THAT(told(), ElementsAre(stem("refused.txt")));
}

TEST_F(TellingTest, a_decision_is_told_to_whom_referred) {
  const auto ours = *schemas::parse_message_id(id_text);
  schemas::Message decision = link::test_message(desk_.clock.at);
  decision.envelope.type = schemas::BodyType::decision;
  decision.envelope.sender = link::police;
  const Ledger ledger{desk_.config.state};
  ASSERT_TRUE(ledger.write({{ours, decision.envelope.case_id, schemas::BodyType::referral, "concern.json", "", "RHS-1", ""}}));
  const schemas::Delivered delivered = schemas::deliver_whole(decision);
  const schemas::DisclosureId id{sha256(as_bytes("one"))};
  ASSERT_TRUE(tell_answer(desk_.config, line_kind(), {id, delivered, {}, audit::Sequence{3}}, "abc-decision.txt"));
  EXPECT_EQ(link::read_text(desk_.config.out / "status" / stem("police-met-decision.txt")), "A decision came from police/met. It lies in abc-decision.txt.");

  decision.envelope.case_id = *schemas::parse_case_id("01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a99");  // nothing of ours
  const schemas::Delivered other = schemas::deliver_whole(decision);
  ASSERT_TRUE(tell_answer(desk_.config, line_kind(), {id, other, {}, audit::Sequence{3}}, "abc-decision.txt"));
  EXPECT_THAT(told(), SizeIs(1));
}

TEST_F(TellingTest, a_recall_that_is_due_is_made_once) {
  link::Record due = record();
  due.statuses.push_back({20, due.id, "", "recall-due", "address-confidential", desk_.clock.at});
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(recall_what_is_due(desk_.config, due));
    const auto names = desk_.names_in(desk_.config.in);
    ASSERT_THAT(names, SizeIs(i == 0 ? 1 : 0));
    if (i > 0) break;
    const std::string text = link::read_text(desk_.config.in / names[0]);
    EXPECT_THAT(names[0], HasSubstr(".recall.json"));
    for (const char* part : {"\"restrict\"", "\"subject.address\"", "\"relatedPersons.address\""}) EXPECT_THAT(text, HasSubstr(part));
    EXPECT_THAT(text, HasSubstr(id_text));
    std::filesystem::remove(desk_.config.in / names[0]);  // taken in
  }
}

TEST(DaemonRecalls, a_document_entered_in_error_recalls_what_was_sent_under_its_reference) {
  Desk desk;
  const auto daemon = desk.start();
  ASSERT_TRUE(daemon);
  const auto turns = [&] {
    for (int i = 0; i < 20; ++i) daemon->turn(100ms);
  };
  const auto sent = [&](std::size_t count) {
    turns();
    EXPECT_EQ(desk.broker.accepted.size(), count);
    std::vector<schemas::Envelope> out;
    const SigningKey key = link::key_of(link::school_seed);
    for (const auto& [id, frame] : desk.broker.frames) {
      const auto read = schemas::Decoder::decode(std::get<schemas::Submit>(*schemas::decode_frame(frame)), [&](const auto&, const auto&) { return std::optional{key.verify_key()}; });
      EXPECT_TRUE(read);
      out.push_back((*read)->envelope());
    }
    return out;
  };
  desk.drop("first.txt", "2011-06-09|a concern");
  const schemas::Envelope first = sent(1).at(0);
  desk.drop("second.txt", "+2011-06-09");
  const schemas::Envelope second = sent(2).at(1);
  EXPECT_EQ(second.case_id, first.case_id);
  EXPECT_EQ(second.case_opened, first.case_opened);
  ASSERT_EQ(second.linked.size(), 1U);
  EXPECT_EQ(second.linked[0].message, first.id);
  EXPECT_EQ(second.linked[0].relation, schemas::LinkRelation::continuation);
  desk.drop("third.txt", "+2012-01-01");  // somebody else under the same reference
  EXPECT_NE(sent(3).at(2).case_id, first.case_id);
  desk.drop("fourth.txt", "-2011-06-09");
  const auto after = sent(5);  // one for each of the two
  for (const std::size_t at : {3U, 4U}) {
    EXPECT_EQ(after.at(at).type, schemas::BodyType::recall);
    EXPECT_EQ(after.at(at).case_id, first.case_id);
    EXPECT_THAT(after.at(at).recipients, IsEmpty());
    EXPECT_THAT(after.at(at).linked, IsEmpty());
  }
  desk.drop("fifth.recall.json", R"({"message": ")" + format_uuid(first.id.value()) + R"(", "action": "erase", "reason": "Sent in error"})");
  EXPECT_EQ(sent(6).at(5).type, schemas::BodyType::recall);
  desk.drop("sixth.recall.json", R"({"message": "01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10", "action": "erase", "reason": "Sent in error"})");
  turns();
  EXPECT_THAT(link::read_text(desk.config.rejected / "sixth.recall.json.report.txt"), HasSubstr("recall-unknown"));
}

}  // namespace
}  // namespace concordat::adapters
