#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "adapters/school/form.h"
#include "adapters/school/spellings.h"
#include "adapters/school/forms.h"
#include "adapters/school/translate.h"
#include "base/text.h"
#include "golden.h"

namespace concordat::adapters::school {
namespace {

using golden::fixture;

NativeInput with_beside(NativeInput input, const std::vector<std::string>& beside) {
  for (const std::string& path : beside) {
    NativeInput file = fixture(path);
    input.beside.push_back({file.name, std::move(file.bytes)});
  }
  return input;
}

std::vector<std::string> sorted_lines(const std::string& text) {
  auto lines = split(text, '\n');
  std::sort(lines.begin(), lines.end());
  return lines;
}

// The page is for people: it escapes what it shows, says what is less than whole, and warns of what is not safe.
TEST(School, prints_a_readable_page) {
  schemas::Draft draft;
  const auto name = draft.add("subject.names");
  draft.set("subject.names.family", "O<b>koro", name);
  draft.set("subject.birthDate", "2011-06-09");
  const auto contact = draft.add("subject.contact");
  draft.set("subject.contact.value", "07700 900482", contact);
  Translation message;
  message.body = std::move(draft).finish(schemas::BodyType::referral).value();
  schemas::Delivered delivered = golden::delivered(message);
  for (schemas::DeliveredField& field : delivered.fields)
    if (schemas::FieldTable::get()[field.id].path == "subject.birthDate") field = {field.id, field.element, schemas::Level::age_band, "11-15"};
  const std::string page = render_page(delivered).text;
  for (const char* const said : {"O&lt;b&gt;koro", "<dt>Date of birth</dt><dd>11-15 <span class=\"less\">(shared as Age band)</span></dd>",
                                 "DO NOT USE</span> 07700 900482", "subject.address may have been withheld under barking-mash/3",
                                 "<p class=\"mark\">OFFICIAL", "<h2>Pupil, Names 1</h2>"})
    EXPECT_NE(page.find(said), std::string::npos) << said << "\n" << page;
  EXPECT_EQ(page.find("2011-06-09"), std::string::npos);
  const std::string csv = render_csv(delivered).text;
  EXPECT_NE(csv.find("PUPIL_DATE_OF_BIRTH,PUPIL_DATE_OF_BIRTH_DETAIL"), std::string::npos) << csv;
  EXPECT_NE(csv.find("11-15,ageBand"), std::string::npos) << csv;
}

TEST(School, translates_as_expected) {
  struct Case {
    const char* document;
    std::vector<std::string> beside;
    const char* expected;
  };
  const Case cases[] = {
      {"school/concern-by-upn.json", {"school/class-list.csv"}, "school/concern-by-upn.csv-roll.txt"},
      {"school/concern-by-upn.json",
       {"school/ctf.xml", "school/concern.csv"},
       "school/concern-by-upn.ctf-roll.txt"},
      {"school/concern-by-upn.json", {}, "school/concern-by-upn.alone.txt"},
      {"school/concern.csv", {"school/class-list.csv"}, "school/concern.csv.txt"},
      {"school/concern-bad.json", {}, "school/concern-bad.json.txt"},
      {"school/class-list.csv", {}, "school/class-list.csv.txt"},
      {"school/class-list-bad.csv", {}, "school/class-list-bad.csv.txt"},
      {"school/ctf.xml", {}, "school/ctf.xml.txt"},
      {"school/ilr.xml", {}, "school/ilr.xml.txt"},
      {"../../deploy/samples/school-concern.json", {}, "school/deploy-concern.json.txt"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.expected);
    const std::string actual = golden::listing(translate(with_beside(fixture(each.document), each.beside)));
    EXPECT_EQ(actual, golden::expected(each.expected, actual));
  }
}

TEST(School, refuses_with_a_code_and_a_place) {
  struct Case {
    const char* name;
    std::string text;
    const char* code;
    const char* where;
  };
  const Case cases[] = {
      {"nothing", "  \n", "empty-file", "document"},
      {"other JSON", R"({"a": 1})", "unknown-format", "line 1, form"},
      {"other XML", "<Message/>", "unknown-format", "line 1"},
      {"other CSV", "A,B\n1,2\n", "unknown-format", "line 1"},
      {"class list without birth dates", "CHILD_FIRST_NAME,CHILD_LAST_NAME\nA,B\n", "missing-column",
       "CHILD_DATE_OF_BIRTH"},
      {"class list of nobody", "CHILD_FIRST_NAME,CHILD_LAST_NAME,CHILD_DATE_OF_BIRTH\n", "empty-file",
       "document"},
      {"CTF of nobody", "<CTfile><Header/></CTfile>", "missing-subject", "line 1, CTFpupilData"},
      {"a Message of another namespace", "<Message xmlns='urn:ILR'/>", "unknown-format", "line 1"},
      {"ILR of nobody", "<Message xmlns='ESFA/ILR/2025-26'/>", "missing-subject", "line 1, Message"},
      {"ILR whose learners are of another namespace",
       "<Message xmlns='ESFA/ILR/2025-26'><Learner xmlns=''><FamilyName>A</FamilyName></Learner></Message>",
       "missing-subject", "line 1, Message"},
      {"ILR above OFFICIAL",
       "<Message xmlns='ESFA/ILR/2025-26'><Header><Source>\n<ProtectiveMarking>SECRET</ProtectiveMarking>"
       "</Source></Header></Message>",
       "invalid-value", "line 2, ProtectiveMarking"},
      {"form of nobody", R"({"form": "concordat-school-concern/1", "concerns": [{"category": "neglect"}]})",
       "missing-subject", "document, pupil"},
      {"form without a concern", R"({"form": "concordat-school-concern/1", "pupil": {"familyName": "Lane"}})",
       "not-a-referral", "document, concerns"},
      {"form of an unknown type", R"({"form": "concordat-school-concern/1", "type": "rumour"})",
       "unknown-code", "document, type"},
      {"a form without end",
       [] {
         std::string text =
             R"({"form": "concordat-school-concern/1", "pupil": {"familyName": "Lane"}, "concerns": [{})";
         for (int i = 0; i < 100000; ++i) text += R"(, {"category": "neglect"})";
         return text + "]}";
       }(),
       "too-large", "document"},
      {"forms without a row", "CONCERNS_1_CATEGORY\n", "empty-file", "document"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const auto refused = translate({.name = "x", .bytes = to_bytes(as_bytes(each.text)), .beside = {}});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().front().code, each.code);
    EXPECT_EQ(refused.error().front().where, each.where);
  }
}

TEST(SchoolTranslate, a_row_of_the_wrong_width_does_not_sink_its_neighbours) {
  for (const std::string_view text : {"CHILD_FIRST_NAME,CHILD_LAST_NAME,CHILD_DATE_OF_BIRTH\nAda,Lane,2012-01-02\nBo,Marsh,Jr,2012-01-03\nCy\n",
                                      "CONCERNS_1_CATEGORY,PUPIL_FAMILY_NAME,PUPIL_DATE_OF_BIRTH\nneglect,Lane,2012-01-02\nneglect,Marsh,Jr,2012-01-03\nneglect\n"}) {
    SCOPED_TRACE(text);
    const auto taken = school::translate({.name = "document", .bytes = to_bytes(as_bytes(text)), .beside = {}});
    ASSERT_TRUE(taken.has_value()) << golden::listing(taken);
    EXPECT_EQ(taken->messages.size(), 1U);
    ASSERT_EQ(taken->rejected.size(), 2U);
    EXPECT_EQ(taken->rejected[0].where, "line 3");
    EXPECT_EQ(taken->rejected[1].where, "line 4");
  }
}

TEST(SchoolTranslate, reads_class_lists_as_other_systems_write_them) {
  const std::string_view rows[] = {"CHILD_FIRST_NAME,CHILD_LAST_NAME,CHILD_DATE_OF_BIRTH\nAda,Lane,2012-01-02\n", "Child First Name;Child last-name;child date of birth\nAda;Lane;02.01.2012\n",
                                   "sep=\t\r\nCHILD_FIRST_NAME\tCHILD_LAST_NAME\tCHILD_DATE_OF_BIRTH\r\nAda\tLane\t2 January 2012\r\n",
                                   "CHILD_DATE_OF_BIRTH,CHILD_LAST_NAME,CHILD_FIRST_NAME\n02-Jan-2012,Lane,Ada\n", "CHILD_FIRST_NAME,CHILD_LAST_NAME,CHILD_DATE_OF_BIRTH\nAda,Lane,02/01/2012 00:00\n"};
  for (const std::string_view text : rows) {
    SCOPED_TRACE(text);
    const auto taken = school::translate({.name = "document", .bytes = to_bytes(as_bytes(text)), .beside = {}});
    ASSERT_TRUE(taken.has_value()) << golden::listing(taken);
    const std::string listing = golden::listing(taken->messages);
    for (const char* said : {"subject.birthDate = 2012-01-02\n", "given = Ada\n", "family = Lane\n"}) EXPECT_NE(listing.find(said), std::string::npos) << listing;
    EXPECT_EQ(listing.find("not carried"), std::string::npos) << listing;
  }
}

// One wrong cell of a roll, or a number that is nobody's, refused a pupil who was plainly named.
TEST(SchoolTranslate, leaves_out_what_is_not_believed_of_a_pupil_who_is_named) {
  const std::string ctf = R"(<CTfile><Header/><CTFpupilData><Pupil><BasicDetails><LegalSurname>Lane</LegalSurname><LegalForename>Ada</LegalForename><DOB>2012-01-02</DOB><Gender>Q</Gender><NHSNumber>9434765918</NHSNumber></BasicDetails></Pupil></CTFpupilData></CTfile>)";
  struct Case {
    const char* name;
    std::string text;
    std::size_t left_out;
  };
  for (const Case& each : {Case{"class list", "CHILD_FIRST_NAME,CHILD_LAST_NAME,CHILD_DATE_OF_BIRTH,CHILD_GENDER,CHILD_NHS_NUMBER,CHILD_YEAR_GROUP\nAda,Lane,2012-01-02,Q,943 476 5918,Red\n", 3},
                           Case{"CTF", ctf, 2},
                           Case{"form", R"({"form": "concordat-school-concern/1", "pupil": {"familyName": "Lane", "dateOfBirth": "2012-01-02", "nhsNumber": "9434765918"}, "concerns": [{"category": "neglect"}]})", 1}}) {
    SCOPED_TRACE(each.name);
    const auto taken = school::translate({.name = "document", .bytes = to_bytes(as_bytes(each.text)), .beside = {}});
    ASSERT_TRUE(taken.has_value()) << golden::listing(taken);
    ASSERT_EQ(taken->messages.size(), 1U);
    EXPECT_TRUE(taken->rejected.empty());
    EXPECT_EQ(taken->messages[0].left_out.size(), each.left_out);
    const std::string listing = golden::listing(taken->messages);
    EXPECT_NE(listing.find("family = Lane\n"), std::string::npos) << listing;
    EXPECT_EQ(listing.find("= nhsNumber"), std::string::npos) << listing;
    EXPECT_EQ(listing.find("subject.sex"), std::string::npos) << listing;
  }
}

TEST(School, refuses_a_roll_that_contradicts_the_form) {
  NativeInput input = with_beside(fixture("school/concern-by-upn.json"), {"school/class-list.csv"});
  std::string text{as_text(input.bytes)};
  text.replace(text.find("\"addressConfidential\""), 0, "\"dateOfBirth\": \"2011-06-10\", ");
  input.bytes = to_bytes(as_bytes(text));
  const auto refused = translate(input);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().front().where, "pupil.dateOfBirth");
  EXPECT_EQ(refused.error().front().what.find("2011"), std::string::npos);
}

TEST(School, reads_the_same_class_list_from_any_encoding) {
  const std::string header = "CHILD_FIRST_NAME,CHILD_LAST_NAME,CHILD_DATE_OF_BIRTH\r\n";
  const std::string utf8 = header +
                           "Jos\xC3\xA9,N\xC3\xBA\xC3\xB1"
                           "ez,09/06/2011\r\n";
  const std::string latin1 = header +
                             "Jos\xE9,N\xFA\xF1"
                             "ez,2011-06-09";
  const auto from = [](const std::string& text) {
    return golden::listing(translate({.name = "x.csv", .bytes = to_bytes(as_bytes(text)), .beside = {}}));
  };
  EXPECT_NE(from(utf8).find("subject.names[0].given = Jos\xC3\xA9"), std::string::npos);
  EXPECT_EQ(from("\xEF\xBB\xBF" + utf8), from(utf8));
  EXPECT_EQ(from(latin1), from(utf8));
}

// Everything a recipient was given is in the form, and the form says the same when it is read again.
TEST(School, renders_what_it_reads_back) {
  for (const char* path : {"../../deploy/samples/school-concern.json", "school/concern.csv", "school/ctf.xml",
                           "school/ilr.xml"}) {
    SCOPED_TRACE(path);
    const auto messages = translate(fixture(path));
    ASSERT_TRUE(messages.has_value());
    for (const Translation& message : messages->messages) {
      const Native rendered = render(golden::delivered(message));
      const auto again =
          translate({.name = "back.json", .bytes = to_bytes(as_bytes(rendered.text)), .beside = {}});
      ASSERT_TRUE(again.has_value()) << golden::listing(again);
      ASSERT_EQ(again->messages.size(), 1U);
      EXPECT_TRUE(again->messages.front().not_carried.empty());
      Translation before = message;
      Translation after = again->messages.front();
      before.place = after.place = "";
      before.marking = after.marking;  // the envelope's, not the body's
      before.not_carried.clear();
      before.left_out.clear();
      before.reference = after.reference;
      EXPECT_EQ(sorted_lines(golden::listing({before})), sorted_lines(golden::listing({after})));
    }
  }
}

TEST(School, renders_views_truthfully) {
  const auto messages = translate(fixture("../../deploy/samples/school-concern.json"));
  ASSERT_TRUE(messages.has_value());
  schemas::Delivered delivered = golden::delivered(messages->messages.front());
  for (schemas::DeliveredField& field : delivered.fields) {
    const std::string& path = schemas::FieldTable::get()[field.id].path;
    if (path == "subject.birthDate") field = {field.id, field.element, schemas::Level::age_band, "11-15"};
    if (path == "subject.names.family") field = {field.id, field.element, schemas::Level::initials, "O. L."};
    if (path == "subject.religion" || path == "health.mentalHealth")
      field = {field.id, field.element, schemas::Level::existence, ""};
  }
  const std::string text = render(delivered).text;
  EXPECT_EQ(text, golden::expected("school/rendered-views.json", text));
  EXPECT_EQ(text.find("2011-06-09"), std::string::npos);
  EXPECT_EQ(text.find("Okoro-Lane"), std::string::npos);
  EXPECT_EQ(text.find("Low mood; no diagnosis"), std::string::npos);
}

TEST(School, warns_of_contacts_not_known_to_be_safe) {
  const auto messages =
      translate(with_beside(fixture("school/concern-by-upn.json"), {"school/class-list.csv"}));
  ASSERT_TRUE(messages.has_value());
  const std::string text = render(golden::delivered(messages->messages.front())).text;
  std::size_t warnings = 0;
  for (std::size_t at = text.find("DO NOT USE"); at != std::string::npos;
       at = text.find("DO NOT USE", at + 1))
    ++warnings;
  EXPECT_EQ(warnings, 2U);  // the mother's email and telephone: a roll does not say whether they are safe
}

TEST(School, every_column_names_one_field) {
  std::set<std::string> columns;
  for (const auto& field : schemas::FieldTable::get().fields()) {
    EXPECT_TRUE(columns.insert(column_of(form_path(field.path))).second) << field.path;
    EXPECT_EQ(form_field(form_path(field.path)), schemas::FieldTable::get().field(field.path)) << field.path;
  }
}

TEST(School, survives_every_truncation) {
  for (const char* path : {"school/concern-by-upn.json", "school/concern.csv", "school/class-list.csv",
                           "school/ctf.xml", "school/ilr.xml"}) {
    const NativeInput whole = fixture(path);
    for (std::size_t size = 0; size < whole.bytes.size(); ++size) {
      const auto outcome = translate(
          {.name = whole.name,
           .bytes = Bytes(whole.bytes.begin(), whole.bytes.begin() + static_cast<std::ptrdiff_t>(size)),
           .beside = {}});
      if (outcome.has_value()) continue;
      for (const auto& problem : outcome.error())
        EXPECT_FALSE(problem.code.empty() || problem.where.empty()) << path << " " << size;
    }
  }
}

TEST(School, reads_or_refuses_every_sample) {
  for (const NativeInput& sample : golden::samples("school")) {
    SCOPED_TRACE(sample.name);
    const auto outcome = translate(sample);
    if (outcome.has_value()) {
      EXPECT_FALSE(outcome->messages.empty());
      for (const Translation& message : outcome->messages)
        EXPECT_TRUE(std::any_of(message.body.fields.begin(), message.body.fields.end(),
                                [](const schemas::Field& field) {
                                  return schemas::FieldTable::get()[field.id].path == "subject.names.family";
                                }));
    } else {
      EXPECT_FALSE(outcome.error().empty());
      for (const auto& problem : outcome.error()) EXPECT_FALSE(problem.where.empty());
    }
    const bool says_valid = sample.name.find("-valid_") != std::string::npos ||
                            sample.name.find("-valid.") != std::string::npos ||
                            sample.name.starts_with("ctf-") || sample.name.starts_with("ilr-");
    EXPECT_TRUE(!says_valid || outcome.has_value()) << golden::listing(outcome);
    if (std::getenv("CONCORDAT_SAMPLES_SHOW") != nullptr)
      std::printf("%-60s %s\n", sample.name.c_str(),
                  outcome.has_value() ? std::to_string(outcome->messages.size()).c_str()
                                      : outcome.error().front().code.c_str());
  }
}

std::string learner_listing(const std::string& marking, const std::string& preference) {
  return golden::listing(
      translate({.name = "ilr.xml",
                 .bytes = to_bytes(as_bytes(
                     "<Message xmlns='SFA/ILR/2016-17'><Header><Source><ProtectiveMarking>" + marking +
                     "</ProtectiveMarking></Source></Header><Learner><FamilyName>Reed</FamilyName>"
                     "<DateOfBirth>2009-02-14</DateOfBirth><ContactPreference>" +
                     preference + "</ContactPreference></Learner></Message>")),
                 .beside = {}}));
}

TEST(School, a_learners_preference_or_an_unknown_marking_restricts) {
  struct Case {
    const char* type;
    const char* code;
    bool address;
    bool contact;
  };
  const Case cases[] = {
      {"RUI", "1", true, true},   {"RUI", "5", true, true},   {"RUI", "6", false, false},
      {"RUI", "7", false, false}, {"PMC", "1", true, false},  {"PMC", "2", false, true},
      {"PMC", "3", false, true},  {"PMC", "4", false, false}, {"PMC", "9", true, true},
      {"NEW", "4", true, true},   {"", "", true, true},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(std::string{each.type} + each.code);
    const std::string text =
        learner_listing("OFFICIAL", std::string{"<ContPrefType>"} + each.type +
                                        "</ContPrefType><ContPrefCode>" + each.code + "</ContPrefCode>");
    EXPECT_EQ(text.find("path = subject.address") != std::string::npos, each.address) << text;
    EXPECT_EQ(text.find("path = subject.contact") != std::string::npos, each.contact) << text;
    EXPECT_EQ(text.find("absolute"), std::string::npos);
  }
  const std::string unknown = learner_listing("BURN AFTER READING", "");
  for (const char* said :
       {"path = subject\n", "path = education\n", "strength = absolute", "reason = protectiveMarking"})
    EXPECT_NE(unknown.find(said), std::string::npos) << said;
}

// A roll's restriction stands even where the form makes its own.
TEST(School, completes_a_form_with_a_learner_and_what_restricts_them) {
  const std::string form =
      R"({"form": "concordat-school-concern/1", "pupil": {"givenNames": "Tobi", "familyName": "Okoro-Lane",
          "dateOfBirth": "2009-02-14"}, "concerns": [{"category": "neglect"}],
          "restrictions": [{"path": "concern", "strength": "liftable", "reason": "other"}]})";
  const std::string text = golden::listing(translate(with_beside(
      {.name = "form.json", .bytes = to_bytes(as_bytes(form)), .beside = {}}, {"school/ilr.xml"})));
  for (const char* said :
       {"value = 1000000558", "path = concern\n", "path = subject.address\n", "path = subject.contact\n"})
    EXPECT_NE(text.find(said), std::string::npos) << said << "\n" << text;
}

TEST(School, a_bad_row_does_not_sink_its_neighbours) {
  const std::string text =
      "CHILD_FIRST_NAME,CHILD_LAST_NAME,CHILD_DATE_OF_BIRTH\nAda,Okoro,2015-02-03\nBen,,2015-02-04\nCal,Reed,"
      "2015-13-04\n"
      "Dee,Reed,2015-03-04\n";
  const auto part = translate({.name = "x.csv", .bytes = to_bytes(as_bytes(text)), .beside = {}});
  ASSERT_TRUE(part.has_value());
  ASSERT_EQ(part->messages.size(), 2U);
  EXPECT_EQ(part->messages[0].place, "line 2");
  EXPECT_EQ(part->messages[1].place, "line 5");
  ASSERT_EQ(part->rejected.size(), 2U);
  EXPECT_EQ(part->rejected[0].where, "line 3, CHILD_LAST_NAME");
  EXPECT_EQ(part->rejected[1].where, "line 4, CHILD_DATE_OF_BIRTH");
}

}  // namespace
}  // namespace concordat::adapters::school
