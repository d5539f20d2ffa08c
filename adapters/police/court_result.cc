#include "adapters/police/court.h"
#include "adapters/police/formats.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::police {
namespace {

std::string_view bail_words(std::string_view code) {
  if (code == "U") return "Unconditional bail";
  if (code == "B") return "Conditional bail";
  if (code == "C") return "In custody";
  if (code == "A") return "Not applicable";
  return code;
}
std::string_view plea_words(std::string_view code) {
  if (code == "1") return "Guilty";
  if (code == "2") return "Not guilty";
  return code;
}
std::string_view finding_words(std::string_view code) {
  if (code == "G") return "Guilty";
  if (code == "N") return "Not guilty";
  return code;
}

CourtOffence read_offence(Reading& reading, const XmlElement& offence) {
  const XmlElement& base = offence.child("BaseOffenceDetails");
  const XmlElement& start = base.child("OffenceTiming").child("OffenceStart").child("OffenceDateStartDate");
  CourtOffence out{.code = std::string{base.text_of("OffenceCode")},
                   .wording = std::string{base.text_of("OffenceWording")},
                   .date = day_of(start.text),
                   .plea = std::string{plea_words(offence.text_of("Plea"))},
                   .finding = std::string{finding_words(offence.text_of("Finding"))},
                   .results = {}};
  out.is_acquitted = offence.text_of("Finding") == "N";
  out.is_convicted =
      !out.is_acquitted && (offence.text_of("Finding") == "G" || !offence.text_of("ConvictionDate").empty());
  for (const XmlElement* result : offence.all("Result")) {
    const std::string_view code = result->text_of("ResultCode");
    const std::string_view text = result->text_of("ResultText");
    out.results.push_back(std::string{text.empty() ? "Result " : ""} +
                          std::string{text.empty() ? code : text});
    reading.pass_over(result->child("ResultText"));
    if (text.empty()) reading.pass_over(result->child("ResultCode"));
  }
  for (std::string_view name : {"OffenceCode", "OffenceWording"}) reading.pass_over(base.child(name));
  reading.pass_over(start);
  for (std::string_view name : {"Plea", "Finding", "ConvictionDate"}) reading.pass_over(offence.child(name));
  return out;
}

void read_name(Reading& reading, const XmlElement& name) {
  std::vector<std::string> given;
  for (const XmlElement& part : name.children)
    if (part.name.starts_with("PersonGivenName") && !part.text.empty()) given.push_back(part.text);
  const ElementIndex element = reading.add("subject.names");
  reading.say("subject.names.given", join(given, " "), name, element);
  reading.take("subject.names.family", name.child("PersonFamilyName"), element);
  reading.say("subject.names.kind", "legal", name, element);
  for (const XmlElement& part : name.children)
    if (part.name.starts_with("PersonGivenName")) reading.pass_over(part);
}

Outcome<Translation> read_defendant(const XmlElement& hearing, const XmlElement& hearing_case,
                                    const XmlElement& defendant) {
  if (is_overlong(defendant))
    return refuse("too-large", defendant.place() + ", " + defendant.name,
                  "says more of one person than a message may carry");
  Reading reading;
  const XmlElement& individual = defendant.child("CourtIndividualDefendant");
  const XmlElement& details = individual.child("PersonDefendant").child("BasePersonDetails");
  const std::string hearing_day = day_of(hearing.text_of("DateOfHearing"));
  if (!details.child("PersonName").is_absent()) read_name(reading, details.child("PersonName"));
  write_person(reading, details.child("Birthdate"), details.child("Gender"), hearing_day);
  const XmlElement& address = individual.child("Address");
  for (std::string_view shape : {"SimpleAddress", "ComplexAddress"})
    if (!address.child(shape).is_absent()) write_address(reading, address.child(shape));
  write_identifier(reading, "asn", defendant.child("ProsecutorReference"));

  reading.take("offending.crimeReference", hearing_case.child("PTIURN"));
  reading.say("offending.court", hearing.text_of("CourtHearingLocation"), hearing);
  reading.take_date("offending.hearingDate", hearing.child("DateOfHearing"));
  const XmlElement& bail = individual.child("BailStatus");
  reading.say("offending.bailStatus", bail_words(bail.text), bail);
  std::vector<std::string> conditions;
  for (std::string_view name : {"BailConditions", "ReasonForBailConditionsOrCustody"})
    for (const XmlElement* condition : individual.all(name)) {
      conditions.push_back(condition->text);
      reading.pass_over(*condition);
    }
  reading.say("offending.restrictions", join(conditions, "\n"), individual);

  std::vector<CourtOffence> offences;
  for (const XmlElement* offence : defendant.all("Offence"))
    offences.push_back(read_offence(reading, *offence));
  write_offences(reading, offences, defendant);
  reading.say("change.kind", "statusChanged", defendant);
  reading.say("change.summary",
              "Results of a court hearing for " + std::to_string(offences.size()) +
                  (offences.size() == 1 ? " offence" : " offences"),
              defendant);
  reading.say("change.date", hearing_day, hearing);
  reading.say("change.reference", hearing_case.text_of("PTIURN"), hearing_case);

  Translation translation{.type = schemas::BodyType::update,
                          .body = {},
                          .place = defendant.place() + ", Defendant",
                          .reference = std::string{hearing_case.text_of("PTIURN")},
                          .marking = {},
                          .not_carried = reading.not_taken(defendant)};
  if (!reading.names_somebody())
    reading.problem("missing-subject", defendant,
                    "the defendant has neither a name nor an arrest summons number");
  translation.left_out = reading.left_out();
  auto body = std::move(reading).finish(translation.type);
  if (!body) return Fail{body.error()};
  translation.body = std::move(*body);
  return translation;
}

}  // namespace

bool is_court_result(const XmlElement& root) {
  return root.name == "ResultedCaseMessage" || !root.descendant("ResultedCaseMessage").is_absent();
}

Outcome<Translated> translate_court_result(const XmlElement& root) {
  const XmlElement& message =
      root.name == "ResultedCaseMessage" ? root : root.descendant("ResultedCaseMessage");
  std::vector<Translation> messages;
  std::vector<std::string> organisations;
  Problems problems;
  for (const XmlElement* session : message.all("Session")) {
    const XmlElement& hearing = session->child("CourtHearing").child("Hearing");
    for (const XmlElement* hearing_case : session->all("Case"))
      for (const XmlElement* defendant : hearing_case->all("Defendant")) {
        if (!defendant->child("CourtCorporateDefendant").is_absent()) {
          organisations.push_back(defendant->place() + ", Defendant (an organisation)");
          continue;
        }
        auto translation = read_defendant(hearing, *hearing_case, *defendant);
        if (translation)
          messages.push_back(std::move(*translation));
        else
          problems.insert(problems.end(), translation.error().begin(), translation.error().end());
      }
  }
  if (messages.empty() && problems.empty())
    problems.push_back({"missing-subject", message.place() + ", " + message.name,
                        "the message has no defendant who is a person"});
  if (!messages.empty())
    messages.front().not_carried.insert(messages.front().not_carried.end(), organisations.begin(),
                                        organisations.end());
  return translated(std::move(messages), std::move(problems));
}

}  // namespace concordat::adapters::police
