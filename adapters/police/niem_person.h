// A person and a place as NIEM 3 exchanges write them: one Person element that holds what there is, and a
// Location with an Address in it. LEXS digests, which split a person over many elements, are in people.h.
#pragma once

#include <string>

#include "adapters/police/reading.h"

namespace concordat::adapters::police {

// Names, birth date, sex, ethnicity and driving licence of the subject, and the age group on `day`. A birth
// date after that day is not believed: it stays untaken.
void write_niem_subject(Reading& reading, const XmlElement& person, const std::string& day);

// "Jane M Doe": the name's parts, or what was written in full.
std::string niem_name(const XmlElement& name);

// `list` is an address list of the subject or of a related person; a place without lines adds nothing.
void write_niem_address(Reading& reading, const std::string& list, ElementIndex parent,
                        const XmlElement& location);

}  // namespace concordat::adapters::police
