// The resources of an outgoing BaRS bundle, each from the released fields it can hold. A value released
// at a lesser view is shown as that: partial dates as FHIR allows, "masked" where only existence is told,
// and an extension that names the view where the text alone would mislead.
#pragma once

#include <string>
#include <string_view>

#include "adapters/json.h"
#include "adapters/released.h"

namespace concordat::adapters::nhs {

inline constexpr std::string_view absent_reason_url =
    "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
inline constexpr std::string_view view_url = "urn:concordat:released-view";

Json resource(std::string_view type, std::string_view id);
Json reference(std::string_view url);
Json text_concept(std::string_view text);  // a CodeableConcept of words alone; null where there are none
Json one(Json value);                      // a list of it; of nothing where it is null
Json coded(std::string_view system, std::string_view code, std::string_view text);  // a CodeableConcept of one code
Json extension_of(std::string_view url, std::string_view value_name, std::string_view value);

// Puts a released primitive under `name` as its view allows; nothing where it was not released.
void put_released(Json& out, std::string_view name, const schemas::DeliveredField* field);

Json patient_resource(Released& released, std::string_view id);
Json related_person_resource(Released& released, schemas::ElementIndex person, std::string_view id,
                             std::string_view patient_url);

// render_answer.cc: what kind of message it is, and the answer of one that answers.
struct RequestKind {
  std::string_view code;
  std::string_view display;
};
// A referral, or a validation (asked to look over what is already decided); of a response, what was asked for.
const RequestKind& kind_of(const schemas::Delivered& delivered);
bool begins_with(std::string_view words, const RequestKind& kind);
bool is_response(const schemas::Delivered& delivered);
std::string_view response_code(const schemas::Delivered& delivered);
// The Encounter in which the request was looked at, as a response is about it; null where FHIR has no code for its state.
Json answer_resource(Released& released, std::string_view id, std::string_view patient_url);
std::string definition_of(const schemas::Delivered& delivered, const Json& answer);

}  // namespace concordat::adapters::nhs
