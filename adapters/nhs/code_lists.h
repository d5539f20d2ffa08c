// The code lists that the NHS mappings turn on: the files in codes/, each with its source and version. A code that is not here is
// carried as the source wrote it where our field is free text, and is never guessed into one of our codes.
#pragma once

#include <string_view>

namespace concordat::adapters::nhs {

// HL7 FHIR R4 code systems: administrative-gender, name-use, address-use. Empty for an unknown code.
std::string_view sex_of(std::string_view gender);
std::string_view name_kind_of(std::string_view use);
std::string_view address_kind_of(std::string_view use);
std::string_view contact_kind_of(std::string_view system, std::string_view use);

// HL7 v2-0131 contact roles and v3-RoleCode; "other" for what is not listed, "" for the patient.
std::string_view related_role_of(std::string_view relationship_code);

// BaRS flag-categories-bars: what a Flag of this category is to us.
enum class FlagMeaning { concern, social_risk, agency_contacted, clinical };
FlagMeaning flag_meaning(std::string_view category_code);
// SNOMED CT (and BaRS safeguarding-codes-bars, which reuses it) codes of a concern's kind.
std::string_view concern_category_of(std::string_view code);
// Whether a SNOMED CT code by itself says that somebody is cause for safeguarding concern.
bool is_safeguarding_code(std::string_view code);

// HL7 request-priority to our urgency names; empty for an unknown code.
std::string_view urgency_of(std::string_view priority);

}  // namespace concordat::adapters::nhs
