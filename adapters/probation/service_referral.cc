#include "adapters/probation/details.h"
#include "base/text.h"

namespace concordat::adapters::probation {
namespace {

// Approved Premises: {eventDetails: {offenceDescription, mappaCategories, submittedBy, …}}.
void read_approved_premises(Reading& reading, const Json& details) {
  read_person(reading, details);
  if (!details["offenceDescription"].text.empty() && reading.carries("offending")) {
    const ElementIndex offence = reading.add("offending.offences");
    reading.take("offending.offences.wording", details["offenceDescription"], offence);
    reading.say("offending.offences.status", "convicted", details["offenceDescription"], offence);
    reading.say("subject.roles.role", "convicted", details["offenceDescription"],
                reading.add("subject.roles"));
  }
  std::vector<std::string> lines;
  for (const auto& [key, label] :
       {std::pair{"mappaCategories", "MAPPA: "}, std::pair{"targetLocation", "Place wanted near: "},
        std::pair{"deliusEventNumber", "Delius event: "}, std::pair{"arrivalOn", "Arrives on "}, std::pair{"departureOn", "Leaves on "},
        std::pair{"arrivedAt", "Arrived at "}, std::pair{"departedAt", "Left at "}, std::pair{"decision", "Decision: "},
        std::pair{"decisionRationale", "Why: "}, std::pair{"cancellationReason", "Cancelled: "}, std::pair{"withdrawalReason", "Withdrawn: "}}) {
    if (details[key].text.empty()) continue;
    lines.push_back(label + details[key].text);
    if (reading.carries("offending")) reading.pass_over(details[key]);
  }
  reading.say("offending.summary", join(lines, "\n"), details);
  std::vector<std::string> custody;
  if (!details["releaseType"].text.empty()) custody.push_back(details["releaseType"].text);
  if (!details["sentenceLengthInMonths"].text.empty())
    custody.push_back("sentence of " + details["sentenceLengthInMonths"].text + " months");
  reading.say("offending.custody", join(custody, "; "), details["releaseType"]);
  if (reading.carries("offending")) reading.pass_over(details["sentenceLengthInMonths"]);
  reading.take("referral.reference", details["applicationId"]);
  reading.take_date("referral.dateReferred", details["submittedAt"]);

  if (const Json& premises = details["premises"]["name"]; !premises.text.empty()) {
    const ElementIndex service = reading.add("services");
    reading.take("services.name", premises, service);
    reading.say("services.role", "Approved premises", premises, service);
  }

  const Json& by = details["submittedBy"];
  const Json& staff = by["staffMember"];
  if (!staff.is_object()) return;
  reading.say("referrer.capacity", "professional", staff);
  reading.say("referrer.name", trim(staff["forenames"].text + " " + staff["surname"].text), staff["surname"]);
  reading.say("referrer.organisation", "Probation Service, " + by["probationArea"]["name"].text,
              by["probationArea"]["name"]);
  reading.pass_over(staff["forenames"]);
  const ElementIndex service = reading.add("services");
  reading.take("services.name", by["team"]["name"], service);
  reading.say("services.role", "Probation supervision", by["team"]["name"], service);
}

// Refer and Monitor, a referral that was sent: {referenceNumber, referral{…}, endRequestedReason …}.
void read_sent_referral(Reading& reading, const Json& document) {
  const Json& reference = document["referenceNumber"];
  reading.take("referral.reference", reference);
  reading.take("change.reference", reference);
  reading.take("change.summary", document["endRequestedReason"]);
  reading.take_date("closure.date", document["concludedAt"]);
  const Json& provider = document["referral"]["serviceProvider"]["name"];
  if (provider.text.empty()) return;
  const ElementIndex service = reading.add("services");
  reading.take("services.name", provider, service);
  reading.take("services.role", document["referral"]["contractTypeName"], service);
}

// Refer and Monitor, as a subject access response tells it: one of content.referral[].
void read_disclosed_referral(Reading& reading, const Json& document) {
  const Json& details = document["referral_details"];
  if (!details.is_object()) return;
  reading.take("referral.reference", document["referral_number"]);
  reading.take_date("referral.dateReferred", document["sent_at"]);
  reading.take("referral.reason", details["reason_for_referral"]);
  reading.take("referral.support", details["further_information"]);
  reading.take("referral.category", document["status"]);
  reading.take("subject.disability", document["accessibility_needs"]);
  if (const Json& interpreter = document["needs_interpreter"]; interpreter.kind == Json::Kind::boolean)
    reading.say("subject.interpreter", interpreter.is_yes() ? "yes" : "no", interpreter);
  reading.take("subject.language", document["interpreting_language"]);
  const Json& practitioner = document["probation_practitioner_details"];
  if (!practitioner["name"].text.empty()) {
    reading.say("referrer.capacity", "professional", practitioner["name"]);
    reading.take("referrer.name", practitioner["name"]);
    reading.take("referrer.role", practitioner["role_job_title"]);
    reading.take("referrer.organisation", practitioner["probation_office"]);
    reading.take("offending.supervisor", practitioner["name"]);
  }
  if (const Json& provider = document["service_provider_name"]; !provider.text.empty()) {
    const ElementIndex service = reading.add("services");
    reading.take("services.name", provider, service);
  }
  if (!reading.carries("concern")) return;
  std::optional<ElementIndex> concern;
  const auto passage = [&](std::string_view label, const Json& text, const Json& when) {
    if (trim(text.text).empty()) return;
    if (!concern) {
      concern = reading.add("concern");
      reading.say("concern.category", "offending", text, *concern);
    }
    const ElementIndex element = reading.add("concern.narrative", *concern);
    reading.say("concern.narrative.text", std::string{label} + ": " + text.text, text, element);
    reading.say("concern.narrative.class", "background", text, element);
    reading.say("concern.narrative.status", "assessment", text, element);
    reading.take_date("concern.narrative.observed", when, element);
  };
  passage("Additional needs", document["additional_needs_information"], document["created_at"]);
  for (const Json& note : document["case_notes"].items)
    passage(note["subject"].text.empty() ? "Case note" : note["subject"].text, note["body"], note["sent_at"]);
  for (const Json& session : document["appointment"].items) {
    passage("Session", session["session_summary"], session["created_at"]);
    passage("Concerns in the session", session["session_concerns"], session["created_at"]);
  }
  const Json& report = document["end_of_service_report"];
  passage("End of service", report["further_information"], report["submitted_at"]);
  for (const Json& note : document["case_notes"].items) reading.pass_over(note["subject"]);
  for (const Json& plan : document["action_plans"].items)
    for (const Json& activity : plan["action_plan_activities"].items) {
      if (!concern) continue;
      const ElementIndex action = reading.add("concern.actions", *concern);
      reading.take("concern.actions.text", activity["description"], action);
      reading.take_date("concern.actions.date", activity["createdAt"], action);
    }
}

}  // namespace

void read_service_referral(Reading& reading, const Json& document) {
  if (document["eventDetails"].is_object()) read_approved_premises(reading, document["eventDetails"]);
  if (document.has("referenceNumber")) read_sent_referral(reading, document);
  read_disclosed_referral(reading, document);
}

void read_detail(Reading& reading, const Json& document) {
  read_person(reading, document);
  read_risk(reading, document);
  read_supervision(reading, document);
  read_service_referral(reading, document);
}

}  // namespace concordat::adapters::probation
