// One message being written from one FHIR document: what every mapping below reads and writes. Each
// mapping takes one kind of resource, sets what we have fields for, and notes what it does not carry.
#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/native.h"
#include "adapters/nhs/fhir.h"
#include "schemas/draft.h"

namespace concordat::adapters::nhs {

struct Mapping {
  const FhirBundle& bundle;
  std::optional<Date> day;  // the message's own: ages are taken on it
  schemas::Draft draft = {};
  std::vector<std::string> not_carried = {};
  Problems doubted = {};                    // wrong NHS numbers of the subject: settle_subject decides on them
  std::vector<std::string> summary = {};    // lines of health.summary
  std::vector<std::string> care_plan = {};  // lines of health.carePlan
  std::string only_known_as = {};           // the UUID that a message gives a patient whom nobody has identified yet
  std::set<std::string> nhs_numbers = {};   // of the subject
  std::uint32_t names = 0;                  // of the subject, by family name or whole
  std::uint32_t given_names = 0;            // of the subject
  std::uint32_t identifiers = 0;            // of the subject, that are believed
  std::uint32_t concerns = 0;               // elements added so far: what a restriction's position counts
  std::uint32_t related = 0;
  std::uint32_t flags = 0;
  bool has_encounter = false;               // only one is carried

  void note(std::string path);  // not carried, though it was read; once
};

// subject.cc
void map_patient(Mapping& mapping, const Json& patient);
void map_related_person(Mapping& mapping, const Json& person, std::string_view type);
// A subject known only by reference or identifier. False where the reference says nothing.
bool map_subject_reference(Mapping& mapping, const Json& reference, std::string_view path);
// Once the subject is mapped: a wrong NHS number is left out where the person is otherwise named, and
// refuses the message where they are not.
void settle_subject(Mapping& mapping);

// concern.cc
enum class FlagUse { made_concern, carried };
FlagUse map_flag(Mapping& mapping, const Json& flag);
void map_consent(Mapping& mapping, const Json& consent);

// request.cc: what a referral says of itself, and the message that comes of a whole mapping.
Translation from_place(std::string place, std::string reference);
std::string day_text(const std::optional<Date>& day);
std::string reason_text(const Json& service_request);
void map_request(Mapping& mapping, const Json& request, const std::string& reference, const std::string& day_sent);
void map_urgency(Mapping& mapping, Translation& message, const Json& priority);
Outcome<Translated> finish(Mapping mapping, schemas::BodyType type, Translation message);

// What nobody looked at in a resource, or in a document but for some of its resources.
std::vector<std::string> unread_fhir(const Json& document, const std::vector<const Json*>& but = {});

// resources.cc: resources that no message bundle holds: a Flag, a Patient, a RelatedPerson, a
// ServiceRequest or e-RS's own request, alone or in a search result or a batch.
Outcome<Translated> translate_resources(const Json& document, const std::string& place);

// clinical.cc: everything else that a message holds about health, in its order.
bool is_medical(std::string_view type);  // a resource of a type that says something of a patient's health
void map_medical_resource(Mapping& mapping, const Json& resource);
void write_clinical_words(Mapping& mapping);  // after the last of them: what they said in words
void map_clinical(Mapping& mapping, const Json& service_request, const Json& focus_encounter);

// sender.cc: the requester and the sending organisation; the services asked or involved.
void map_sender(Mapping& mapping, const Json& header, const Json& service_request);

// restriction.cc: what meta.security says of a resource becomes a restriction on what was made of it.
// No label, one that restricts nothing, one of a system that we do not know, one that restricts.
enum class Labelled { no, open, strange, restricted };
Labelled map_security(Mapping& mapping, const Json& resource, std::initializer_list<std::string> paths);
void restrict(Mapping& mapping, std::string_view path, std::string_view strength, std::string_view reason);

}  // namespace concordat::adapters::nhs
