// The people of a LEXS digest, and which of them the message is about. One human is often entered twice
// (as suspect and as arrestee): entries with the same name and birth date are one Party.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "adapters/xml.h"

namespace concordat::adapters::police {

struct Party {
  std::vector<const XmlElement*> entries;  // Person elements
  std::set<std::string> ids;
  std::set<std::string> roles;  // victim, suspect, witness, complainant, officer
  std::string birth_date;       // ISO; empty where unknown or later than the incident
  std::string age;              // years as recorded, where no birth date is believed

  bool is(const char* role) const { return roles.contains(role); }
  bool is_child_on(const std::string& day) const;
};

std::vector<Party> parties_of(const XmlElement& digest, const std::string& incident_day);

// Whom the message is about: a child victim; failing that any child; failing that a victim of known age;
// then a suspect or arrestee; then any victim, complainant, witness or other person. Never an officer.
// nullptr where there is nobody.
const Party* subject_among(const std::vector<Party>& parties, const std::string& incident_day);

// The id an element has, and the one it points at, in NIEM 2 and LEXS spelling.
std::string_view id_of(const XmlElement& element);
std::string_view ref_of(const XmlElement& element);

}  // namespace concordat::adapters::police
