#include <algorithm>

#include "adapters/police/formats.h"
#include "adapters/police/marks.h"
#include "adapters/police/niem_person.h"
#include "adapters/police/people.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::police {
namespace {

constexpr std::size_t patients_max = 200;

const XmlElement& record_in(const XmlElement& root) {
  constexpr std::string_view name = "BehavioralHealthEvaluationRecord";
  return root.name == name ? root : root.descendant(name);
}

std::string dated(const XmlElement& date, const std::string& text) {
  return date.text.empty() ? text : date.text + ": " + text;
}

// Reads one patient. Everything an evaluation says goes to health, even that there was one: no summary of
// the change and no service tells of it, for those are granted where health is not.
class PatientReader {
public:
  PatientReader(const XmlElement& record, const XmlElement& person,
                std::vector<const XmlElement*> evaluations)
      : record_(record), person_(person), evaluations_(std::move(evaluations)) {}

  Outcome<Translation> read() && {
    const XmlElement& created = record_.child("DocumentCreationDate").child("Date");
    const XmlElement& number = record_.child("DocumentIdentification").child("IdentificationID");
    write_niem_subject(reading_, person_, latest_day(created));
    for (const XmlElement* evaluation : evaluations_) read_evaluation(*evaluation);
    reading_.say("health.summary", join(summary_, "\n"), record_);
    reading_.say("health.mentalHealth", join(mental_health_, "\n"), record_);
    reading_.say("health.service", join(services_, "\n"), record_);
    reading_.say("health.carePlan", join(referrals_, "\n"), record_);
    reading_.say("change.kind", "added", record_);
    reading_.take_date("change.date", created);
    reading_.take("change.reference", number);
    if (!reading_.names_somebody())
      reading_.problem("missing-subject", person_, "the person the record is about has no name");
    Translation translation{.type = schemas::BodyType::update,
                            .body = {},
                            .place = person_.place() + ", Person",
                            .reference = number.text,
                            .marking = {},
                            .not_carried = reading_.not_taken(person_)};
    obey_marks(reading_, record_, record_, translation);
    if (reading_.parts().contains("health"))
      restrict_part(reading_, "health", "liftable", "onwardNotAllowed", record_);
    for (const XmlElement* evaluation : evaluations_) {
      const auto left = reading_.not_taken(*evaluation);
      translation.not_carried.insert(translation.not_carried.end(), left.begin(), left.end());
    }
    auto body = std::move(reading_).finish(translation.type);
    if (!body) return Fail{body.error()};
    translation.body = std::move(*body);
    return translation;
  }

private:
  static const XmlElement& date_of(const XmlElement& evaluation) {
    return evaluation.child("ActivityDate").child("Date");
  }
  std::string latest_day(const XmlElement& created) const {
    std::string latest;
    for (const XmlElement* evaluation : evaluations_)
      latest = std::max(latest, day_of(date_of(*evaluation).text));
    return latest.empty() ? day_of(created.text) : latest;
  }

  void read_evaluation(const XmlElement& evaluation) {
    const XmlElement& date = date_of(evaluation);
    const XmlElement& name = evaluation.child("EvaluationProvider").child("EntityPerson").child("PersonName");
    const std::string provider = niem_name(name);
    summary_.push_back(dated(date, "Evaluated" + (provider.empty() ? std::string{} : " by " + provider)));
    reading_.pass_over(name);
    if (const XmlElement& diagnosis = evaluation.child("EvaluationDiagnosisDescriptionText");
        !diagnosis.text.empty()) {
      const ElementIndex condition = reading_.add("health.conditions");
      reading_.take("health.conditions.display", diagnosis, condition);
      reading_.take_date("health.conditions.date", date, condition);
    }
    reading_.pass_over(date);
    tell(referrals_, date, "", evaluation.child("EvaluationReferralDescriptionText"));
    tell(services_, date, "Treatment service ", evaluation.child("EvaluationTreatmentServiceCodeText"));
    read_serious_illness(evaluation, date);
  }
  void read_serious_illness(const XmlElement& evaluation, const XmlElement& date) {
    const XmlElement& indicator = evaluation.child("SeriousMentalHealthIndicator");
    const std::string word = to_lower(indicator.text);
    if (word == "true" || word == "1" || word == "false" || word == "0") {
      const bool is_serious = word == "true" || word == "1";
      mental_health_.push_back(dated(
          date, is_serious ? "Serious mental illness indicated" : "No serious mental illness indicated"));
      reading_.pass_over(indicator);
    }
    tell(mental_health_, date, "Kind: ", evaluation.child("SeriousMentalHealthCategoryText"));
    const XmlElement& met = evaluation.child("SeriousMentalHealthEncounterDate").child("Date");
    tell(mental_health_, met,
         "Encounter with the police: ", evaluation.child("SeriousMentalHealthEncounterDescriptionText"));
  }
  void tell(std::vector<std::string>& lines, const XmlElement& date, std::string_view label,
            const XmlElement& said) {
    if (said.text.empty()) return;
    lines.push_back(dated(date, std::string{label} + said.text));
    reading_.pass_over(said);
    reading_.pass_over(date);
  }

  const XmlElement& record_;
  const XmlElement& person_;
  std::vector<const XmlElement*> evaluations_;
  std::vector<std::string> summary_;
  std::vector<std::string> mental_health_;
  std::vector<std::string> services_;
  std::vector<std::string> referrals_;
  Reading reading_;
};

// The evaluations that an association ties to the person. Where there is one person and no association at
// all, they are that person's; an evaluation is never guessed to be somebody's.
std::vector<const XmlElement*> evaluations_of(const XmlElement& record, const XmlElement& person) {
  const auto associations = record.all("ActivityPersonAssociation");
  const auto evaluations = record.all("BehavioralHealthEvaluation");
  if (associations.empty() && record.all("Person").size() == 1) return evaluations;
  std::vector<const XmlElement*> out;
  for (const XmlElement* evaluation : evaluations)
    if (std::any_of(associations.begin(), associations.end(), [&](const XmlElement* association) {
          const std::string_view activity = ref_of(association->child("Activity"));
          const std::string_view whose = ref_of(association->child("Person"));
          return !activity.empty() && !whose.empty() && activity == id_of(*evaluation) &&
                 whose == id_of(person);
        }))
      out.push_back(evaluation);
  return out;
}

}  // namespace

bool is_behavioral_health(const XmlElement& root) {
  return !record_in(root).is_absent();
}

Outcome<Translated> translate_behavioral_health(const XmlElement& root) {
  const XmlElement& record = record_in(root);
  const auto people = record.all("Person");
  if (is_overlong(record) || people.size() > patients_max)
    return refuse("too-large", record.place() + ", " + record.name,
                  "says more than a message may carry, or is about more than " +
                      std::to_string(patients_max) + " people");
  if (people.empty())
    return refuse("missing-subject", record.place() + ", " + record.name, "the record names no person");
  std::vector<Translation> messages;
  Problems problems;
  std::set<const XmlElement*> owned;
  for (const XmlElement* person : people) {
    const auto evaluations = evaluations_of(record, *person);
    owned.insert(evaluations.begin(), evaluations.end());
    auto read = PatientReader{record, *person, evaluations}.read();
    if (read)
      messages.push_back(std::move(*read));
    else
      problems.insert(problems.end(), read.error().begin(), read.error().end());
  }
  for (const XmlElement* evaluation : record.all("BehavioralHealthEvaluation"))
    if (!owned.contains(evaluation))
      problems.push_back({"missing-subject", evaluation->place() + ", " + evaluation->name,
                          "no ActivityPersonAssociation says whose evaluation it is"});
  return translated(std::move(messages), std::move(problems));
}

}  // namespace concordat::adapters::police
