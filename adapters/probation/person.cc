#include <algorithm>
#include <array>

#include "adapters/probation/details.h"
#include "base/text.h"

namespace concordat::adapters::probation {
namespace {

struct NumberKey {
  std::string_view group;  // the object it lies in; empty for the document itself
  std::string_view key;    // a value, or an array of values
  std::string_view system;
};
constexpr std::array number_keys{
    NumberKey{"", "crn", "crn"},
    NumberKey{"", "service_user_crn", "crn"},
    NumberKey{"", "nomsId", "nomsNumber"},
    NumberKey{"", "prisonerNumber", "nomsNumber"},
    NumberKey{"", "offenderNo", "nomsNumber"},
    NumberKey{"", "offenderIdentifier", "nomsNumber"},  // a case note's
    NumberKey{"", "prisonNumber", "nomsNumber"},        // a licence's
    NumberKey{"", "probNumber", "crn"},                 // OASys's
    NumberKey{"", "prisNumber", "nomsNumber"},
    NumberKey{"otherIds", "crn", "crn"},
    NumberKey{"otherIds", "nomsNumber", "nomsNumber"},
    NumberKey{"otherIds", "pncNumber", "pncId"},
    NumberKey{"otherIds", "croNumber", "croNumber"},
    NumberKey{"personReference", "crn", "crn"},
    NumberKey{"personReference", "noms", "nomsNumber"},
    NumberKey{"identifiers", "crn", "crn"},
    NumberKey{"identifiers", "prisonNumber", "nomsNumber"},
    NumberKey{"identifiers", "crns", "crn"},
    NumberKey{"identifiers", "prisonNumbers", "nomsNumber"},
    NumberKey{"identifiers", "pncs", "pncId"},
    NumberKey{"identifiers", "cros", "croNumber"},
    NumberKey{"identifiers", "nationalInsuranceNumbers", "nationalInsuranceNumber"},
    NumberKey{"identifiers", "driverLicenseNumbers", "driverLicence"},
    NumberKey{"identifiers", "arrestSummonsNumbers", "asn"},
};

template <class Use>
void each_number(const Json& document, Use use) {
  for (const NumberKey& number : number_keys) {
    const Json& group = number.group.empty() ? document : document[number.group];
    const Json& value = group[number.key];
    if (value.is_array())
      for (const Json& item : value.items) use(number.system, item);
    else if (!value.is_null())
      use(number.system, value);
  }
  // The domain event's own form: {"identifiers": [{"type": "CRN", "value": …}]}
  for (const Json& identifier : document["personReference"]["identifiers"].items) {
    const std::string& type = identifier["type"].text;
    if (iequals(type, "CRN")) use(std::string_view{"crn"}, identifier["value"]);
    if (iequals(type, "NOMS")) use(std::string_view{"nomsNumber"}, identifier["value"]);
  }
}

// "description" of {code, description}, or the value itself.
const Json& described(const Json& value) {
  return value.is_object() ? value["description"] : value;
}

std::string middle_names(const Json& value) {
  if (!value.is_array()) return value.text;
  std::vector<std::string> names;
  for (const Json& item : value.items) names.push_back(item.text);
  return join(names, " ");
}

void read_name(Reading& reading, const Json& person, std::string_view kind) {
  const Json& nested = person["name"];
  const Json& holder = nested.is_object() ? nested : person;
  const Json& first = holder.has("firstName") ? holder["firstName"] : holder["forename"];
  const Json& family = holder.has("lastName") ? holder["lastName"] : holder["surname"];
  const Json& middle = holder.has("middleNames") ? holder["middleNames"] : holder["middleName"];
  if (first.text.empty() && family.text.empty()) return;
  const ElementIndex name = reading.add("subject.names");
  std::string given = first.text;
  if (const std::string more = middle_names(middle); !more.empty()) given += " " + more;
  reading.say("subject.names.given", given, first, name);
  reading.pass_over(middle);
  reading.take("subject.names.family", family, name);
  reading.say("subject.names.kind", kind, family, name);
}

void read_sex(Reading& reading, const Json& value) {
  const std::string word = to_upper(value.is_object() ? value["code"].text : value.text);
  const std::string_view sex = word == "M" || word == "MALE"     ? "male"
                               : word == "F" || word == "FEMALE" ? "female"
                                                                 : "";
  reading.say("subject.sex", sex, value);
  if (!sex.empty()) reading.pass_over(value);
}

void read_address(Reading& reading, const Json& address) {
  std::vector<std::string> lines;
  for (std::string_view key : {"subBuildingName", "flat", "buildingName", "property"})
    if (const std::string& text = address[key].text; !text.empty()) lines.push_back(text);
  const std::string& number =
      address.has("addressNumber") ? address["addressNumber"].text : address["buildingNumber"].text;
  std::string street;
  for (std::string_view key : {"streetName", "thoroughfareName", "street"})
    if (street.empty()) street = address[key].text;
  if (!street.empty()) lines.push_back(number.empty() ? street : number + " " + street);
  for (std::string_view key : {"dependentLocality", "area", "district", "town", "postTown", "cityDescription",
                               "county", "countyDescription"})
    if (const std::string& text = address[key].text; !text.empty()) lines.push_back(text);

  if (address["noFixedAbode"].is_yes()) lines.insert(lines.begin(), "No fixed abode");
  const ElementIndex home = reading.add("subject.address");
  reading.say("subject.address.lines", join(lines, "\n"), address, home);
  reading.take("subject.address.postcode", address["postcode"], home);
  const bool has_ended = !address["endDate"].text.empty() || !address["to"].text.empty();
  if (!lines.empty()) reading.say("subject.address.kind", has_ended ? "former" : "home", address, home);
  for (std::string_view key : {"subBuildingName",
                               "flat",
                               "buildingName",
                               "property",
                               "addressNumber",
                               "buildingNumber",
                               "streetName",
                               "thoroughfareName",
                               "street",
                               "dependentLocality",
                               "area",
                               "district",
                               "town",
                               "postTown",
                               "cityDescription",
                               "county",
                               "countyDescription",
                               "noFixedAbode",
                               "endDate",
                               "to",
                               "usages"})
    reading.pass_over(address[key]);
  for (const Json& each : address["contacts"].items) {
    const std::string code = each["type"]["code"].text;
    const ElementIndex contact = reading.add("subject.contact");
    reading.say("subject.contact.kind",
                code == "EMAIL"    ? "email"
                : code == "MOBILE" ? "mobile"
                                   : "phone",
                each["type"]["code"], contact);
    reading.take("subject.contact.value", each["value"], contact);
    reading.pass_over(each["type"]);
  }
}

void read_contacts(Reading& reading, const Json& details) {
  for (const Json& phone : details["phoneNumbers"].items) {
    const ElementIndex contact = reading.add("subject.contact");
    reading.say("subject.contact.kind", phone["type"].text == "MOBILE" ? "mobile" : "phone", phone["type"],
                contact);
    reading.take("subject.contact.value", phone["number"], contact);
  }
  for (const Json& email : details["emailAddresses"].items) {
    const ElementIndex contact = reading.add("subject.contact");
    reading.say("subject.contact.kind", "email", email, contact);
    reading.take("subject.contact.value", email, contact);
  }
}

void read_disability(Reading& reading, const Json& profile) {
  std::vector<std::string> lines;
  for (const Json& disability : profile["disabilities"].items) {
    std::string line = disability["disabilityType"]["description"].text;
    for (const Json* more : {&disability["condition"]["description"], &disability["notes"]})
      if (!more->text.empty()) line += (line.empty() ? "" : "; ") + more->text;
    lines.push_back(line);
  }
  if (lines.empty()) return;
  reading.say("subject.disability", join(lines, "\n"), profile["disabilities"]);
  for (const Json& disability : profile["disabilities"].items)
    for (std::string_view key : {"disabilityType", "condition", "notes"}) reading.pass_over(disability[key]);
}

}  // namespace

void read_person(Reading& reading, const Json& document) {
  each_number(document, [&](std::string_view system, const Json& value) {
    if (!value.text.empty()) reading.take_identifier(system, value);
  });
  for (const Json& identifier : document["personReference"]["identifiers"].items)
    reading.pass_over(identifier["type"]);

  read_name(reading, document, "legal");
  for (std::string_view key : {"offenderAliases", "aliases"})
    for (const Json& alias : document[key].items) read_name(reading, alias, "alias");
  reading.take_date("subject.birthDate", document["dateOfBirth"]);
  reading.take_date("subject.birthDate", document["name"]["dateOfBirth"]);  // the core person record's search
  reading.take_date("subject.deathDate", document["deceasedDate"]);
  const Json& age = document["age"];
  if (!document.has("dateOfBirth") && age.text.size() <= 3 && !age.text.starts_with('-'))
    reading.take("subject.approximateAge", age);
  read_sex(reading, document["gender"]);
  read_sex(reading, document["sex"]);

  const Json& profile = document["offenderProfile"];
  reading.take("subject.ethnicity", profile["ethnicity"]);
  reading.take("subject.religion", profile["religion"]);
  reading.take("subject.nationality", profile["nationality"]);
  read_disability(reading, profile);
  reading.take("subject.ethnicity", described(document["ethnicity"]));
  reading.take("subject.religion", described(document["religion"]));
  std::vector<std::string> nationalities;
  for (const Json& nationality : document["nationalities"].items)
    nationalities.push_back(described(nationality).text);
  reading.say("subject.nationality", join(nationalities, ", "), document["nationalities"]);
  for (std::string_view key : {"ethnicity", "religion", "nationalities", "title", "cprUUID"})
    reading.pass_over(document[key]);

  read_contacts(reading, document["contactDetails"]);
  for (const Json& address : document["contactDetails"]["addresses"].items) read_address(reading, address);
  for (const Json& address : document["addresses"].items) read_address(reading, address);
  if (document.has("street") || document.has("property")) read_address(reading, document);
}

std::vector<std::string> person_numbers(const Json& document) {
  std::vector<std::string> numbers;
  each_number(document, [&](std::string_view system, const Json& value) {
    if ((system == "crn" || system == "nomsNumber") && !value.text.empty())
      numbers.push_back(to_upper(value.text));
  });
  const Json& event = document["eventDetails"];
  if (event.is_object())
    for (std::string& number : person_numbers(event)) numbers.push_back(std::move(number));
  return numbers;
}

}  // namespace concordat::adapters::probation
