#include "policy/governing.h"

#include <gtest/gtest.h>

#include <set>

#include "policy/explain.h"
#include "tests/policy/example.h"

namespace concordat::policy {
namespace {

const std::string shares =
    "clause 1 \"c\" from school to police for channel-referral share subject.names, subject.birthDate\n";

std::string text(const std::string& name, int version, const std::string& dates, const std::string& clauses,
                 const std::string& scheme = "prevent") {
  return "agreement \"" + name + "\" version " + std::to_string(version) + " scheme " + scheme +
         " area E09000002 parties council/lbbd, police/met, school in force " + dates +
         " purpose channel-referral means \"m\" basis ukgdpr.6.1.e\n" + clauses;
}
const std::string year = "2026-04-01 until 2027-04-01";
const std::vector<schemas::AgencyId> schools{schemas::AgencyId{"school/eastbury"}};

schemas::Message birthday() {
  schemas::Draft draft;
  draft.set("subject.birthDate", "2011-06-09");
  return referral(std::move(draft));
}

std::string result(const std::vector<AgreementSource>& sources, const schemas::Message& message,
                   const std::string& date) {
  const auto book = book_of(sources);
  const auto found = evaluate(*book, message, agency("police/met"), day(date), {});
  const Explanation words = explain(*book, message, found);
  return words.outcome + (words.reason.empty() ? "" : " " + words.reason) + " " +
         words.agreement.value_or("-") + " " + words.fields[0].outcome;
}

TEST(Governing, days_begin_in_london_and_until_is_the_first_day_out) {
  const std::vector<AgreementSource> one{{text("a", 1, year, shares), Status::active, schools}};
  EXPECT_EQ(result(one, birthday(), "2026-03-31"), "refused no-agreement - withhold");
  EXPECT_EQ(result(one, birthday(), "2026-04-01"), "disclosed a/1 full");
  EXPECT_EQ(result(one, birthday(), "2027-03-31"), "disclosed a/1 full");
  EXPECT_EQ(result(one, birthday(), "2027-04-01"), "waiting lapsed a/1 withhold");
  const auto book = book_of(one);
  const auto at = [&](const char* instant) { return book->footing(0, *parse_instant(instant)); };
  EXPECT_EQ(at("2026-03-31T22:59:59.999Z"), Footing::absent)
      << "summer time: midnight in London is 23:00 UTC";
  EXPECT_EQ(at("2026-03-31T23:00:00Z"), Footing::in_force);
  EXPECT_EQ(at("2027-03-31T22:59:59.999Z"), Footing::in_force);
  EXPECT_EQ(at("2027-03-31T23:00:00Z"), Footing::lapsed);
}

TEST(Governing, status_decides) {
  struct Case {
    Status status;
    const char* expected;
  };
  for (const Case& c :
       {Case{Status::active, "disclosed a/1 full"}, Case{Status::suspended, "waiting suspended a/1 withhold"},
        Case{Status::withdrawn, "refused no-agreement - withhold"},
        Case{Status::superseded, "refused no-agreement - withhold"}})
    EXPECT_EQ(result({{text("a", 1, year, shares), c.status, schools}}, birthday(), "2026-05-01"),
              c.expected);
}

TEST(Governing, a_kind_joins_by_its_own_accession) {
  const std::vector<AgreementSource> one{{text("a", 1, year, shares), Status::active, {}}};
  EXPECT_EQ(result(one, birthday(), "2026-05-01"), "refused no-agreement - withhold");
}

TEST(Governing, two_that_cover_are_ambiguous_unless_one_is_named) {
  const std::vector<AgreementSource> two{{text("a", 1, year, shares), Status::active, schools},
                                         {text("b", 1, year, shares), Status::active, schools}};
  auto message = birthday();
  EXPECT_EQ(result(two, message, "2026-05-01"), "refused ambiguous-agreement - withhold");
  message.envelope.agreement = schemas::AgreementName{"b", 1};
  EXPECT_EQ(result(two, message, "2026-05-01"), "disclosed b/1 full");
  message.envelope.agreement = schemas::AgreementName{"b", 2};
  EXPECT_EQ(result(two, message, "2026-05-01"), "refused no-agreement - withhold");
}

TEST(Governing, one_in_force_comes_before_any_that_wait) {
  std::vector<AgreementSource> two{{text("a", 1, year, shares), Status::active, schools},
                                   {text("b", 1, year, shares), Status::suspended, schools}};
  EXPECT_EQ(result(two, birthday(), "2026-05-01"), "disclosed a/1 full");
  two[0].status = Status::suspended;
  EXPECT_EQ(result(two, birthday(), "2026-05-01"), "refused ambiguous-agreement - withhold");
}

TEST(Governing, the_highest_version_begun_counts_alone) {
  const std::string later = "2026-06-01 until 2027-04-01";
  const std::string less =
      "clause 1 \"c\" from school to police for channel-referral share subject.birthDate as year\n";
  const std::vector<AgreementSource> two{{text("a", 1, year, shares), Status::active, schools},
                                         {text("a", 2, later, less), Status::active, schools}};
  EXPECT_EQ(result(two, birthday(), "2026-05-31"), "disclosed a/1 full");
  EXPECT_EQ(result(two, birthday(), "2026-06-01"), "disclosed a/2 year");
}

TEST(Governing, a_later_version_stands_for_the_one_named) {
  const std::vector<AgreementSource> one{{text("a", 1, "2026-04-01 until 2026-05-01", shares), Status::active, schools}};
  std::vector<AgreementSource> renewed = one;
  renewed.push_back({text("a", 2, "2026-05-10 until 2027-04-01", shares), Status::active, schools});
  auto message = birthday();
  message.envelope.agreement = schemas::AgreementName{"a", 1};
  EXPECT_EQ(result(one, message, "2026-05-11"), "waiting lapsed a/1 withhold");
  EXPECT_EQ(result(renewed, message, "2026-05-09"), "waiting lapsed a/1 withhold") << "renewed, but not yet";
  EXPECT_EQ(result(renewed, message, "2026-05-11"), "disclosed a/2 full");
  message.envelope.agreement = schemas::AgreementName{"a", 2};
  EXPECT_EQ(result(one, message, "2026-04-11"), "refused no-agreement - withhold") << "an earlier one never does";
}

TEST(Governing, suspended_towards_one_recipient_what_goes_there_waits) {
  std::vector<AgreementSource> one{{text("a", 1, year, shares), Status::active, schools}};
  one[0].suspended = {{.recipient = agency("council/lbbd")}};
  EXPECT_EQ(result(one, birthday(), "2026-05-01"), "disclosed a/1 full") << "another's suspension";
  one[0].suspended = {{.recipient = agency("police/met")}};
  EXPECT_EQ(result(one, birthday(), "2026-05-01"), "waiting suspended a/1 withhold");
}

TEST(Governing, a_suspended_field_is_withheld_and_the_rest_goes) {
  std::vector<AgreementSource> one{{text("a", 1, year, shares), Status::active, schools}};
  schemas::Draft draft;
  draft.set("subject.birthDate", "2011-06-09");
  const auto name = draft.add("subject.names");
  draft.set("subject.names.family", "Okoro", name);
  const schemas::Message message = referral(std::move(draft));
  const auto found = [&](const char* path) {
    const auto book = book_of(one);
    return outcome_of(*book, message, evaluate_for(*book, message, "police/met"), path);
  };
  one[0].suspended = {{.field = "subject.birthDate"}};
  EXPECT_EQ(found("subject.birthDate"), "withhold 1 suspended subject.birthDate");
  EXPECT_EQ(found("subject.names[0].family"), "full 1 -");
  one[0].suspended = {{.field = "subject"}};
  EXPECT_EQ(found("subject.names[0].family"), "withhold 1 suspended subject");
}

TEST(Governing, who_has_left_gets_nothing_and_what_is_capped_stays_so) {
  const std::string cap = "clause 7 \"c\" from any to any for any limit subject.birthDate to month\n";
  std::vector<AgreementSource> two{{text("a", 1, year, shares), Status::active, schools}, {text("b", 1, year, cap, "any"), Status::active, schools}};
  two[1].left = {agency("police/met")};
  EXPECT_EQ(result(two, birthday(), "2026-05-01"), "disclosed a/1 month") << "leaving b shares no more under a";
  two[0].left = {agency("police/met")};
  EXPECT_EQ(result(two, birthday(), "2026-05-01"), "refused no-agreement - withhold");
  two[0].left = schools;
  EXPECT_EQ(result(two, birthday(), "2026-05-01"), "refused no-agreement - withhold");
}

TEST(Governing, what_is_suspended_in_part_is_another_book) {
  std::vector<AgreementSource> one{{text("a", 1, year, shares), Status::active, schools}};
  std::set<std::string> digests{to_hex(book_of(one)->digest().bytes)};
  one[0].suspended = {{.field = "subject.birthDate"}};
  digests.insert(to_hex(book_of(one)->digest().bytes));
  one[0].suspended = {{.recipient = agency("police/met")}};
  digests.insert(to_hex(book_of(one)->digest().bytes));
  one[0].suspended.clear();
  one[0].left = schools;
  digests.insert(to_hex(book_of(one)->digest().bytes));
  EXPECT_EQ(digests.size(), 4U);
}

TEST(Governing, scheme_and_area_are_the_messages) {
  const std::vector<AgreementSource> one{{text("a", 1, year, shares), Status::active, schools}};
  auto message = birthday();
  message.envelope.area = "E09000001";
  EXPECT_EQ(result(one, message, "2026-05-01"), "refused no-agreement - withhold");
  message = birthday();
  message.envelope.scheme = "mash";
  EXPECT_EQ(result(one, message, "2026-05-01"), "refused no-agreement - withhold");
}

TEST(Governing, caps_count_from_every_agreement_until_it_is_withdrawn) {
  const std::string cap = "clause 7 \"c\" from any to any for any limit subject.birthDate to month\n";
  for (const Status status : {Status::active, Status::suspended, Status::withdrawn, Status::superseded}) {
    const std::vector<AgreementSource> two{
        {text("a", 1, year, shares), Status::active, schools},
        {text("b", 1, "2026-04-01 until 2026-04-20", cap, "any"), status, schools}};
    const bool is_gone = status == Status::withdrawn || status == Status::superseded;
    EXPECT_EQ(result(two, birthday(), "2026-05-01"), is_gone ? "disclosed a/1 full" : "disclosed a/1 month");
  }
}

TEST(Governing, an_agency_that_no_longer_stands_gets_nothing) {
  Parties parties = example_parties();
  for (Agency& one : parties.agencies)
    if (one.id.value() == "police/met") one.standing = Agency::Standing::suspended;
  const auto book = AgreementBook::compile({{text("a", 1, year, shares), Status::active, schools}}, parties);
  EXPECT_EQ(evaluate(**book, birthday(), agency("police/met"), day("2026-05-01"), {}).refusal,
            RefusalCode::no_agreement);
}

TEST(Governing, no_clause_governs_a_recall) {
  auto message = birthday();
  message.envelope.type = schemas::BodyType::recall;
  EXPECT_EQ(result({{text("a", 1, year, shares), Status::active, schools}}, message, "2026-05-01"),
            "refused no-agreement - withhold");
}

TEST(Book, is_named_by_texts_statuses_and_parties) {
  const AgreementSource source{text("a", 1, year, shares), Status::active, schools};
  AgreementSource suspended = source;
  suspended.status = Status::suspended;
  AgreementSource alone = source;
  alone.acceded.clear();
  AgreementSource spaced = source;
  spaced.text += "\n";
  EXPECT_EQ(book_of({source})->digest(), book_of({source})->digest());
  for (const AgreementSource& other : {suspended, alone, spaced})
    EXPECT_NE(book_of({other})->digest(), book_of({source})->digest());
}

TEST(Book, refuses_what_does_not_check) {
  const auto book =
      AgreementBook::compile({{text("a", 1, year, shares), Status::active, schools},
                              {text("b", 1, year, shares + "  no-tell subjekt\n"), Status::active, schools},
                              {text("a", 1, year, shares), Status::active, schools}},
                             example_parties());
  ASSERT_FALSE(book.has_value());
  ASSERT_EQ(book.error().size(), 2U);
  EXPECT_EQ(book.error()[0].source, 1U);
  EXPECT_EQ(book.error()[0].diagnostics[0].code, Code::unknown_field);
  EXPECT_EQ(book.error()[1].diagnostics[0].code, Code::repeated_agreement);
}

}  // namespace
}  // namespace concordat::policy
