#include "adapters/police/court.h"
#include "adapters/police/formats.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::police {
namespace {

// The words that stand beside a code, or the code.
std::string worded(const XmlElement& coded) {
  const std::string_view literal = coded.attribute("Literal");
  return std::string{literal.empty() ? std::string_view{coded.text} : literal};
}

std::string offence_code(const XmlElement& offence) {
  const XmlElement& reason = offence.child("CriminalProsecutionReference").child("OffenceReason");
  const XmlElement& local = reason.child("LocalOffenceCode").child("OffenceCode");
  if (!local.text.empty()) return local.text;
  const XmlElement& code = reason.child("OffenceCode");
  if (!code.text_of("FullCode").empty()) return std::string{code.text_of("FullCode")};
  std::string out;
  for (std::string_view part : {"ActOrSource", "Year", "Reason", "Qualifier"}) out += code.text_of(part);
  return out;
}

CourtOffence read_offence(Reading& reading, const XmlElement& offence) {
  const XmlElement& start = offence.child("ActualOffenceStartDate").child("StartDate");
  const std::string_view wording = offence.text_of("ActualOffenceWording");
  CourtOffence out{.code = offence_code(offence),
                   .wording = std::string{wording.empty() ? offence.text_of("OffenceTitle") : wording},
                   .date = day_of(start.text),
                   .plea = {},
                   .finding = {},
                   .results = {}};
  for (const XmlElement* result : offence.all("Result")) {
    const XmlElement& plea = result->child("PleaStatus");
    const XmlElement& verdict = result->child("Verdict");
    if (out.plea.empty()) out.plea = worded(plea);
    if (out.finding.empty()) out.finding = worded(verdict);
    out.is_convicted = out.is_convicted || verdict.text == "G";
    out.is_acquitted = out.is_acquitted || verdict.text == "NG";
    const std::string_view text = result->text_of("ResultVariableText");
    out.results.push_back(text.empty() ? "Result " + std::string{result->text_of("CJSresultCode")}
                                       : std::string{text});
    for (std::string_view name : {"PleaStatus", "Verdict", "ResultVariableText"})
      reading.pass_over(result->child(name));
    reading.pass_over(result->child("SourceOrganisation"));
  }
  if (!offence.text_of("ConvictionDate").empty()) out.is_convicted = !out.is_acquitted;
  for (std::string_view name :
       {"CriminalProsecutionReference", "ActualOffenceWording", "ActualOffenceStartDate", "ConvictionDate"})
    reading.pass_over(offence.child(name));
  return out;
}

void read_name(Reading& reading, const XmlElement& name) {
  std::vector<std::string> given;
  for (const XmlElement* part : name.all("GivenName")) given.push_back(part->text);
  const ElementIndex element = reading.add("subject.names");
  reading.say("subject.names.given", join(given, " "), name, element);
  reading.take("subject.names.family", name.child("FamilyName"), element);
  reading.say("subject.names.kind", "legal", name, element);
  reading.pass_over(name);
}

}  // namespace

bool is_hearing_outcome(const XmlElement& root) {
  return root.name == "AnnotatedHearingOutcome" || !root.descendant("AnnotatedHearingOutcome").is_absent();
}

Outcome<Translated> translate_hearing_outcome(const XmlElement& root) {
  const XmlElement& annotated =
      root.name == "AnnotatedHearingOutcome" ? root : root.descendant("AnnotatedHearingOutcome");
  const XmlElement& outcome = annotated.child("HearingOutcome");
  const XmlElement& hearing = outcome.child("Hearing");
  const XmlElement& hearing_case = outcome.child("Case");
  const XmlElement& defendant = hearing_case.child("HearingDefendant");
  const XmlElement& details = defendant.child("DefendantDetail");
  const std::string hearing_day = day_of(hearing.text_of("DateOfHearing"));

  if (is_overlong(annotated))
    return refuse("too-large", annotated.place() + ", " + annotated.name,
                  "says more of one person than a message may carry");
  Reading reading;
  if (!details.child("PersonName").is_absent()) read_name(reading, details.child("PersonName"));
  write_person(reading, details.child("BirthDate"), details.child("Gender"), hearing_day);
  write_address(reading, defendant.child("Address"));
  write_identifier(reading, "asn", defendant.child("ArrestSummonsNumber"));
  write_identifier(reading, "pncId", defendant.child("PNCIdentifier"));
  reading.take("offending.crimeReference", hearing_case.child("PTIURN"));
  reading.say("offending.court", hearing.text_of("CourtHouseName"), hearing.child("CourtHouseName"));
  reading.take_date("offending.hearingDate", hearing.child("DateOfHearing"));
  reading.say("offending.bailStatus", worded(defendant.child("RemandStatus")),
              defendant.child("RemandStatus"));
  std::vector<std::string> conditions;
  for (const XmlElement* condition : defendant.all("BailConditions")) {
    conditions.push_back(condition->text);
    reading.pass_over(*condition);
  }
  reading.say("offending.restrictions", join(conditions, "\n"), defendant);
  std::vector<CourtOffence> offences;
  for (const XmlElement* offence : defendant.all("Offence"))
    offences.push_back(read_offence(reading, *offence));
  if (!defendant.is_absent()) write_offences(reading, offences, defendant);
  reading.say("change.kind", "statusChanged", outcome);
  reading.say("change.summary",
              "Results of a court hearing for " + std::to_string(offences.size()) +
                  (offences.size() == 1 ? " offence" : " offences"),
              outcome);
  reading.say("change.date", hearing_day, hearing);
  reading.say("change.reference", hearing_case.text_of("PTIURN"), hearing_case);
  if (!reading.names_somebody())
    reading.problem("missing-subject", defendant.is_absent() ? annotated : defendant,
                    "the outcome names no defendant: an organisation is not carried");

  Translation translation{.type = schemas::BodyType::update,
                          .body = {},
                          .place = annotated.place() + ", " + annotated.name,
                          .reference = std::string{hearing_case.text_of("PTIURN")},
                          .marking = {},
                          .not_carried = reading.not_taken(defendant)};
  translation.left_out = reading.left_out();
  auto body = std::move(reading).finish(translation.type);
  if (!body) return Fail{body.error()};
  translation.body = std::move(*body);
  return translated(std::move(translation));
}

}  // namespace concordat::adapters::police
