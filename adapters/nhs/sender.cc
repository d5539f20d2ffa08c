#include "adapters/nhs/code_lists.h"
#include "adapters/nhs/mapping.h"

namespace concordat::adapters::nhs {
namespace {

// The Practitioner and PractitionerRole behind a reference to either.
struct Person {
  const Json* practitioner;
  const Json* role;
};

Person person_behind(const Mapping& mapping, const Json& reference) {
  static const Json absent{};
  const Json& target = mapping.bundle.resolve(reference);
  if (type_of(target) == "PractitionerRole")
    return {&mapping.bundle.resolve(target["practitioner"]), &target};
  if (type_of(target) != "Practitioner") return {&absent, &absent};
  for (const Json* role : mapping.bundle.all("PractitionerRole"))
    if (&mapping.bundle.resolve((*role)["practitioner"]) == &target) return {&target, role};
  return {&target, &absent};
}

void map_professional_contacts(Mapping& mapping, const Json& telecoms) {
  schemas::Draft& draft = mapping.draft;
  for (const Json* telecom : each(telecoms)) {
    const std::string_view kind = contact_kind_of((*telecom)["system"].text, (*telecom)["use"].text);
    const std::string_view path = kind == "email" ? "referrer.email" : "referrer.phone";
    if (kind != "other" && !draft.has(path))
      draft.set(path, (*telecom)["value"].text, schemas::no_element,
                place_of("Practitioner.telecom", *telecom));
  }
}

}  // namespace

void map_sender(Mapping& mapping, const Json& header, const Json& service_request) {
  schemas::Draft& draft = mapping.draft;
  const Person person = person_behind(mapping, service_request["requester"]);
  const std::string& sender = mapping.bundle.resolve(header["sender"])["name"].text;
  // FHIR has no way to ask for anonymity, and a clinician who sends a message is named in it.
  draft.set("referrer.capacity", "professional");
  draft.set("referrer.anonymous", "no");
  draft.set("referrer.name", name_of_person((*person.practitioner)["name"]), schemas::no_element,
            "Practitioner.name");
  const Json& role = (*person.role)["code"].is_null() ? (*person.role)["specialty"] : (*person.role)["code"];
  draft.set("referrer.role", words_of(role));
  const std::string& own = mapping.bundle.resolve((*person.role)["organization"])["name"].text;
  draft.set("referrer.organisation", sender.empty() ? own : sender, schemas::no_element,
            "MessageHeader.sender");
  map_professional_contacts(mapping, (*person.practitioner)["telecom"]);
  map_professional_contacts(mapping, (*person.role)["telecom"]);

  for (const Json* reference : each(service_request["performer"])) {
    const Json& performer = mapping.bundle.resolve(*reference);
    if (type_of(performer) != "HealthcareService" && type_of(performer) != "Organization") continue;
    const auto element = draft.add("services");
    draft.set("services.name", performer["name"].text, element,
              place_of("ServiceRequest.performer", *reference));
    if (draft.has("services.name", element))
      draft.set("services.role", "asked to act on this message", element);
    if (type_of(performer) == "HealthcareService") draft.set("health.service", performer["name"].text);
  }
}

}  // namespace concordat::adapters::nhs
