// What waits for a person: the rest leaves now, and what is let go leaves later, alone.
#include "policy/hold.h"

#include <gtest/gtest.h>

#include "policy/explain.h"
#include "policy/gate.h"
#include "tests/policy/example.h"

namespace concordat::policy {
namespace {

const std::string clauses = R"(
clause 1 "Now" from school to police for channel-referral share subject.birthDate as year
clause 2 "Held" from school to police for channel-referral
  share subject.birthDate, subject.sex
  hold for approval within 1 working day else escalate
  caveat "Ask the head"
clause 3 "Held too" from school to police for channel-referral
  when subject.ageGroup is child
  share subject.language
  hold for approval within 4 hours else escalate
)";
const Instant friday = *parse_instant("2026-05-08T15:00:00Z");

schemas::Message person() {
  schemas::Draft draft;
  draft.set("subject.birthDate", "2011-06-09");
  draft.set("subject.sex", "female");
  draft.set("subject.ageGroup", "child");
  draft.set("subject.language", "French");
  return referral(std::move(draft));
}

std::string released(const Decision& decision) {
  const auto* disclosure = std::get_if<Disclosure>(&decision);
  if (disclosure == nullptr) return "nothing";
  std::string out;
  const auto& body = disclosure->release().submission().body();
  for (const auto& field : disclosure->release().fields())
    out += schemas::FieldTable::get()[body.fields[field.field].id].path + "=" +
           std::string{schemas::name_of(field.level)} + " ";
  return out;
}
std::string held(const Evaluation& found, const AgreementBook& book, const schemas::Body& body) {
  std::string out;
  for (const Hold& hold : found.holds) {
    out += book.label(*hold.clause) + "@" + format_instant(*hold.due) + ": ";
    for (const auto& field : hold.fields)
      out += schemas::FieldTable::get()[body.fields[field.field].id].path + "=" +
             std::string{schemas::name_of(field.level)} + " ";
  }
  return out;
}

TEST(Hold, parks_what_its_clause_grants_and_lets_the_rest_leave) {
  const auto book = book_of(clauses);
  const auto message = submitted(person());
  const auto decision = Gate{*book}.decide(message, agency("police/met"), friday, {});
  EXPECT_EQ(released(decision), "subject.birthDate=year ");
  const Evaluation& found = evaluation_of(decision);
  EXPECT_EQ(held(found, *book, message->body()),
            "2@2026-05-11T15:00:00.000Z: subject.birthDate=full subject.sex=full "
            "3@2026-05-08T19:00:00.000Z: subject.language=full ");
  EXPECT_TRUE(found.terms->caveats.empty()) << "the caveat goes with what is held";
  EXPECT_EQ(found.verdicts[0].because, Cause::granted);
  EXPECT_EQ(found.verdicts[2].because, Cause::held);
}

TEST(Hold, lets_go_only_what_was_approved_and_has_not_left) {
  const auto book = book_of(clauses);
  const auto message = submitted(person());
  const Approval two{Hold::Why::approval, "example/1", "2"};
  const Approval three{Hold::Why::approval, "example/1", "3"};
  const auto decide = [&](const Approvals& approvals) {
    return Gate{*book}.decide(message, agency("police/met"), friday, {}, approvals);
  };
  const auto second = decide({.earlier = {}, .fresh = {two}});
  EXPECT_EQ(released(second), "subject.birthDate=full subject.sex=full ");
  EXPECT_EQ(evaluation_of(second).terms->caveats, std::vector<std::string>{"Ask the head"});
  EXPECT_EQ(held(evaluation_of(second), *book, message->body()),
            "3@2026-05-08T19:00:00.000Z: subject.language=full ");
  EXPECT_EQ(released(decide({.earlier = {two}, .fresh = {three}})), "subject.language=full ");
  EXPECT_EQ(approval_of(evaluation_of(second).holds[0], *book), three);
  for (const Approval& other :
       {Approval{Hold::Why::approval, "example/2", "2"}, Approval{Hold::Why::approval, "example/1", "1"},
        Approval{Hold::Why::leak_guard, "example/1", "2"}})
    EXPECT_EQ(released(decide({.earlier = {}, .fresh = {other}})), "nothing") << "nothing new was let go";
}

TEST(Hold, of_everything_waits) {
  const auto book = book_of(
      "clause 2 \"Held\" from school to police for channel-referral share subject.sex\n"
      "  hold for approval within 24 hours else escalate\n");
  const auto message = submitted(person());
  const auto decision = Gate{*book}.decide(message, agency("police/met"), friday, {});
  ASSERT_TRUE(std::holds_alternative<Waiting>(decision));
  EXPECT_EQ(name_of(std::get<Waiting>(decision).what), "held-for-approval");
  const auto later = Gate{*book}.decide(message, agency("police/met"), friday, {},
                                        {.earlier = {}, .fresh = {{Hold::Why::approval, "example/1", "2"}}});
  EXPECT_EQ(released(later), "subject.sex=full ");
}

TEST(Hold, holds_nothing_that_its_condition_or_a_cap_keeps_anyway) {
  const auto book =
      book_of(clauses + "clause 4 \"Cap\" from any to any for any withhold subject.sex, subject.birthDate\n");
  auto message = person();
  message.body.fields.erase(message.body.fields.begin() + 1);  // its age group: the condition of 3 is unknown
  const auto found = evaluate(*book, message, agency("police/met"), friday, {});
  EXPECT_TRUE(found.holds.empty());
  EXPECT_EQ(found.refusal, RefusalCode::nothing_released);
}

TEST(Hold, what_is_let_go_takes_its_companions_along) {
  const auto book = book_of(R"(
clause 1 "Now" from school to police for channel-referral share subject.names.kind, subject.names.family
clause 2 "Held" from school to police for channel-referral share subject.names.given
  hold for approval within 24 hours else escalate
)");
  schemas::Draft draft;
  const auto name = draft.add("subject.names");
  draft.set("subject.names.given", "Ann", name);
  draft.set("subject.names.family", "Okoro", name);
  draft.set("subject.names.kind", "legal", name);
  const auto message = submitted(referral(std::move(draft)));
  const auto later = Gate{*book}.decide(message, agency("police/met"), friday, {},
                                        {.earlier = {}, .fresh = {{Hold::Why::approval, "example/1", "2"}}});
  EXPECT_EQ(released(later), "subject.names.given=full subject.names.kind=full ");
}

}  // namespace
}  // namespace concordat::policy
