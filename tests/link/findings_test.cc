// What an adapter does to a message before it seals it: says what its text gives away, and restricts what came from elsewhere.
#include "adapters/daemon/findings.h"

#include <gtest/gtest.h>

#include "adapters/daemon/declare.h"
#include "adapters/daemon/received.h"
#include "schemas/draft.h"
#include "tests/link/area.h"

namespace concordat::adapters {
namespace {

schemas::Message saying(const std::string& text, const Sidecar& sidecar = {}) {
  schemas::Message message = link::test_message(*parse_instant("2026-04-01T09:30:00Z"), text);
  schemas::Draft draft;
  const auto name = draft.add("subject.names");
  draft.set("subject.names.family", "Neill", name);
  const auto address = draft.add("subject.address");
  draft.set("subject.address.postcode", "IG11 7LU", address);
  const auto concern = draft.add("concern");
  const auto narrative = draft.add("concern.narrative", concern);
  draft.set("concern.narrative.status", "fact", narrative);
  draft.set("concern.narrative.text", text, narrative);
  message.body = *std::move(draft).finish(schemas::BodyType::referral);
  declare(message.body, sidecar);
  return message;
}

TEST(Findings, name_the_passage_and_the_kind_and_never_the_value) {
  const Problems found = findings_of(saying("Neill now lives at IG11 7LU."));
  ASSERT_EQ(found.size(), 1U) << "a name alone is no finding here";
  EXPECT_EQ(found[0].code, "leak-guard");
  EXPECT_EQ(found[0].where, "concern[0].narrative[0].text");
  EXPECT_NE(found[0].what.find("postcode"), std::string::npos);
  EXPECT_EQ(found[0].what.find("IG11"), std::string::npos);
  EXPECT_TRUE(findings_of(saying("Nothing in here.")).empty());
}

TEST(Findings, are_none_where_a_named_person_has_looked) {
  Sidecar sidecar;
  sidecar.cleared = {"concern[0].narrative[0].text"};
  sidecar.cleared_by = "B. Lead";
  const schemas::Message message = saying("Neill now lives at IG11 7LU.", sidecar);
  EXPECT_TRUE(findings_of(message).empty());
  EXPECT_EQ(schema_of(message.body), 2);
  EXPECT_EQ(schema_of(saying("x").body), 1);
}

TEST(Received, remembers_what_may_not_be_passed_on_by_case_and_by_message) {
  const link::Scratch scratch;
  const Received received{scratch / "state"};
  const schemas::Message message = link::test_message(*parse_instant("2026-04-01T09:30:00Z"));
  schemas::Delivered delivered = schemas::deliver_whole(message);
  const schemas::DisclosureId id{sha256(as_bytes("a delivery"))};
  ASSERT_TRUE(received.remember({id, delivered, {}, audit::Sequence{1}}));
  EXPECT_TRUE(received.before(message.envelope).empty()) << "nothing in it is restricted";
  delivered.fields.front().onward = schemas::Onward::ask;
  ASSERT_TRUE(received.remember({id, delivered, {}, audit::Sequence{1}}));
  EXPECT_EQ(received.before(message.envelope), std::vector<schemas::DisclosureId>{id});
  schemas::Envelope answer = link::test_message(*parse_instant("2026-04-02T09:30:00Z")).envelope;
  EXPECT_TRUE(received.before(answer).empty());
  answer.in_reply_to = message.envelope.id;
  EXPECT_EQ(received.before(answer), std::vector<schemas::DisclosureId>{id});
}

}  // namespace
}  // namespace concordat::adapters
