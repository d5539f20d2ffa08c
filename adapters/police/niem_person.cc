#include "adapters/police/niem_person.h"

#include "base/text.h"

namespace concordat::adapters::police {
namespace {

std::string given_names(const XmlElement& name) {
  std::vector<std::string> parts;
  for (std::string_view part : {"PersonGivenName", "PersonMiddleName"})
    if (!name.text_of(part).empty()) parts.emplace_back(name.text_of(part));
  return join(parts, " ");
}

void write_name(Reading& reading, const XmlElement& name) {
  const XmlElement& category = name.child("PersonNameCategoryCode");
  const std::string word = to_lower(category.text);
  const std::string_view kind = word.empty() || word == "provided" || word == "legal" ? "legal"
                                : word == "alias" || word == "nickname"               ? "alias"
                                : word == "former" || word == "maiden"                ? "former"
                                                                                      : "";
  const ElementIndex element = reading.add("subject.names");
  reading.say("subject.names.given", given_names(name), name, element);
  reading.take("subject.names.family", name.child("PersonSurName"), element);
  reading.take("subject.names.asWritten", name.child("PersonFullName"), element);
  if (!niem_name(name).empty()) reading.say("subject.names.kind", kind, name, element);
  for (std::string_view part : {"PersonGivenName", "PersonMiddleName"}) reading.pass_over(name.child(part));
  if (!kind.empty()) reading.pass_over(category);
}

void write_sex(Reading& reading, const XmlElement& sex) {
  const std::string word = to_upper(sex.text);
  if (word == "M" || word == "MALE") reading.say("subject.sex", "male", sex);
  if (word == "F" || word == "FEMALE") reading.say("subject.sex", "female", sex);
}

}  // namespace

std::string niem_name(const XmlElement& name) {
  std::vector<std::string> parts;
  if (const std::string given = given_names(name); !given.empty()) parts.push_back(given);
  if (!name.text_of("PersonSurName").empty()) parts.emplace_back(name.text_of("PersonSurName"));
  return parts.empty() ? std::string{name.text_of("PersonFullName")} : join(parts, " ");
}

void write_niem_subject(Reading& reading, const XmlElement& person, const std::string& day) {
  for (const XmlElement* name : person.all("PersonName")) write_name(reading, *name);
  const XmlElement& birth = person.child("PersonBirthDate").child("Date");
  const std::string birth_day = day_of(birth.text);
  if (birth_day.empty() || day.empty() || birth_day <= day) reading.take_date("subject.birthDate", birth);
  reading.say("subject.ageGroup", age_group(birth_day, day), birth);
  for (std::string_view name : {"PersonSexCode", "PersonSexText"}) write_sex(reading, person.child(name));
  for (std::string_view name :
       {"PersonEthnicityText", "PersonEthnicityCode", "PersonRaceText", "PersonRaceCode"})
    reading.take("subject.ethnicity", person.child(name));
  const XmlElement& licence = person.child("PersonAugmentation")
                                  .child("DriverLicense")
                                  .child("DriverLicenseIdentification")
                                  .child("IdentificationID");
  if (licence.text.empty()) return;
  const ElementIndex identifier = reading.add("subject.identifiers");
  reading.take("subject.identifiers.value", licence, identifier);
  reading.say("subject.identifiers.system", "driverLicence", licence, identifier);
}

void write_niem_address(Reading& reading, const std::string& list, ElementIndex parent,
                        const XmlElement& location) {
  const XmlElement& address = location.child("Address");
  const XmlElement& street = address.child("LocationStreet");
  const XmlElement& postcode = address.child("LocationPostalCode");
  const bool is_ours = is_uk_postcode(postcode.text);
  std::vector<std::string> lines;
  const auto line = [&](std::string_view text) {
    if (!trim(text).empty()) lines.emplace_back(trim(text));
  };
  if (street.text_of("StreetFullText").empty())
    line(std::string{street.text_of("StreetNumberText")} + " " + std::string{street.text_of("StreetName")});
  else
    line(street.text_of("StreetFullText"));
  for (std::string_view name : {"AddressSecondaryUnitText", "LocationCityName", "LocationStateName",
                                "LocationStateUSPostalServiceCode", "LocationCountryName"})
    line(address.text_of(name));
  if (!is_ours) line(postcode.text);
  if (lines.empty()) return;
  const ElementIndex element = reading.add(list, parent);
  reading.say(list + ".lines", join(lines, "\n"), location, element);
  reading.say(list + ".kind", "home", location, element);
  if (is_ours) reading.take(list + ".postcode", postcode, element);
  reading.pass_over(address);
}

}  // namespace concordat::adapters::police
