#include <algorithm>
#include <array>

#include "adapters/probation/details.h"
#include "base/text.h"

namespace concordat::adapters::probation {
namespace {

void read_mappa(Reading& reading, const Json& mappa) {
  constexpr std::array<std::string_view, 5> level_names{"", "level1", "level2", "level3", ""};
  constexpr std::array<std::string_view, 5> category_names{"", "category1", "category2", "category3",
                                                           "category4"};
  const auto coded = [&](std::string_view path, const Json& value, const auto& names) {
    if (value.text.empty()) return;
    const bool is_digit = value.text.size() == 1 && value.text[0] >= '0' && value.text[0] <= '4';
    const std::string_view name =
        is_digit ? names[static_cast<std::size_t>(value.text[0] - '0')] : std::string_view{};
    if (value.text == "0") return reading.pass_over(value);  // nominal: no level or category set yet
    if (name.empty())
      return reading.leave_out("unknown-code", value, "is no MAPPA level (1 to 3) or category (1 to 4)");
    reading.say(path, name, value);
  };
  coded("offending.mappa.level", mappa["level"], level_names);
  coded("offending.mappa.category", mappa["category"], category_names);
  reading.take_date("offending.mappa.start", mappa["startDate"]);
  reading.take_date("offending.mappa.review", mappa["reviewDate"]);
  for (std::string_view key : {"levelDescription", "categoryDescription"}) reading.pass_over(mappa[key]);
}

std::string staff_name(const Json& staff) {
  const Json& name = staff["name"].is_object() ? staff["name"] : staff;
  const std::string& given = name.has("forenames") ? name["forenames"].text : name["forename"].text;
  return std::string{trim(given + " " + name["surname"].text)};
}

void read_supervisor(Reading& reading, const Json& staff, const Json& team) {
  const std::string name = staff_name(staff);
  const ElementIndex service = reading.add("services");
  reading.take("services.name", team["description"], service);
  reading.say("services.role", "Probation supervision", team["description"], service);
  reading.say("services.professional", name, staff, service);
  reading.say("offending.supervisor", name, staff);
  for (std::string_view key : {"forenames", "forename", "surname", "name", "unallocated", "allocated"})
    reading.pass_over(staff[key]);
  for (const auto& [key, kind] : {std::pair{"email", "email"}, std::pair{"telephoneNumber", "phone"}}) {
    if (staff[key].text.empty()) continue;
    const ElementIndex contact = reading.add("services.contact", service);
    reading.take("services.contact.value", staff[key], contact);
    reading.say("services.contact.kind", kind, staff[key], contact);
  }
}

void read_offence(Reading& reading, const Json& offence) {
  if (!offence.is_object()) return;
  const ElementIndex element = reading.add("offending.offences");
  reading.take("offending.offences.code", offence["code"], element);
  reading.take("offending.offences.wording", offence["description"], element);
  reading.take_date("offending.offences.date", offence["date"], element);
  reading.say("offending.offences.status", "convicted", offence, element);
  for (std::string_view key : {"count", "mainCategory", "subCategory"}) reading.pass_over(offence[key]);
}

std::string_view order_kind(std::string_view description) {
  const std::string lowered = to_lower(description);
  if (lowered.find("community order") != std::string::npos) return "communityOrder";
  if (lowered.find("suspended") != std::string::npos) return "suspendedSentence";
  if (lowered.find("licence") != std::string::npos) return "licence";
  return "other";
}

void read_sentence(Reading& reading, const Json& sentence) {
  const std::string& description = sentence["description"].text;
  if (description.empty()) return;
  std::string text = description;
  if (!sentence["length"].text.empty())
    text += ", " + sentence["length"].text + " " + sentence["lengthUnits"].text;
  const ElementIndex order = reading.add("offending.orders");
  reading.say("offending.orders.kind", order_kind(description), sentence["description"], order);
  reading.say("offending.orders.text", text, sentence["description"], order);
  reading.take_date("offending.orders.start", sentence["date"], order);
  for (std::string_view key : {"length", "lengthUnits"}) reading.pass_over(sentence[key]);
}

void read_statuses(Reading& reading, const Json& statuses) {
  std::vector<std::string> lines;
  for (const Json& status : statuses.items) {
    std::string line = status["description"].text;
    if (const std::string& notes = status["notes"].text; !notes.empty()) line += ". " + notes;
    lines.push_back(line);
    for (std::string_view key : {"code", "description", "notes"}) reading.pass_over(status[key]);
  }
  reading.say("offending.restrictions", join(lines, "\n"), statuses);
}

// A licence: what whoever is released must do and may not.
bool read_licence(Reading& reading, const Json& licence) {
  const Json& conditions = licence["conditions"];
  if (!conditions.is_object() || licence["licenceType"].text.empty()) return false;
  std::vector<std::string> lines;
  for (std::string_view period : {"AP", "PSS"})
    for (std::string_view group : {"standard", "additional", "bespoke"})
      for (const Json& condition : conditions[period][group].items) {
        const std::string& text = condition["text"].text;
        if (!text.empty() && std::find(lines.begin(), lines.end(), text) == lines.end()) lines.push_back(text);
        reading.pass_over(condition["text"]);
      }
  reading.say("offending.restrictions", join(lines, "\n"), conditions);
  const ElementIndex order = reading.add("offending.orders");
  reading.say("offending.orders.kind", "licence", licence["licenceType"], order);
  reading.say("offending.orders.text", "Licence " + licence["licenceType"].text, licence["licenceType"], order);
  reading.take_date("offending.orders.start", licence["licenceStartDate"], order);
  return true;
}

}  // namespace

void read_supervision(Reading& reading, const Json& document) {
  if (!reading.carries("offending")) return;
  for (std::string_view key : {"mappa", "mappaDetail"})
    if (document[key].is_object()) read_mappa(reading, document[key]);
  for (const Json& held : document["offenderManagers"].items) {
    reading.pass_over(held["active"]);
    if (held["active"].text != "false") read_supervisor(reading, held["staff"], held["team"]);
  }
  if (const Json& held = document["communityManager"]; held.is_object())
    read_supervisor(reading, held, held["team"]);

  bool is_convicted = document["mappa"].is_object() || document["mappaDetail"].is_object() ||
                      document["activeProbationManagedSentence"].is_yes();
  for (const Json& supervision : document["supervisions"].items) {
    is_convicted = true;
    read_offence(reading, supervision["mainOffence"]);
    for (const Json& offence : supervision["additionalOffences"].items) read_offence(reading, offence);
    read_sentence(reading, supervision["sentence"]);
    for (const Json& hearing : supervision["courtAppearances"].items) {
      if (reading.has("offending.court")) continue;
      reading.take("offending.court", hearing["court"]);
      reading.take_date("offending.hearingDate", hearing["date"]);
    }
  }
  is_convicted = read_licence(reading, document) || is_convicted;
  reading.take("offending.court", document["courtAppearance"]["court"]["name"]);
  reading.take_date("offending.hearingDate", document["courtAppearance"]["date"]);
  if (const Json& release = document["sentence"]["expectedReleaseDate"]; !release.text.empty()) {
    is_convicted = true;
    reading.say("offending.custody", "Expected release " + release.text, release);
  }
  read_statuses(reading, document["personStatus"]);
  reading.pass_over(document["activeProbationManagedSentence"]);
  if (is_convicted) reading.say("subject.roles.role", "convicted", document, reading.add("subject.roles"));
}

}  // namespace concordat::adapters::probation
