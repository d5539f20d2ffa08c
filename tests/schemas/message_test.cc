#include "schemas/message.h"

#include <gtest/gtest.h>

#include "schemas/delivered.h"
#include "schemas/draft.h"

namespace concordat::schemas {
namespace {

Body nested_body() {
  Draft draft;
  draft.set("concern.category", "missing", draft.add("concern"));
  const auto concern = draft.add("concern");
  draft.set("concern.narrative.text", "first", draft.add("concern.narrative", concern));
  draft.set("concern.narrative.text", "second", draft.add("concern.narrative", concern));
  draft.set("concern.risk.level", "high", concern);
  draft.set("subject.sex", "female");
  return std::move(draft).finish(BodyType::referral).value();
}

TEST(PositionalPath, counts_elements_in_their_own_list) {
  const Body body = nested_body();
  std::vector<std::string> paths;
  for (const Field& field : body.fields) paths.push_back(positional_path(body, field.id, field.element));
  const std::vector<std::string> expected{"subject.sex", "concern[0].category", "concern[1].risk.level",
                                          "concern[1].narrative[0].text", "concern[1].narrative[1].text"};
  EXPECT_EQ(paths, expected);
}

TEST(Body, finds_a_field_in_its_element_only) {
  const Body body = nested_body();
  const FieldId category = *FieldTable::get().field("concern.category");
  EXPECT_NE(body.find(category, 0), nullptr);
  EXPECT_EQ(body.find(category, 1), nullptr);
  EXPECT_EQ(body.find(category, no_element), nullptr);
}

TEST(Delivered, whole_shows_everything_in_full) {
  const Body body = nested_body();
  const Envelope envelope{.id = *parse_message_id("01966a3e-0000-7000-8000-000000000001"),
                          .case_id = *parse_case_id("01966a3e-0000-7000-8000-000000000002"),
                          .case_opened = *parse_date("2026-04-01"), .in_reply_to = {}, .linked = {}, .sender = AgencyId{"police/met"},
                          .recipients = {}, .type = BodyType::referral, .scheme = {}, .purpose = {}, .area = {}, .agreement = {},
                          .created = {}, .due = {}, .emergency = {}, .traceparent = {}};
  const Delivered delivered = deliver_whole({envelope, body});
  ASSERT_EQ(delivered.fields.size(), body.fields.size());
  for (const DeliveredField& field : delivered.fields) EXPECT_EQ(field.view, Level::full);
  const auto concerns = delivered.in("concern");
  ASSERT_EQ(concerns.size(), 2U);
  EXPECT_EQ(delivered.in("concern.narrative", concerns[0]).size(), 0U);
  const auto narratives = delivered.in("concern.narrative", concerns[1]);
  ASSERT_EQ(narratives.size(), 2U);
  ASSERT_NE(delivered.find("concern.narrative.text", narratives[1]), nullptr);
  EXPECT_EQ(delivered.find("concern.narrative.text", narratives[1])->value, "second");
  EXPECT_FALSE(delivered.empty_under("subject"));
  EXPECT_TRUE(delivered.empty_under("health"));
}

}  // namespace
}  // namespace concordat::schemas
