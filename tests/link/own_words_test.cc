// Documents in our own words: canonical messages, and recalls.
#include "adapters/daemon/own_words.h"

#include <gmock/gmock.h>

#include "schemas/recall.h"
#include "tests/link/area.h"

namespace concordat::adapters {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const auto sent = *schemas::parse_message_id("01926f3a-7d3a-7c3e-8a51-000000000001");
const auto sent_later = *schemas::parse_message_id("01926f3a-7d3a-7c3e-8a51-000000000002");
const auto its_case = *schemas::parse_case_id("01926f3a-7d3a-7c3e-8a52-000000000001");

class OwnWordsTest : public testing::Test {
protected:
  void SetUp() override {
    settings_.scheme = "prevent";
    settings_.purpose = "channel-referral";
    settings_.area = "E09000002";
    ASSERT_TRUE(ledger_.write({{sent, its_case, schemas::BodyType::referral, "concern.json", "", "RHS-1", "okoro|2011"},
                               {sent_later, its_case, schemas::BodyType::update, "concern-2.json", "", "RHS-1", "okoro|2011"}}));
  }
  Outcome<OwnWords> read(const std::string& name, const std::string& text) const {
    return read_own_words({name, to_bytes(as_bytes(text)), {}}, {settings_, link::school, ledger_, *parse_instant("2026-05-01T09:00:00Z")});
  }
  std::string problem(const std::string& text) const {
    const auto found = read("a.recall.json", text);
    return found ? "(none)" : found.error().front().code + " " + found.error().front().where;
  }
  link::Scratch scratch_;
  Ledger ledger_{scratch_ / "state"};
  EnvelopeSettings settings_;
};

TEST_F(OwnWordsTest, a_canonical_body_is_a_message_under_the_adapters_own_settings) {
  const auto found = read("a.concordat.json", R"({"body": {"referral": {"subject": {"birthDate": "2011-06-09"}}}})");
  ASSERT_TRUE(found) << found.error().front().where << found.error().front().what;
  ASSERT_EQ(found->translated.messages.size(), 1U);
  EXPECT_EQ(found->translated.messages[0].type, schemas::BodyType::referral);
  EXPECT_FALSE(found->said.recipients);
}

TEST_F(OwnWordsTest, its_envelope_says_what_a_sidecar_could) {
  const auto found = read("a.concordat.json", R"({"envelope": {"recipients": ["police/met"], "purpose": "safeguarding-mash", "urgency": "urgent"},
      "body": {"referral": {"subject": {"birthDate": "2011-06-09"}}}})");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->said.purpose, "safeguarding-mash");
  EXPECT_THAT(*found->said.recipients, ElementsAre(link::police));
  EXPECT_EQ(found->translated.messages[0].urgency, schemas::Urgency::urgent);
}

TEST_F(OwnWordsTest, what_another_agency_says_or_the_adapter_gives_is_refused) {
  const std::string body = R"("body": {"referral": {"subject": {"birthDate": "2011-06-09"}}}})";
  EXPECT_EQ(read("a.concordat.json", R"({"envelope": {"sender": "police/met"}, )" + body).error().front().code, "sender-mismatch");
  EXPECT_EQ(read("a.concordat.json", R"({"envelope": {"messageId": "01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10"}, )" + body).error().front().where, "envelope.messageId");
  EXPECT_EQ(read("a.concordat.json", R"({"envelope": {"area": "E09000003"}, )" + body).error().front().where, "envelope.area");
  EXPECT_FALSE(read("a.concordat.json", R"([])"));
  EXPECT_FALSE(read("a.concordat.json", R"({"body": {"referral": {"subject": {"birthDay": "2011-06-09"}}}})"));
}

TEST_F(OwnWordsTest, a_recall_of_a_message) {
  const auto found = read("a.recall.json", R"({"message": "01926f3a-7d3a-7c3e-8a51-000000000001", "action": "erase", "reason": "The wrong pupil", "paths": ["subject.address"]})");
  ASSERT_TRUE(found) << found.error().front().where << found.error().front().what;
  ASSERT_EQ(found->translated.messages.size(), 1U);
  const auto order = schemas::recall_of(found->translated.messages[0].body);
  ASSERT_TRUE(order);
  EXPECT_EQ(order->message, sent);
  EXPECT_EQ(order->action, schemas::RecallAction::erase);
  EXPECT_THAT(order->paths, ElementsAre("subject.address"));
  EXPECT_EQ(order->reason, "The wrong pupil");
}

TEST_F(OwnWordsTest, a_recall_by_reference_or_document_recalls_all_that_came_of_it) {
  EXPECT_EQ(read("a.recall.json", R"({"reference": "RHS-1", "action": "restrict", "reason": "x"})")->translated.messages.size(), 2U);
  EXPECT_EQ(read("a.recall.json", R"({"document": "concern.json", "action": "restrict", "reason": "x"})")->translated.messages.size(), 1U);
}

TEST_F(OwnWordsTest, a_rectification_holds_the_right_values) {
  const auto found = read("a.recall.json", R"({"message": "01926f3a-7d3a-7c3e-8a51-000000000001", "action": "rectify", "reason": "Misread",
      "paths": ["subject.birthDate"], "corrected": {"subject": {"birthDate": "2011-06-08"}}})");
  ASSERT_TRUE(found) << found.error().front().where << found.error().front().what;
  const auto& body = found->translated.messages[0].body;
  EXPECT_EQ(body.find(*schemas::FieldTable::get().field("subject.birthDate"), schemas::no_element)->value, "2011-06-08");
}

TEST_F(OwnWordsTest, what_a_recall_lacks_or_cannot_mean_is_said) {
  EXPECT_EQ(problem(R"({"action": "erase", "reason": "x"})"), "invalid-value message");
  EXPECT_EQ(problem(R"({"message": "01926f3a-7d3a-7c3e-8a51-000000000001", "reference": "RHS-1", "action": "erase", "reason": "x"})"), "invalid-value message");
  EXPECT_EQ(problem(R"({"reference": "none", "action": "erase", "reason": "x"})"), "invalid-value reference");
  EXPECT_EQ(problem(R"({"reference": "RHS-1", "action": "delete", "reason": "x"})"), "invalid-value action");
  EXPECT_EQ(problem(R"({"reference": "RHS-1", "action": "erase"})"), "missing reason");
  EXPECT_EQ(problem(R"({"reference": "RHS-1", "action": "erase", "reason": "x", "paths": ["subject.shoes"]})"), "invalid-value paths");
  EXPECT_EQ(problem(R"({"message": "01926f3a-7d3a-7c3e-8a51-000000000001", "action": "rectify", "reason": "x"})"), "missing corrected");
  EXPECT_THAT(problem(R"({"reference": "RHS-1", "action": "erase", "reason": "x", "resaon": "y"})"), HasSubstr("unknown-field"));
  ASSERT_TRUE(ledger_.write({{*schemas::parse_message_id("01926f3a-7d3a-7c3e-8a51-000000000003"), its_case, schemas::BodyType::referral, "d", "", "RHS-1", "marsh|2001"}}));
  EXPECT_EQ(problem(R"({"reference": "RHS-1", "action": "erase", "reason": "x"})"), "invalid-value reference") << "two people under it";
}

TEST_F(OwnWordsTest, a_recall_that_is_written_is_read_again) {
  const auto found = read("a.recall.json", recall_json({sent, "restrict", {"subject.address"}, "because"}));
  ASSERT_TRUE(found);
  EXPECT_EQ(schemas::recall_of(found->translated.messages[0].body)->message, sent);
}

}  // namespace
}  // namespace concordat::adapters
