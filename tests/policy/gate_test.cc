#include "policy/gate.h"

#include <gtest/gtest.h>

#include "tests/policy/example.h"

namespace concordat::policy {
namespace {

static_assert(!std::is_copy_constructible_v<Disclosure> && !std::is_default_constructible_v<Disclosure>);
static_assert(!std::is_default_constructible_v<Passkey<Gate>>);
static_assert(noexcept(Disclosure{std::declval<Disclosure&&>()}));

schemas::Message person() {
  schemas::Draft draft;
  draft.set("subject.birthDate", "2011-06-09");
  draft.set("subject.religion", "r");
  draft.set("subject.sex", "female");
  return referral(std::move(draft));
}

TEST(Gate, releases_exactly_what_the_verdicts_say) {
  const auto book = book_of(
      "clause 1 \"c\" from school to police for channel-referral share subject\n"
      "  share subject.birthDate as year caveat \"Ask\"\n"
      "clause 2 \"c\" from any to any for any limit subject.birthDate to ageBand\n"
      "clause 3 \"c\" from any to any for any withhold subject.sex\n");
  const auto submission = submitted(person());
  auto decision = Gate{*book}.decide(submission, agency("police/met"), day("2026-05-01"), {});
  ASSERT_TRUE(std::holds_alternative<Disclosure>(decision));
  const auto& disclosure = std::get<Disclosure>(decision);
  ASSERT_EQ(disclosure.verdicts().size(), submission->body().fields.size());
  ASSERT_EQ(disclosure.release().fields().size(), 1U);
  const auto& only = disclosure.release().fields().front();
  EXPECT_EQ(schemas::FieldTable::get()[submission->body().fields[only.field].id].path, "subject.birthDate");
  EXPECT_EQ(only.level, schemas::Level::age_band);
  EXPECT_EQ(disclosure.release().recipient(), agency("police/met"));
  EXPECT_EQ(disclosure.release().terms().caveats, std::vector<std::string>{"Ask"});
  EXPECT_EQ(disclosure.release().terms().agreement, "example/1");
  EXPECT_EQ(disclosure.agreement(), book->agreements()[0].digest);
  EXPECT_EQ(disclosure.book(), book->digest());
}

TEST(Gate, refuses_and_waits_with_a_reason) {
  const auto book = book_of(
      "clause 1 \"c\" from school to police for channel-referral share subject require subject.names\n");
  const auto submission = submitted(person());
  const auto decide = [&](const char* to, const char* date) {
    return Gate{*book}.decide(submission, agency(to), day(date), {});
  };
  const auto incomplete = decide("police/met", "2026-05-01");
  ASSERT_TRUE(std::holds_alternative<Refusal>(incomplete));
  EXPECT_EQ(name_of(std::get<Refusal>(incomplete).code), "incomplete");
  EXPECT_EQ(std::get<Refusal>(incomplete).evaluation.missing, std::vector<std::string>{"subject.names"});
  const auto nobody = decide("nhs/nelft", "2026-05-01");
  ASSERT_TRUE(std::holds_alternative<Refusal>(nobody));
  EXPECT_EQ(std::get<Refusal>(nobody).code, RefusalCode::no_agreement);
  const auto late = decide("police/met", "2027-05-01");
  ASSERT_TRUE(std::holds_alternative<Waiting>(late));
  EXPECT_EQ(std::get<Waiting>(late).what, WaitsFor::renewal);
  EXPECT_EQ(std::get<Waiting>(late).evaluation.verdicts.size(), 3U) << "one row for each field, refused or not";
  EXPECT_EQ(schemas::format_agreement_name(std::get<Waiting>(late).agreement), "example/1");
}

}  // namespace
}  // namespace concordat::policy
