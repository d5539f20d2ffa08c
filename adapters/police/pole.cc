#include <algorithm>
#include <charconv>
#include <map>
#include <span>

#include "adapters/placed.h"
#include "adapters/police/formats.h"
#include "adapters/police/pole_words.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::police {
namespace {

constexpr std::size_t values_max = 20'000;

// Gathers what the document says, each value under the positional path it is written from.
class PoleReader {
public:
  std::vector<Placed> values;
  std::vector<std::string> not_carried;

  void persons(const XmlElement& section) {
    for (const XmlElement* person : section.all("Person")) {
      const std::string whose = list_of(*person, "id");
      if (whose.empty()) continue;
      const bool is_subject = whose == "subject";
      const std::string role = is_subject ? "subject.roles" : whose;
      each(*person, "Role", [&](const XmlElement& element, const std::string& number) {
        value(is_subject ? role + number + ".role" : whose + ".role", element);
      });
      if (is_subject) {
        lists(*person, "Name", "subject.names", name_leaves);
        leaves(*person, whose, person_leaves);
      } else {
        leaves(*person, whose, related_leaves);
      }
      lists(*person, "Identifier", whose + ".identifiers", identifier_leaves);
      communications(*person);
    }
  }
  void communications(const XmlElement& section) {
    for (const XmlElement* of : section.all("Communication")) {
      const std::string whose = list_of(*of, "person");
      if (whose.empty()) continue;
      const std::string path = next(whose + ".contact");
      of->child("Warning");  // says that the next is not known to be safe, as the next says itself
      leaves(*of, path, contact_leaves);
      leaves(*of, path, instruction_leaves);
      value(path + ".value", of->child("Value"));
      value(path + ".safeToUse", of->child("SafeToUse"));
    }
  }
  void locations(const XmlElement& section) {
    for (const XmlElement* of : section.all("Location"))
      if (const std::string whose = list_of(*of, "person"); !whose.empty()) leaves(*of, next(whose + ".address"), address_leaves);
  }
  void events(const XmlElement& section) {
    for (const XmlElement* event : section.all("Event")) {
      const std::string path = next("concern");
      leaves(*event, path, concern_leaves);
      lists(*event, "Narrative", path + ".narrative", narrative_leaves);
      leaves(event->child("Risk"), path + ".risk", risk_leaves);
    }
    lists(section, "Offence", "offending.offences", offence_leaves);
  }
  void others(const XmlElement& section) {
    for (const XmlElement* field : section.all("Field")) value(std::string{field->attribute("path")}, field->child("Value"), *field);
  }

private:
  // Whose a Person, Communication or Location is: "related-2" is "relatedPersons[1]".
  std::string list_of(const XmlElement& element, std::string_view attribute) {
    const std::string_view whose = element.attribute(attribute);
    if (whose == "subject") return "subject";
    const std::size_t dash = whose.find('-');
    const std::string_view word = whose.substr(0, dash);
    const std::string_view list = word == "related" ? "relatedPersons" : word == "guardian" ? "subject.guardians" : word == "service" ? "services" : "";
    unsigned number = 0;
    if (dash != std::string_view::npos) std::from_chars(whose.data() + dash + 1, whose.data() + whose.size(), number);
    if (!list.empty() && number != 0) return std::string{list} + "[" + std::to_string(number - 1) + "]";
    not_carried.push_back(element.place() + ", " + element.name + " of nobody");
    element.read_whole();
    return {};
  }
  std::string next(const std::string& list) { return list + "[" + std::to_string(counts_[list]++) + "]"; }
  template <class Use>
  void each(const XmlElement& section, std::string_view name, Use use) {
    std::size_t number = 0;
    for (const XmlElement* element : section.all(name)) use(*element, "[" + std::to_string(number++) + "]");
  }
  void lists(const XmlElement& section, std::string_view name, const std::string& list, std::span<const PoleLeaf> wanted) {
    for (const XmlElement* element : section.all(name)) leaves(*element, next(list), wanted);
  }
  void leaves(const XmlElement& section, const std::string& path, std::span<const PoleLeaf> wanted) {
    for (const PoleLeaf& leaf : wanted) value(path + "." + std::string{leaf.path}, section.child(leaf.name));
  }
  void value(std::string path, const XmlElement& element) { value(std::move(path), element, element); }
  void value(std::string path, const XmlElement& element, const XmlElement& at) {
    if (element.is_absent()) return;
    const std::string where = at.place() + ", " + at.name;
    const std::string_view detail = element.attribute("detail");
    if (!detail.empty())  // a part of a value is no value to send on
      not_carried.push_back(where + ", of which only the " + std::string{detail} + " is said");
    else
      values.push_back({std::move(path), element.text, where});
  }

  std::map<std::string, std::size_t> counts_;
};

void read_about(const XmlElement& about, Translation& translation, schemas::Draft& draft) {
  const auto told = [&](const XmlElement& element, std::string_view what) { draft.problem("unknown-code", element.place() + ", " + element.name, what); };
  const XmlElement& type = about.child("Type");
  if (const auto known = schemas::body_type_named(type.text))
    translation.type = *known;
  else
    told(type.is_absent() ? about : type, "must be a message type, such as referral or update");
  if (const XmlElement& urgency = about.child("Urgency"); const auto known = schemas::urgency_named(urgency.text))
    translation.urgency = *known;
  else if (!urgency.is_absent())
    told(urgency, "must be routine, urgent or emergency");
  if (const XmlElement& marking = about.child("Marking"); marking.text == "OFFICIAL-SENSITIVE")
    translation.marking = schemas::Marking::official_sensitive;
  else if (marking.text == "OFFICIAL")
    translation.marking = schemas::Marking::official;
  else if (!marking.is_absent())
    told(marking, "must be OFFICIAL or OFFICIAL-SENSITIVE");
  // What the message was before it came here; sent on, it is another.
  for (const std::string_view name : {"Identifier", "Case", "InReplyTo", "From", "Created"}) about.child(name);
}

bool names_somebody(const schemas::Body& body) {
  const schemas::FieldTable& table = schemas::FieldTable::get();
  return std::any_of(body.fields.begin(), body.fields.end(), [&](const schemas::Field& field) {
    const std::string& path = table[field.id].path;
    return path == "subject.identifiers.value" || path == "subject.names.given" || path == "subject.names.family" || path == "subject.names.asWritten";
  });
}

}  // namespace

bool is_pole(const XmlElement& root) { return root.name == "PoleMessage" && root.space == pole_space; }

Outcome<Translated> translate_pole(const XmlElement& root) {
  if (root.element_count() > values_max)
    return refuse("too-large", root.place(), "says more of one person than a message may carry: send it in parts");
  PoleReader reader;
  reader.persons(root.child("Persons"));
  reader.communications(root.child("Objects"));
  reader.locations(root.child("Locations"));
  reader.events(root.child("Events"));
  reader.others(root.child("Other"));

  schemas::Draft draft;
  Translation translation{.type = schemas::BodyType::referral, .body = {}, .place = root.place() + ", " + root.name,
                          .reference = {}, .marking = {}, .not_carried = std::move(reader.not_carried)};
  read_about(root.child("Message"), translation, draft);
  for (std::string& where : write_placed(reader.values, draft)) translation.not_carried.push_back(std::move(where));
  for (const Placed& value : reader.values)
    if (value.path == "referral.reference" || value.path == "change.reference") translation.reference = value.value;
  auto body = std::move(draft).finish(translation.type);
  if (!body) return Fail{body.error()};
  if (!names_somebody(*body))
    return refuse("missing-subject", root.place() + ", " + root.name, "no Person of id subject has a name or an identifier");
  translation.body = std::move(*body);
  return translated(std::move(translation));
}

}  // namespace concordat::adapters::police
