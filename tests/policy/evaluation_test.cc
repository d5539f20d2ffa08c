#include "policy/evaluation.h"

#include <gtest/gtest.h>

#include "tests/policy/example.h"

namespace concordat::policy {
namespace {

using schemas::Draft;
using schemas::ElementIndex;

Draft person() {
  Draft draft;
  const ElementIndex name = draft.add("subject.names");
  draft.set("subject.names.family", "Okoro", name);
  draft.set("subject.names.kind", "legal", name);
  draft.set("subject.birthDate", "2011-06-09");
  draft.set("subject.ethnicity", "declined");
  for (const char* hidden : {"yes", "no", ""}) {
    const ElementIndex address = draft.add("subject.address");
    draft.set("subject.address.postcode", "E1 6AN", address);
    draft.set("subject.address.confidential", hidden, address);
  }
  return draft;
}

TEST(Evaluation, grants_and_caps_meet_at_the_least) {
  const auto book = book_of(R"(
clause 4.1 "People" from school to police for channel-referral
  share subject.names, subject.address
  share subject.birthDate as year
  keep 6 years after closure  caveat "Ask first"
clause 4.2 "Age" from any to any for any
  limit subject.birthDate to ageBand
clause 4.3 "Places" from any to any for any
  unless subject.address.confidential is no
  withhold subject.address
clause 4.4 "Never" from any to any for any
  conceal subject.ethnicity
)");
  const auto message = referral(person());
  const auto found = evaluate_for(*book, message, "police/met");
  ASSERT_EQ(found.outcome, Evaluation::Outcome::disclosed);
  const auto outcome = [&](const char* path) { return outcome_of(*book, message, found, path); };
  EXPECT_EQ(outcome("subject.names[0].family"), "full 4.1 -");
  EXPECT_EQ(outcome("subject.birthDate"), "ageBand 4.1 4.2");
  EXPECT_EQ(outcome("subject.address[0].postcode"), "withhold 4.1 4.3");
  EXPECT_EQ(outcome("subject.address[1].postcode"), "full 4.1 -");
  EXPECT_EQ(outcome("subject.address[2].postcode"), "withhold 4.1 4.3") << "unknown shares less";
  EXPECT_EQ(outcome("subject.ethnicity"), "conceal - 4.4");
  EXPECT_EQ(found.terms.keep, "6 years after closure");
  EXPECT_EQ(found.terms.caveats, std::vector<std::string>{"Ask first"});
  EXPECT_EQ(evaluate_for(*book, message, "nhs/nelft").refusal, RefusalCode::nothing_released);
}

}  // namespace
}  // namespace concordat::policy
