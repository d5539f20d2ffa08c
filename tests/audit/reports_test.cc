// What officers hand over, as pure functions of rows: what each says, and what none may say.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "audit/reports/area.h"
#include "audit/reports/events.h"
#include "audit/reports/person.h"

namespace concordat::audit {
namespace {

using nlohmann::json;

LogRow disclosed(std::uint64_t sequence, std::string recipient, std::string at = "2026-05-01T09:00:00.000Z") {
  LogRow row;
  row.sequence = sequence;
  row.kind = "disclosed";
  row.at = std::move(at);
  row.actor = "nhs/nelft";
  row.counterpart = std::move(recipient);
  row.message_type = "referral";
  row.purpose = "safeguarding-mash";
  row.agreement = "lbbd-prevent/1";
  row.disclosure = "00ff";
  row.match = "identifier";
  row.message = "m1";
  row.case_id = "c1";
  row.keep = "6 years after closure";
  row.verdicts = {{"subject.birthDate", "year", "2.1", "3.4", "capped"}, {"subject.names[0].family", "full", "2.1", "", "granted"},
                  {"health.summary", "full", "2.2", "", "granted"}, {"subject.address[0].lines", "withhold", "", "", "not-granted"}};
  return row;
}
LogRow later(std::uint64_t sequence, std::uint64_t about, std::string kind, std::string at = "2026-05-01T10:00:00.000Z") {
  LogRow row;
  row.sequence = sequence;
  row.kind = std::move(kind);
  row.at = std::move(at);
  row.about = about;
  return row;
}
LogRow refused(std::uint64_t sequence, std::string code) {
  LogRow row = disclosed(sequence, "school/oak");
  row.kind = "refused";
  row.code = std::move(code);
  row.verdicts.clear();
  return row;
}
json as_json(const Paper& paper) { return json::parse(paper_as_json(paper)); }

TEST(LogRow, is_read_as_the_search_writes_it_and_not_otherwise) {
  const auto row = read_log_row(R"({"sequence": 7, "kind": "disclosed", "at": "2026-05-01T09:00:00.000Z", "actor": "a/b", "about": 3, "match": "sound", "noTell": "subject",
    "verdicts": [{"path": "subject.names[0].family", "outcome": "initials", "grantedBy": "1", "cappedBy": "2", "because": "capped"}], "facts": ["x is y: yes"]})");
  ASSERT_TRUE(row);
  EXPECT_EQ(row->sequence, 7U);
  EXPECT_EQ(row->about, 3U);
  EXPECT_TRUE(row->is_no_tell);
  ASSERT_EQ(row->verdicts.size(), 1U);
  EXPECT_TRUE(is_reduced(row->verdicts[0]));
  EXPECT_EQ(class_of(row->verdicts[0].path), "identity");
  for (const char* broken : {"", "[]", "{}", R"({"sequence": "7", "kind": "x"})", R"({"sequence": 7})"}) EXPECT_FALSE(read_log_row(broken)) << broken;
}

TEST(Accounting, says_who_got_what_under_what_and_what_became_of_it) {
  const std::vector<LogRow> rows{disclosed(5, "police/met"), refused(6, "no-agreement"), later(8, 5, "delivered"), later(9, 5, "acknowledged", "2026-05-02T08:00:00.000Z")};
  const json paper = as_json(accounting(rows));
  ASSERT_EQ(paper["disclosures"].size(), 1U);
  const json& row = paper["disclosures"][0];
  EXPECT_EQ(row["recipient"], "police/met");
  EXPECT_EQ(row["clauses"], "2.1, 2.2");
  EXPECT_EQ(row["released"], "health.summary, subject.birthDate (year), subject.names.family");
  EXPECT_EQ(row["withheld"], "subject.address.lines (not granted)");
  EXPECT_EQ(row["outcome"], "delivered 2026-05-01T10:00:00.000Z; acknowledged 2026-05-02T08:00:00.000Z");
  EXPECT_EQ(paper["notDisclosed"][0]["code"], "no-agreement");
}

// A paper made without the entries that may not be told says exactly what it would say if there were none.
TEST(Accounting, of_nothing_says_what_every_accounting_says) {
  const std::string nothing = paper_as_text(accounting({}));
  const std::vector<LogRow> rows{disclosed(5, "police/met")};
  const std::string something = paper_as_text(accounting(rows));
  const std::string said = "whether or not any were";
  EXPECT_NE(nothing.find(said), std::string::npos);
  EXPECT_NE(something.find(said), std::string::npos);
  EXPECT_NE(nothing.find("Nothing was disclosed."), std::string::npos);
}

TEST(SubjectAccess, flags_exemptions_by_class_and_decides_none) {
  std::vector<LogRow> rows{disclosed(5, "police/met")};
  rows[0].verdicts.push_back({"relatedPersons[0].name", "full", "2.1", "", "granted"});
  rows[0].verdicts.push_back({"referrer.name", "withhold", "", "3.1", "capped"});
  const json paper = as_json(subject_access(rows));
  std::map<std::string, json> fields;
  for (const json& field : paper["fields"]) fields[field["field"]] = field;
  EXPECT_NE(fields["health.summary"]["exemptions"].get<std::string>().find("Sch 3 Part 2"), std::string::npos);
  EXPECT_NE(fields["relatedPersons.name"]["exemptions"].get<std::string>().find("Sch 2 para 16"), std::string::npos);
  EXPECT_NE(fields["referrer.name"]["exemptions"].get<std::string>().find("source"), std::string::npos);
  EXPECT_EQ(fields["referrer.name"]["holders"], "nhs/nelft") << "the recipient did not get it";
  EXPECT_EQ(fields["subject.birthDate"]["exemptions"], "");
  for (const auto& [path, field] : fields) EXPECT_EQ(field["decision"], "") << path;
}

TEST(Breach, counts_recipients_cases_and_special_classes) {
  const std::vector<LogRow> rows{disclosed(5, "police/met"), disclosed(6, "council/lbbd"), later(8, 5, "delivered")};
  const json paper = as_json(breach(rows));
  EXPECT_EQ(paper["scale"][0]["disclosures"], "2");
  EXPECT_EQ(paper["scale"][0]["cases"], "1");
  EXPECT_EQ(paper["scale"][0]["recipients"], "council/lbbd, police/met");
  EXPECT_EQ(paper["scale"][0]["special"], "health");
  EXPECT_EQ(paper["disclosures"][1]["outcome"], "not delivered yet");
}

TEST(Breach, says_what_a_review_found_and_how_it_was_settled) {
  LogRow found = later(8, 7, "emergency-reviewed");
  found.code = "breach";
  found.at = "2026-05-01T09:00:00.000Z";
  found.reason = "nobody was at risk";
  LogRow settled = found;
  settled.sequence = 9;
  settled.code = "reported";
  const json open = as_json(breach(std::vector<LogRow>{disclosed(5, "police/met"), found}));
  ASSERT_EQ(open["found"].size(), 1U);
  EXPECT_EQ(open["found"][0]["deadline"], "2026-05-04T09:00:00.000Z") << "UK GDPR Article 33(1)";
  EXPECT_EQ(open["found"][0]["settled"], "open");
  EXPECT_EQ(open["found"][0]["reason"], "nobody was at risk");
  const json closed = as_json(breach(std::vector<LogRow>{found, settled}));
  ASSERT_EQ(closed["found"].size(), 1U);
  EXPECT_TRUE(closed["found"][0]["settled"].get<std::string>().starts_with("reported, ")) << closed["found"][0]["settled"];
}

TEST(ProcessingRecord, counts_each_activity_and_names_its_bases) {
  const std::vector<LogRow> rows{disclosed(5, "police/met"), disclosed(6, "police/met", "2026-05-03T09:00:00.000Z"), refused(7, "nothing-released")};
  const json paper = as_json(processing_record(rows, {{"lbbd-prevent/1", "uk-gdpr-6-1-e"}}));
  ASSERT_EQ(paper["processing"].size(), 2U);
  EXPECT_EQ(paper["processing"][0]["disclosed"], "2");
  EXPECT_EQ(paper["processing"][0]["bases"], "uk-gdpr-6-1-e");
  EXPECT_EQ(paper["processing"][0]["classes"], "health, identity");
  EXPECT_EQ(paper["processing"][0]["last"], "2026-05-03T09:00:00.000Z");
  EXPECT_EQ(paper["processing"][1]["refused"], "1");
}

TEST(DpiaEvidence, says_how_much_did_not_leave_whole) {
  const std::vector<LogRow> rows{disclosed(5, "police/met"), refused(6, "no-agreement"), later(7, 5, "emergency")};
  const json paper = as_json(dpia_evidence(rows));
  EXPECT_EQ(paper["minimisation"][0]["fields"], "4");
  EXPECT_EQ(paper["minimisation"][0]["rate"], "50.0 %");
  EXPECT_EQ(paper["minimisation"][0]["special"], "1");
  EXPECT_EQ(paper["emergencyCount"][0]["count"], "1");
  EXPECT_EQ(paper["refusals"][0]["count"], "1");
}

TEST(Registers, say_whether_an_emergency_was_reviewed) {
  LogRow emergency = later(5, 2, "emergency");
  emergency.code = "risk-to-life";
  LogRow open = later(6, 2, "emergency");
  const std::vector<LogRow> rows{emergency, open, later(9, 5, "emergency-reviewed", "2026-05-02T08:00:00.000Z"), refused(10, "no-agreement")};
  const json paper = as_json(registers(rows));
  EXPECT_EQ(paper["emergencies"][0]["reviewed"], "2026-05-02T08:00:00.000Z");
  EXPECT_EQ(paper["emergencies"][1]["reviewed"], "not yet");
  EXPECT_EQ(paper["refusals"][0]["code"], "no-agreement");
}

TEST(RetentionReview, counts_from_what_the_agreement_says) {
  struct Case {
    const char* keep;
    bool is_closed;
    const char* due;
    const char* state;
  };
  for (const Case& tried : {Case{"6 years after closure", true, "2032-06-01", "not yet"}, Case{"6 years after closure", false, "", "case open"},
                            Case{"1 month after disclosure", false, "2026-06-01", "due"}, Case{"25 years after eighteenth birthday", true, "", "ask the agency for the birth date"},
                            Case{"", true, "", "the agreement does not say: decide"}, Case{"some years after something", true, "", "decide"}}) {
    std::vector<LogRow> rows{disclosed(5, "police/met")};
    rows[0].keep = tried.keep;
    if (tried.is_closed) {
      LogRow closure = disclosed(9, "", "2026-06-01T09:00:00.000Z");
      closure.kind = "accepted";
      closure.message_type = "closure";
      rows.push_back(closure);
    }
    const json row = as_json(retention_review(rows, "2026-07-01"))["review"][0];
    EXPECT_EQ(row["due"], tried.due) << tried.keep;
    EXPECT_EQ(row["state"], tried.state) << tried.keep;
  }
}

TEST(DueRecords, are_what_the_review_calls_due_and_what_was_accepted_of_a_case_that_nothing_keeps) {
  const auto accepted = [](std::uint64_t sequence, std::string case_id, std::string type, std::string at) {
    LogRow row;
    row.sequence = sequence;
    row.kind = "accepted";
    row.at = std::move(at);
    row.case_id = std::move(case_id);
    row.message_type = std::move(type);
    return row;
  };
  const auto of_case = [](LogRow row, std::string case_id, std::string keep) {
    row.case_id = std::move(case_id);
    row.keep = std::move(keep);
    return row;
  };
  const std::vector<LogRow> rows{
      accepted(1, "c1", "referral", "2026-01-01T09:00:00.000Z"),
      of_case(disclosed(2, "police/met", "2026-01-01T09:00:01.000Z"), "c1", "1 month after disclosure"),
      of_case(disclosed(3, "school/oak", "2026-01-01T09:00:01.000Z"), "c1", "1 year after closure"),
      accepted(4, "c2", "referral", "2026-01-02T09:00:00.000Z"),
      of_case(disclosed(5, "police/met", "2026-01-02T09:00:01.000Z"), "c2", "1 month after disclosure"),
      accepted(6, "c3", "referral", "2026-01-03T09:00:00.000Z"),  // nothing of it was disclosed: nothing is counted
      of_case(disclosed(7, "police/met", "2026-05-20T09:00:00.000Z"), "c4", ""),
      accepted(8, "c1", "closure", "2026-02-01T09:00:00.000Z"),
  };
  const auto due = [&](std::string_view today) { return due_records(rows, today); };
  using Sequences = std::vector<std::uint64_t>;
  EXPECT_EQ(due("2026-01-20"), Sequences{});
  EXPECT_EQ(due("2026-02-01"), Sequences{2}) << "c2's month ends a day later, and c1's closure is still counted from";
  EXPECT_EQ(due("2026-03-01"), (Sequences{2, 4, 5}));
  EXPECT_EQ(due("2027-02-01"), (Sequences{1, 2, 3, 4, 5, 8})) << "a year after c1 was closed nothing of it is kept";
}

// Who got more of the same later may keep the whole until then; what is erased already is not due again.
TEST(DueRecords, count_from_the_last_disclosure_and_leave_out_what_is_gone) {
  std::vector<LogRow> rows{disclosed(1, "police/met", "2026-01-01T09:00:00.000Z"), disclosed(2, "police/met", "2026-04-01T09:00:00.000Z")};
  for (LogRow& row : rows) row.keep = "1 month after disclosure";
  using Sequences = std::vector<std::uint64_t>;
  EXPECT_EQ(due_records(rows, "2026-03-01"), Sequences{});
  EXPECT_EQ(due_records(rows, "2026-06-01"), (Sequences{1, 2}));
  rows[0].is_annex_gone = true;
  EXPECT_EQ(due_records(rows, "2026-06-01"), Sequences{2});
}

TEST(Paper, is_safe_in_a_spreadsheet_and_on_a_page) {
  std::vector<LogRow> rows{disclosed(5, "<script>alert(1)</script>")};
  rows[0].code = "=cmd";
  EXPECT_EQ(paper_as_html(accounting(rows)).find("<script>"), std::string::npos);
  rows[0].counterpart = "=HYPERLINK(1)";
  const std::string sheet = paper_as_csv(accounting(rows));
  EXPECT_NE(sheet.find(",'=HYPERLINK(1),"), std::string::npos) << sheet;
  EXPECT_EQ(sheet.find(",=HYPER"), std::string::npos);
}

TEST(Paper, says_how_it_is_checked_in_every_form) {
  Paper paper = accounting({});
  paper.from = {.made_at = "2026-05-01T09:00:00.000Z", .officer = "ig", .reason = "request 1", .search = 41, .size = 41, .origin = "log.example", .checkpoint = "log.example\n41\nroot\n\n— log.example sig\n", .log_key = "00ff"};
  for (const std::string& form : {paper_as_text(paper), paper_as_html(paper), paper_as_csv(paper), paper_as_json(paper)})
    for (const char* said : {"log.example", "41", "sig"}) EXPECT_NE(form.find(said), std::string::npos) << form;
  EXPECT_NE(paper_as_html(paper).find("concordat audit verify --log COPY --key 00ff"), std::string::npos);
}

TEST(FhirAuditEvent, of_a_disclosure_is_of_the_profile) {
  const auto line = fhir_audit_event(disclosed(5, "police/met"), "log.example");
  ASSERT_TRUE(line);
  const json event = json::parse(*line);
  EXPECT_EQ(event["meta"]["profile"][0], "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PrivacyDisclosure.Source");
  EXPECT_EQ(event["type"]["code"], "110106");
  EXPECT_EQ(event["subtype"][0]["code"], "disclose");
  EXPECT_EQ(event["action"], "R");
  EXPECT_EQ(event["outcome"], "0");
  EXPECT_EQ(event["agent"][0]["type"]["coding"][0]["code"], "110153");
  EXPECT_EQ(event["agent"][0]["who"], event["source"]["observer"]) << "val-audit-source";
  EXPECT_EQ(event["agent"][1]["type"]["coding"][0]["code"], "110152");
  EXPECT_EQ(event["agent"][1]["who"]["display"], "police/met");
  for (std::size_t i : {0U, 1U}) EXPECT_TRUE(event["agent"][i].contains("network"));
  EXPECT_EQ(event["entity"][0]["role"]["code"], "1");
  EXPECT_EQ(event["entity"][0]["what"]["type"], "Patient");
  EXPECT_EQ(event["entity"][1]["detail"].size(), 3U) << "fields that left";
}

TEST(FhirAuditEvent, of_an_access_is_a_query_and_of_other_kinds_there_is_none) {
  LogRow access = later(9, 5, "access");
  access.actor = "council/lbbd/ig";
  access.code = "account";
  const json event = json::parse(fhir_audit_event(access, "log.example").value());
  EXPECT_EQ(event["meta"]["profile"][0], "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.Query");
  EXPECT_EQ(event["action"], "E");
  EXPECT_EQ(event["entity"][0]["role"]["code"], "24");
  EXPECT_FALSE(fhir_audit_event(later(9, 5, "delivered"), "log.example"));
}

TEST(SiemLine, is_flat_and_holds_nothing_of_an_annex) {
  LogRow row = disclosed(5, "police/met");
  row.facts = {"a fact"};
  row.reason = "a reason";
  const json line = json::parse(siem_line(row, "log.example"));
  for (const auto& [key, value] : line.items()) EXPECT_FALSE(value.is_structured()) << key;
  EXPECT_EQ(line["destination.agency"], "police/met");
  for (const char* hidden : {"subject", "fact", "reason\"", "c1"}) EXPECT_EQ(line.dump().find(hidden), std::string::npos) << hidden;
}

}  // namespace
}  // namespace concordat::audit
