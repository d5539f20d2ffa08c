// What HMPPS documents say of a person, section by section. Each function takes from an object whatever
// of its section is there, and nothing where there is none, so that any mixture of documents can be read:
// person records, assessments, supervision, the services' own referrals.
#pragma once

#include "adapters/probation/reading.h"

namespace concordat::adapters::probation {

void read_person(Reading& reading, const Json& document);
void read_risk(Reading& reading, const Json& document);
void read_oasys(Reading& reading, const Json& assessment);  // one of read_risk's: a section of an OASys assessment
void read_supervision(Reading& reading, const Json& document);
void read_service_referral(Reading& reading, const Json& document);  // approved premises, refer and monitor
// Last of all: the strongest mark of any document covers every part that the others wrote.
void read_restrictions(Reading& reading, const std::vector<const Json*>& documents);

// A concern, and what an assessor wrote of it under a heading.
ElementIndex add_concern(Reading& reading, std::string_view category, const Json& from);
void say_passage(Reading& reading, ElementIndex concern, std::string_view narrative_class, std::string_view label,
                 const Json& text);

bool is_marked(const Json& document);  // it says that not everybody may see it

// All of them but the restrictions.
void read_detail(Reading& reading, const Json& document);

// The person's CRN and NOMS numbers wherever a document puts them, upper case.
std::vector<std::string> person_numbers(const Json& document);

}  // namespace concordat::adapters::probation
