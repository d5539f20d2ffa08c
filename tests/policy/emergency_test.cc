// Emergency clauses: when they count, what they lift, and what is told of what still may not leave.
#include "policy/emergency.h"

#include <gtest/gtest.h>

#include "policy/explain.h"
#include "tests/policy/example.h"

namespace concordat::policy {
namespace {

using schemas::Draft;

const std::string clauses = R"(
clause 1 "Ordinary" from school to police for channel-referral
  share subject.birthDate
clause 4.4 "Places" from any to any for any
  withhold subject.address
clause 4.5 "Ages" from any to any for any
  limit subject.birthDate to year
clause 4.6 "Health" from any to any for any
  withhold health
clause 4.7 "Faith" from any to any for any
  conceal subject.religion
emergency clause 9.1 "Risk to life" from school to police for any
  lift 4.4, 4.5
  share subject.address, subject.birthDate, subject.religion
  share health
)";

Draft person() {
  Draft draft;
  draft.set("subject.birthDate", "2011-06-09");
  draft.set("subject.religion", "r");
  draft.set("health.summary", "h");
  const auto address = draft.add("subject.address");
  draft.set("subject.address.lines", "1 High Street", address);
  return draft;
}
schemas::Message declared(Draft draft) {
  draft.set("declaration.declaredBy", "Head Teacher");
  draft.set("declaration.reason", "A knife was seen");
  auto message = referral(std::move(draft));
  message.envelope.emergency = schemas::Emergency::risk_to_life;
  return message;
}

std::string outcomes(const AgreementBook& book, const schemas::Message& message,
                     const char* to = "police/met", const char* date = "2026-05-01") {
  const auto found = evaluate(book, message, agency(to), day(date), {});
  const Explanation words = explain(book, message, found);
  std::string out = words.outcome + " " + words.reason;
  for (const char* path :
       {"subject.birthDate", "subject.address[0].lines", "health.summary", "subject.religion"}) {
    const std::string outcome = outcome_of(book, message, found, path);
    out += " " + outcome.substr(0, outcome.find(' '));
  }
  return out;
}

TEST(Emergency, is_declared_by_its_code_a_person_and_a_reason) {
  EXPECT_EQ(emergency_declared(referral(person())), Truth::no);
  EXPECT_EQ(emergency_declared(declared(person())), Truth::yes);
  for (const char* alone : {"declaration.declaredBy", "declaration.reason"}) {
    Draft draft = person();
    draft.set(alone, "x");
    auto message = referral(std::move(draft));
    EXPECT_EQ(emergency_declared(message), Truth::no) << "without its code nothing is declared";
    message.envelope.emergency = schemas::Emergency::serious_harm;
    EXPECT_EQ(emergency_declared(message), Truth::unknown) << alone;
  }
}

TEST(Emergency, clauses_count_and_lift_only_when_it_is_declared) {
  const auto book = book_of(clauses);
  EXPECT_EQ(outcomes(*book, referral(person())), "disclosed  year withhold withhold conceal");
  EXPECT_EQ(outcomes(*book, declared(person())), "disclosed  full full existence conceal")
      << "4.4 and 4.5 are lifted; 4.6 remains and is told of; 4.7 conceals";
  auto half = referral(person());
  half.envelope.emergency = schemas::Emergency::risk_to_life;
  EXPECT_EQ(outcomes(*book, half), "disclosed  year withhold withhold conceal") << "nobody declared it";
  const auto with_health = book_of(
      clauses +
      "clause 2 \"c\" from school to nhs for channel-referral share subject.address, subject.birthDate\n");
  EXPECT_EQ(outcomes(*with_health, declared(person()), "nhs/nelft"),
            "disclosed  year withhold withhold conceal")
      << "a cap is lifted for the clause's own recipients, and for nobody else";
}

TEST(Emergency, what_only_exists_goes_with_the_senders_duty_contact) {
  const auto book = book_of(clauses);
  const auto message = declared(person());
  const auto found = evaluate(*book, message, agency("police/met"), day("2026-05-01"), {});
  EXPECT_EQ(found.terms->duty_contact, "duty desk of school/eastbury");
  EXPECT_EQ(found.emergency, Truth::yes);
  ASSERT_EQ(found.emergency_clauses.size(), 1U);
  EXPECT_EQ(book->label(found.emergency_clauses[0]), "9.1");
  EXPECT_EQ(outcome_of(*book, message, found, "health.summary"), "existence 9.1 4.6");

  const auto calm = evaluate(*book, referral(person()), agency("police/met"), day("2026-05-01"), {});
  EXPECT_EQ(calm.terms->duty_contact, "");
  EXPECT_EQ(calm.emergency, Truth::no);
  EXPECT_TRUE(calm.emergency_clauses.empty());

  Draft nothing_capped;
  nothing_capped.set("subject.birthDate", "2011-06-09");
  EXPECT_EQ(evaluate_for(*book, declared(std::move(nothing_capped)), "police/met").terms->duty_contact, "")
      << "nobody need be called for what was sent";
}

TEST(Emergency, a_withholding_cap_stays_where_no_emergency_clause_grants) {
  const auto book = book_of(R"(
clause 1 "c" from school to police for channel-referral share subject.address, subject.birthDate
clause 2 "c" from any to any for any withhold subject.birthDate
emergency clause 9 "e" from school to police for any share health
)");
  EXPECT_EQ(outcomes(*book, declared(person())), "disclosed  withhold full full withhold");
}

TEST(Emergency, clauses_outlive_a_lapse_by_ninety_days_and_no_suspension) {
  const auto text = agreement_text(clauses);  // in force until 2027-04-01
  const auto book = book_of(clauses);
  EXPECT_EQ(outcomes(*book, declared(person()), "police/met", "2027-04-01"),
            "disclosed  full full existence conceal");
  EXPECT_EQ(outcomes(*book, declared(person()), "police/met", "2027-06-29"),
            "disclosed  full full existence conceal");
  EXPECT_EQ(outcomes(*book, declared(person()), "police/met", "2027-06-30"),
            "waiting lapsed withhold withhold withhold conceal");
  EXPECT_EQ(outcomes(*book, referral(person()), "police/met", "2027-04-01"),
            "waiting lapsed withhold withhold withhold conceal");
  EXPECT_EQ(evaluate(*book, declared(person()), agency("police/met"), day("2027-04-01"), {}).footing,
            Footing::lapsed);
  EXPECT_EQ(emergency_end(*parse_date("2027-04-01")), *parse_instant("2027-06-29T23:00:00Z"))
      << "midnight in London";
  for (const char* date : {"2026-05-01", "2027-05-01"})
    EXPECT_EQ(outcomes(*book_of({{text, Status::suspended, {}}}), declared(person()), "police/met", date),
              "waiting suspended withhold withhold withhold conceal");
}

TEST(Emergency, after_a_lapse_the_other_clauses_do_not_count) {
  const auto book = book_of(R"(
clause 1 "c" from school to police for channel-referral share subject.birthDate
emergency clause 9 "e" from school to police for any share subject.address
)");
  EXPECT_EQ(outcomes(*book, declared(person()), "police/met", "2027-04-02"),
            "disclosed  withhold full withhold withhold");
  Draft nothing_granted;
  nothing_granted.set("subject.birthDate", "2011-06-09");
  const auto message = declared(std::move(nothing_granted));
  const auto found = evaluate(*book, message, agency("police/met"), day("2027-04-02"), {});
  EXPECT_EQ(found.outcome, Evaluation::Outcome::waiting) << "not refused: it may yet be renewed";
  EXPECT_EQ(found.waits_for, WaitsFor::renewal);
}

TEST(Emergency, lifts_what_the_source_called_liftable_and_never_the_absolute) {
  const auto book = book_of(clauses);
  struct Case {
    const char* strength;
    const char* in_emergency;
  };
  for (const Case& c : {Case{"liftable", "full"}, Case{"absolute", "existence"}, Case{"", "existence"}}) {
    Draft draft = person();
    const auto restriction = draft.add("sourceRestrictions");
    draft.set("sourceRestrictions.path", "subject.address", restriction);
    draft.set("sourceRestrictions.strength", c.strength, restriction);
    const auto message = declared(std::move(draft));
    const auto found = evaluate_for(*book, message, "police/met");
    EXPECT_EQ(outcome_of(*book, message, found, "subject.address[0].lines"),
              std::string{c.in_emergency} + " 9.1 -")
        << c.strength;
    EXPECT_EQ(found.terms->duty_contact, "duty desk of school/eastbury")
        << "health.summary is told of in any case";
  }
}

TEST(Emergency, declared_is_a_condition_too) {
  const auto book = book_of(
      "clause 1 \"c\" from school to police for channel-referral when emergency declared share "
      "subject.birthDate\n"
      "clause 2 \"c\" from school to police for channel-referral share subject.address\n"
      "clause 3 \"c\" from any to any for any unless emergency declared withhold subject.address\n");
  EXPECT_EQ(outcomes(*book, declared(person())), "disclosed  full full withhold withhold");
  EXPECT_EQ(outcomes(*book, referral(person())),
            "refused nothing-released withhold withhold withhold withhold");
  auto half = referral(person());
  half.envelope.emergency = schemas::Emergency::risk_to_life;
  EXPECT_EQ(outcomes(*book, half), "refused nothing-released withhold withhold withhold withhold")
      << "unknown grants nothing and lets no cap go";
}

TEST(Emergency, an_urgent_message_goes_with_the_list_of_what_it_lacks) {
  const auto book = book_of(
      "clause 1 \"c\" from school to police for channel-referral share subject.birthDate require "
      "subject.names\n");
  const auto found = [&](const schemas::Message& message) {
    return evaluate_for(*book, message, "police/met");
  };
  EXPECT_EQ(found(referral(person())).refusal, RefusalCode::incomplete);
  auto urgent = referral(person());
  urgent.envelope.urgency = schemas::Urgency::urgent;
  for (const auto& message : {urgent, declared(person())}) {
    EXPECT_EQ(found(message).outcome, Evaluation::Outcome::disclosed);
    EXPECT_EQ(found(message).missing, std::vector<std::string>{"subject.names"});
  }
}

}  // namespace
}  // namespace concordat::policy
