// What people read of an agreement: nothing in it can become markup, a formula or another row.
#include <gtest/gtest.h>

#include <algorithm>

#include "policy/check.h"
#include "policy/schedule.h"
#include "policy/told.h"
#include "schemas/draft.h"
#include "tests/policy/example.h"

namespace concordat::policy {
namespace {

const std::string clauses =
    "clause 4.1 \"<script>alert(1)</script> | *bold* & more\" from school to police for channel-referral\n"
    "  when subject.ageGroup is child share subject.birthDate as ageBand share subject.names except subject.names[kind alias]\n"
    "  keep 6 years after closure caveat \"=HYPERLINK(1), said \"\n"
    "clause 4.2 \"No\" from any to any for any unless subject.address.confidential is no withhold subject.address\n";

Agreement example() {
  return parse(agreement_text(clauses)).agreement;
}

TEST(Paper, escapes_what_would_be_markup) {
  const Paper paper{"a <b> & \"c\"", {"x\ny"}, {{"h|1", {}, {{"cap", {"one|two"}, {{"a|b*c_[d]`", "<i>"}}}}}}};
  const std::string html = paper_as_html(paper);
  EXPECT_EQ(html.find("<b>"), std::string::npos);
  EXPECT_EQ(html.find("<i>"), std::string::npos);
  EXPECT_NE(html.find("a &lt;b&gt; &amp; &quot;c&quot;"), std::string::npos);
  EXPECT_NE(html.find("<p>x<br>y</p>"), std::string::npos);
  const std::string markdown = paper_as_markdown(paper);
  EXPECT_NE(markdown.find("| a\\|b\\*c\\_\\[d\\]\\` | &lt;i\\> |"), std::string::npos) << markdown;
}

TEST(Schedule, has_what_the_templates_ask_for) {
  const std::string page = paper_as_markdown(schedule_of(example(), "abcd"));
  for (const char* part : {"abcd", "Assess and support", "UK GDPR Article 6(1)(e): Public task", "Date of birth<br>subject.birthDate", "an age band only",
                           "only when subject.ageGroup is child", "6 years after closure", "unless subject.address.confidential is no, or where that is not known",
                           "not subject.names\\[kind alias\\]"})
    EXPECT_NE(page.find(part), std::string::npos) << part << "\n" << page;
  EXPECT_EQ(paper_as_html(schedule_of(example(), "abcd")).find("<script"), std::string::npos);
}

TEST(Record, has_a_row_for_each_clause_purpose_and_sender) {
  const std::string rows = record_of_processing(example());
  EXPECT_EQ(std::count(rows.begin(), rows.end(), '\r'), 2);  // the heads, and clause 4.1: one purpose, one sender
  EXPECT_NE(rows.find("\"'=HYPERLINK(1), said \""), std::string::npos) << rows;
}

TEST(Told, says_what_was_sent_by_title_and_sets_aside_what_was_concealed) {
  const std::string text = agreement_text(clauses + "clause 5 \"Sources\" from any to any for any conceal class source\n");
  const auto book = book_of(std::vector<AgreementSource>{{text, Status::active, {}}});
  schemas::Draft draft;
  draft.set("subject.birthDate", "2011-06-09");
  draft.set("subject.ageGroup", "child");
  draft.set("referrer.name", "N");
  const auto message = referral(std::move(draft));
  const std::string told = told_in_words(*book, {parse(text).agreement}, message, agency("police/met"), evaluate_for(*book, message, "police/met"));
  EXPECT_NE(told.find("Date of birth (subject.birthDate): an age band only, under clause 4.1, \"<script>"), std::string::npos) << told;
  EXPECT_NE(told.find("no clause shares it with them"), std::string::npos) << told;
  EXPECT_NE(told.find("UK GDPR Article 6(1)(e): Public task"), std::string::npos) << told;
  EXPECT_GT(told.find("referrer.name"), told.find("For the officer alone")) << told;
  EXPECT_EQ(told.find("2011"), std::string::npos) << "a value is told";
}

TEST(Told, is_not_read_out_to_who_is_not_to_learn_of_it) {
  const std::string base = "clause 1 \"c\" from school to police for channel-referral share subject, relatedPersons keep 6 years after closure caveat \"Mind\"\n"
                           "clause 2 \"c\" from school to police for channel-referral share subject keep 1 year after closure caveat \"And this\"\n";
  schemas::Draft draft;
  draft.set("subject.birthDate", "2011-06-09");
  for (const char* role : {"perpetrator", "child"}) draft.set("relatedPersons.role", role, draft.add("relatedPersons"));
  const auto message = referral(std::move(draft));
  const auto told = [&](const std::string& clauses_there) {
    const std::string text = agreement_text(clauses_there);
    const auto book = book_of(std::vector<AgreementSource>{{text, Status::active, {}}});
    const Evaluation found = evaluate_for(*book, message, "police/met");
    return told_in_words(*book, {parse(text).agreement}, message, agency("police/met"), found);
  };
  const std::string freely = told(base);
  EXPECT_EQ(freely.find("Not to be read out"), std::string::npos) << freely;
  EXPECT_EQ(freely.find("For the officer alone"), std::string::npos) << freely;
  EXPECT_NE(freely.find("  - kept for 1 year after closure\n  - And this\n  - Mind\n"), std::string::npos) << "not what binds:\n" << freely;
  EXPECT_EQ(freely.find("6 years"), std::string::npos) << freely;
  const std::string of_him = told(base + "clause 3 \"c\" from any to any for any no-tell relatedPersons[role perpetrator]\n");
  EXPECT_EQ(of_him.find("Not to be read out"), std::string::npos) << of_him;
  EXPECT_GT(of_him.find("relatedPersons[0]: this person is not to learn of it"), of_him.find("For the officer alone")) << of_him;
  EXPECT_EQ(of_him.find("relatedPersons[1]:"), std::string::npos) << of_him;
  const std::string of_them = told(base + "clause 3 \"c\" from any to any for any no-tell subject\n");
  EXPECT_LT(of_them.find("Not to be read out yet"), of_them.find("They received")) << of_them;
}

}  // namespace
}  // namespace concordat::policy
