#include "adapters/police/people.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "adapters/police/reading.h"
#include "base/text.h"

namespace concordat::adapters::police {
namespace {

struct RoleElement {
  std::string_view name;
  std::string_view role;
};
constexpr std::array role_elements{
    RoleElement{"Victim", "victim"},         RoleElement{"Witness", "witness"},
    RoleElement{"Suspect", "suspect"},       RoleElement{"Subject", "suspect"},
    RoleElement{"ArrestSubject", "suspect"}, RoleElement{"EnforcementOfficial", "officer"},
};
struct RoleAssociation {
  std::string_view name;
  std::string_view role;
};
constexpr std::array role_associations{
    RoleAssociation{"IncidentSubjectPersonAssociation", "suspect"},
    RoleAssociation{"ArrestSubjectAssociation", "suspect"},
    RoleAssociation{"OffenseSubjectPersonAssociation", "suspect"},
    RoleAssociation{"IncidentVictimPersonAssociation", "victim"},
    RoleAssociation{"OffenseVictimPersonAssociation", "victim"},
    RoleAssociation{"IncidentWitnessAssociation", "witness"},
};

std::string identity_of(const XmlElement& person) {
  const XmlElement& name = person.child("PersonName");
  std::string key = to_lower(std::string{name.text_of("PersonGivenName")} + "|" +
                             std::string{name.text_of("PersonSurName")});
  if (key == "|") key = to_lower(name.text_of("PersonFullName"));
  if (key.empty()) return {};
  return key + "|" + std::string{person.child("PersonBirthDate").text_of("Date")};
}

void read_age(const XmlElement& person, const std::string& incident_day, Party& party) {
  const std::string birth = day_of(person.child("PersonBirthDate").text_of("Date"));
  if (!birth.empty() && (incident_day.empty() || birth <= incident_day)) party.birth_date = birth;
  const XmlElement& age = person.child("PersonAgeMeasure");
  const std::string_view unit = age.text_of("TimeUnitCode");
  if (party.age.empty() && (unit.empty() || unit == "ANN")) party.age = age.text_of("MeasurePointValue");
}

Party& party_of(std::vector<Party>& parties, const XmlElement& person) {
  const std::string identity = identity_of(person);
  for (Party& party : parties)
    if (!identity.empty() && identity_of(*party.entries.front()) == identity) return party;
  return parties.emplace_back();
}

void add_role(std::vector<Party>& parties, std::string_view id, std::string_view role) {
  for (Party& party : parties)
    if (!id.empty() && party.ids.contains(std::string{id})) party.roles.insert(std::string{role});
}

}  // namespace

std::string_view id_of(const XmlElement& element) {
  return element.attribute("id");
}
std::string_view ref_of(const XmlElement& element) {
  return element.attribute("ref");
}

bool Party::is_child_on(const std::string& day) const {
  if (!birth_date.empty()) return age_group(birth_date, day) == "child";
  int years = 0;
  const auto [end, error] = std::from_chars(age.data(), age.data() + age.size(), years);
  return error == std::errc{} && end == age.data() + age.size() && years >= 0 && years < 18;
}

std::vector<Party> parties_of(const XmlElement& digest, const std::string& incident_day) {
  std::vector<Party> parties;
  for (const XmlElement* entity : digest.all("EntityPerson")) {
    const XmlElement& person = entity->child("Person");
    if (person.is_absent()) continue;
    Party& party = party_of(parties, person);
    party.entries.push_back(&person);
    party.ids.insert(std::string{id_of(person)});
    read_age(person, incident_day, party);
  }
  for (const XmlElement* entity : digest.all("EntityPerson"))
    for (const RoleElement& known : role_elements)
      for (const XmlElement* role : entity->all(known.name)) {
        const std::string_view ref = ref_of(role->child("RoleOfPersonReference"));
        add_role(parties, ref.empty() ? id_of(entity->child("Person")) : ref, known.role);
      }
  for (const XmlElement& association : digest.child("Associations").children) {
    const std::string_view person = ref_of(association.child("PersonReference"));
    for (const RoleAssociation& known : role_associations)
      if (association.name == known.name) add_role(parties, person, known.role);
    const std::string involvement = to_lower(association.text_of("PersonActivityInvolvementText"));
    for (std::string_view role : {"complainant", "victim", "witness", "suspect"})
      if (involvement == role) add_role(parties, person, role);
  }
  return parties;
}

const Party* subject_among(const std::vector<Party>& parties, const std::string& day) {
  using Fits = bool (*)(const Party&, const std::string&);
  constexpr std::array<Fits, 7> in_order{
      [](const Party& party, const std::string& on) { return party.is("victim") && party.is_child_on(on); },
      [](const Party& party, const std::string& on) { return party.is_child_on(on); },
      [](const Party& party, const std::string&) {
        return party.is("victim") && (!party.birth_date.empty() || !party.age.empty());
      },
      [](const Party& party, const std::string&) { return party.is("suspect"); },
      [](const Party& party, const std::string&) { return party.is("victim"); },
      [](const Party& party, const std::string&) { return party.is("complainant") || party.is("witness"); },
      [](const Party&, const std::string&) { return true; },
  };
  for (const Fits fits : in_order)
    for (const Party& party : parties)
      if (!party.is("officer") && fits(party, day)) return &party;
  return nullptr;
}

}  // namespace concordat::adapters::police
