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
Json extension_of(std::string_view url, std::string_view value_name, std::string_view value);

// Puts a released primitive under `name` as its view allows; nothing where it was not released.
void put_released(Json& out, std::string_view name, const schemas::DeliveredField* field);

Json patient_resource(Released& released, std::string_view id);
Json related_person_resource(Released& released, schemas::ElementIndex person, std::string_view id,
                             std::string_view patient_url);

}  // namespace concordat::adapters::nhs
