#include "adapters/police/formats.h"
#include "adapters/police/marks.h"
#include "adapters/police/niem_person.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::police {
namespace {

const XmlElement& results_in(const XmlElement& root) {
  constexpr std::string_view name = "PersonHealthInformationSearchResults";
  return root.name == name ? root : root.descendant(name);
}

// The outermost elements of that name, wherever they lie: each jail's system nests them its own way.
void find_all(const XmlElement& in, std::string_view name, std::vector<const XmlElement*>& out) {
  for (const XmlElement& child : in.children)
    if (child.name == name)
      out.push_back(&child);
    else
      find_all(child, name, out);
}
std::vector<const XmlElement*> everywhere(const XmlElement& in, std::string_view name) {
  std::vector<const XmlElement*> out;
  find_all(in, name, out);
  return out;
}

void read_diagnoses(Reading& reading, const XmlElement& results) {
  for (const std::string_view name : {"EvaluationDiagnosisDescriptionText", "BehavioralHealthDiagnosisText", "DiagnosisDescriptionText"})
    for (const XmlElement* diagnosis : everywhere(results, name)) {
      if (diagnosis->text.empty()) continue;
      const ElementIndex condition = reading.add("health.conditions");
      reading.take("health.conditions.display", *diagnosis, condition);
    }
}

void read_medications(Reading& reading, const XmlElement& results) {
  for (const XmlElement* prescribed : everywhere(results, "PrescribedMedication")) {
    const XmlElement& name = prescribed->descendant("ItemName").is_absent() ? prescribed->descendant("MedicationName") : prescribed->descendant("ItemName");
    if (name.text.empty()) continue;
    const ElementIndex medication = reading.add("health.medications");
    reading.take("health.medications.display", name, medication);
    const XmlElement& date = prescribed->descendant("MedicationDispensingDate").child("Date");
    reading.take_date("health.medications.date", date, medication);
  }
}

struct Indicator {
  std::string_view name;
  std::string_view path;
  std::string_view words;  // said where it is true
};
constexpr Indicator indicators[] = {
    {"SeriousMentalIllnessIndicator", "health.mentalHealth", "Serious mental illness indicated"},
    {"SeriousMentalHealthIndicator", "health.mentalHealth", "Serious mental illness indicated"},
    {"GeneralMentalHealthConditionIndicator", "health.mentalHealth", "A mental health condition is indicated"},
    {"SubstanceAbuseIndicator", "health.substanceUse", "Substance use indicated"},
    {"HighRiskNeedsIndicator", "health.summary", "High risk or high needs indicated"},
};

void read_indicators(Reading& reading, const XmlElement& results) {
  for (const Indicator& known : indicators)
    for (const XmlElement* said : everywhere(results, known.name)) {
      const std::string word = to_lower(said->text);
      if (word != "true" && word != "1") continue;  // what is not so is told as not carried
      reading.say(known.path, known.words, *said);
    }
}

}  // namespace

bool is_person_health(const XmlElement& root) { return !results_in(root).is_absent(); }

Outcome<Translated> translate_person_health(const XmlElement& root) {
  const XmlElement& results = results_in(root);
  const auto people = results.all("Person");
  if (is_overlong(results)) return refuse("too-large", results.place() + ", " + results.name, "says more of one person than a message may carry");
  if (people.size() != 1)
    return refuse("missing-subject", results.place() + ", " + results.name,
                  people.empty() ? "the results name no person" : "the results name several people: whose health is told cannot be known");
  const XmlElement& person = *people.front();
  const XmlElement& created = results.child("DocumentCreationDate").child("Date");
  Reading reading;
  write_niem_subject(reading, person, day_of(created.text));
  const XmlElement& number = person.child("PersonPersistentIdentification").child("IdentificationID");
  if (!number.text.empty()) {
    const ElementIndex identifier = reading.add("subject.identifiers");
    reading.take("subject.identifiers.value", number, identifier);
    reading.say("subject.identifiers.system", "localId", number, identifier);
  }
  read_diagnoses(reading, results);
  read_medications(reading, results);
  read_indicators(reading, results);
  reading.say("change.kind", "added", results);
  reading.take_date("change.date", created);
  reading.take("change.reference", results.child("DocumentIdentification").child("IdentificationID"));
  if (!reading.names_somebody()) reading.problem("missing-subject", person, "the person the results are about has no name");
  Translation translation{.type = schemas::BodyType::update,
                          .body = {},
                          .place = person.place() + ", Person",
                          .reference = {},
                          .marking = {},
                          .not_carried = reading.not_taken(results)};
  obey_marks(reading, results, results, translation);
  if (reading.parts().contains("health")) restrict_part(reading, "health", "liftable", "onwardNotAllowed", results);
  auto body = std::move(reading).finish(translation.type);
  if (!body) return Fail{body.error()};
  translation.body = std::move(*body);
  return translated(std::move(translation));
}

}  // namespace concordat::adapters::police
