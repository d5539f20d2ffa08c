// Pages' views: what is said of what the broker told, without a broker.
#include <gtest/gtest.h>

#include "console/web/pages/disclosure_view.h"
#include "console/web/pages/inquiry_form.h"
#include "console/web/pages/words.h"
#include "console/web/render.h"

namespace concordat::console::web {
namespace {

audit::LogRow disclosed() {
  audit::LogRow row;
  row.sequence = 17;
  row.kind = "disclosed";
  row.at = "2026-05-03T09:15:00.000Z";
  row.actor = "school/eastbury";
  row.counterpart = "council/lbbd";
  row.message_type = "referral";
  row.purpose = "safeguarding-mash";
  row.agreement = "lbbd-mash/1";
  row.message = "01970000-0000-7000-8000-000000000001";
  row.case_id = "01970000-0000-7000-8000-000000000002";
  row.verdicts = {{"subject.names[0].family", "full", "1.1", "", "granted"},
                  {"subject.birthDate", "year", "1.2", "4.3", "capped"},
                  {"health.notes", "withhold", "", "", "not-granted"},
                  {"source.name", "conceal", "2.1", "9.1", "capped"}};
  row.facts = {"subject.ageGroup is child: stated"};
  return row;
}

TEST(DisclosurePage, says_field_by_field_what_was_given_and_by_which_clause) {
  const audit::LogRow row = disclosed();
  const std::vector<audit::LogRow> rows{row};
  const View view = disclosure_view(row, rows, {{"lbbd-mash/1", "ukgdpr.6.1.e"}});
  const auto only = [&](const char* share) { return view.part(share).list("rows").at(0); };
  EXPECT_EQ(only("whole").list("first").at(0).said("text"), "Subject, name, family");
  EXPECT_EQ(only("whole").list("rest").at(0).said("text"), "Released in full");
  EXPECT_EQ(only("part").list("rest").at(0).said("text"), "Released: the year only");
  EXPECT_EQ(only("part").list("rest").at(1).said("text"), "Granted by 1.2; limited by 4.3");
  EXPECT_EQ(only("withheld").list("rest").at(2).said("text"), "No clause of the agreement grants it");
  EXPECT_EQ(only("concealed").list("rest").at(0).said("text"), "Concealed: the recipient is not told that there is one");
  EXPECT_EQ(view.part("whole").list("rows").size(), 1U);
}

TEST(DisclosurePage, says_that_it_was_erased_and_no_more) {
  audit::LogRow row = disclosed();
  row.is_annex_gone = true;
  row.verdicts.clear();
  const std::string page = render("disclosure", disclosure_view(row, std::vector{row}, {}));
  EXPECT_NE(page.find("has been erased from the log"), std::string::npos);
  EXPECT_EQ(page.find("Released in full"), std::string::npos);
}

// What an agency can put into the log: ids, codes, facts, clause labels. None may become a page's own.
TEST(DisclosurePage, escapes_whatever_an_agency_can_fill) {
  const std::string attack = "\"><script>alert(1)</script><a href='javascript:x'>";
  audit::LogRow row = disclosed();
  for (std::string* field : {&row.kind, &row.at, &row.actor, &row.counterpart, &row.code, &row.message_type, &row.purpose, &row.agreement, &row.message, &row.case_id, &row.keep, &row.reason}) *field = attack;
  for (audit::VerdictRow& verdict : row.verdicts) verdict.path = verdict.granted_by = verdict.capped_by = verdict.because = attack;
  row.facts = {attack};
  std::vector<audit::LogRow> rows{row};
  for (const char* kind : {"accepted", "disclosed", "refused", "waiting", "returned", "emergency", "emergency-reviewed", "recall", "unheard-of"}) {
    rows.push_back(row);
    rows.back().kind = kind;
  }
  for (const std::string& page : {render("disclosure", disclosure_view(row, rows, {{attack, attack}})), render("case", case_view(rows, attack))}) {
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("<a href='javascript"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;"), std::string::npos);
  }
}

TEST(CasePage, tells_a_case_entry_by_entry) {
  audit::LogRow accepted = disclosed();
  accepted.kind = "accepted";
  accepted.sequence = 16;
  audit::LogRow refused = disclosed();
  refused.kind = "refused";
  refused.code = "no-agreement";
  const View view = case_view(std::vector{accepted, disclosed(), refused}, accepted.case_id);
  EXPECT_EQ(view.list("events").at(0).said("title"), "Referral from school/eastbury");
  EXPECT_EQ(view.list("events").at(0).said("at"), "3 May 2026 at 10:15am");
  EXPECT_EQ(view.list("events").at(1).said("text"), "2 of 4 fields, 1 of them in part, under lbbd-mash/1");
  EXPECT_EQ(view.list("events").at(1).said("link"), "/disclosures/17?case=" + accepted.case_id);
  EXPECT_EQ(view.list("events").at(2).said("title"), "Not given to council/lbbd");
}

Fields typed(std::vector<std::pair<std::string, std::string>> all) {
  Fields fields;
  for (auto& [name, value] : all) fields.add(std::move(name), std::move(value));
  return fields;
}

TEST(InquiryForms, read_what_is_typed_as_people_mean_it) {
  const InquiryForm form = read_inquiry(typed({{"system", "nhsNumber"}, {"number", "9434765919"}, {"since-day", "1"}, {"since-month", "5"}, {"since-year", "2026"},
                                               {"until-day", "3"}, {"until-month", "5"}, {"until-year", "2026"}, {"reason", "request 17"}}), Asks::anything);
  ASSERT_TRUE(form.is_right());
  EXPECT_EQ(form.question.ids, std::vector<std::string>{"nhsNumber:9434765919"});
  EXPECT_EQ(format_instant(*form.question.since), "2026-04-30T23:00:00.000Z") << "the first instant of that day in London";
  EXPECT_EQ(format_instant(*form.question.until), "2026-05-03T23:00:00.000Z") << "the last day is in it";
}

TEST(InquiryForms, say_what_is_wrong_beside_the_field) {
  struct Case {
    const char* name;
    Fields fields;
    Asks asks;
    const char* field;
  };
  for (const Case& each : {Case{"nothing", typed({{"reason", "request 17"}}), Asks::anything, "number"}, Case{"nobody", typed({{"agency", "police/met"}, {"reason", "request 17"}}), Asks::person, "number"},
                           Case{"no reason", typed({{"agency", "police/met"}}), Asks::window, "reason"},
                           Case{"a name alone", typed({{"person", "Mohammed Ali"}, {"reason", "request 17"}}), Asks::person, "born-day"},
                           Case{"no such day", typed({{"agency", "x"}, {"since-day", "31"}, {"since-month", "2"}, {"since-year", "2026"}, {"reason", "request 17"}}), Asks::window, "since-day"}}) {
    InquiryForm form = read_inquiry(each.fields, each.asks);
    ASSERT_EQ(form.errors.list("errors").size(), 1U) << each.name;
    EXPECT_EQ(form.errors.list("errors").at(0).said("field"), each.field) << each.name;
    const std::string page = render(each.asks == Asks::anything ? "search" : "paper_form", inquiry_view(each.fields, each.asks, form.errors));
    EXPECT_NE(page.find(form.errors.list("errors").at(0).said("text")), std::string::npos) << each.name;
    EXPECT_NE(page.find(" id=\"" + std::string{each.field} + "\""), std::string::npos) << each.name << ": the error's link leads somewhere";
  }
}

TEST(Words, say_codes_as_people_do) {
  EXPECT_EQ(purpose_in_words("safeguarding-mash"), "Safeguarding MASH");
  EXPECT_EQ(purpose_in_words("channel-referral"), "Channel referral");
  EXPECT_EQ(field_in_words("subject.names[1].family"), "Subject, name 2, family");
  EXPECT_EQ(field_in_words("concern[0].narrative[0].text"), "Concern, narrative, text");
  EXPECT_EQ(field_in_words("subject.address.postcode"), "Subject, address, postcode");
  EXPECT_EQ(when(""), "");
  EXPECT_EQ(code_in_words("unheard-of"), "unheard-of");
}

}  // namespace
}  // namespace concordat::console::web
