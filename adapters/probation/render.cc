#include <algorithm>
#include <array>

#include "adapters/delivered_json.h"
#include "adapters/probation/translate.h"
#include "base/text.h"

namespace concordat::adapters::probation {
namespace {

using schemas::Delivered;
using schemas::DeliveredField;
using schemas::ElementIndex;
using schemas::Level;

// The model's words, but for the outermost: HMPPS keeps the person's own keys at the top of the detail.
std::string detail_words(std::string_view model_path) {
  if (model_path == "subject" || model_path.starts_with("subject."))
    return "person" + std::string{model_path.substr(7)};
  return std::string{model_path};
}

struct EventIdentifier {
  std::string_view system;
  std::string_view type;
};
constexpr std::array event_identifiers{
    EventIdentifier{"crn", "CRN"},       EventIdentifier{"nomsNumber", "NOMS"},
    EventIdentifier{"pncId", "PNC"},     EventIdentifier{"croNumber", "CRO"},
    EventIdentifier{"nhsNumber", "NHS"}, EventIdentifier{"upn", "UPN"}};

Json person_reference(const Delivered& delivered) {
  Json identifiers = Json::array();
  for (const ElementIndex element : delivered.in("subject.identifiers")) {
    const DeliveredField* value = delivered.find("subject.identifiers.value", element);
    const DeliveredField* system = delivered.find("subject.identifiers.system", element);
    if (value == nullptr || system == nullptr || value->view != Level::full || system->view != Level::full)
      continue;
    for (const EventIdentifier& known : event_identifiers)
      if (known.system == system->value) {
        Json identifier = Json::object();
        identifier.put("type", known.type).put("value", value->value);
        identifiers.push(std::move(identifier));
      }
  }
  identifiers.key = "identifiers";
  Json reference = Json::object();
  reference.push(std::move(identifiers));  // present even when empty: a domain event always has it
  return reference;
}

// Moves fields out of `rest` into HMPPS's own keys.
class PersonKeys {
public:
  PersonKeys(Delivered& rest, Json& detail) : rest_(rest), detail_(detail) {}

  void write() {
    // The one name that HMPPS has keys for; all of them stand below, each in its place.
    for (const ElementIndex element : rest_.in("subject.names")) {
      const DeliveredField* kind = rest_.find("subject.names.kind", element);
      if (kind != nullptr && kind->value != "legal") continue;
      copy("subject.names.given", "firstName", element);
      copy("subject.names.family", "surname", element);
      break;
    }
    move("subject.birthDate", "dateOfBirth", detail_);
    if (const DeliveredField* sex = rest_.find("subject.sex");
        sex != nullptr && (sex->value == "male" || sex->value == "female")) {
      detail_.put("gender", to_upper(sex->value));
      drop("subject.sex");
    }
    Json profile = Json::object();
    move("subject.ethnicity", "ethnicity", profile);
    move("subject.religion", "religion", profile);
    move("subject.nationality", "nationality", profile);
    detail_.put("offenderProfile", std::move(profile));
    Json mappa = Json::object();
    move_coded("offending.mappa.level", "level", mappa);
    move_coded("offending.mappa.category", "category", mappa);
    move("offending.mappa.start", "startDate", mappa);
    move("offending.mappa.review", "reviewDate", mappa);
    detail_.put("mappa", std::move(mappa));
  }

private:
  void drop(std::string_view path) {
    const DeliveredField* field = rest_.find(path);
    if (field != nullptr) rest_.fields.erase(rest_.fields.begin() + (field - rest_.fields.data()));
  }
  void copy(std::string_view path, std::string_view key, ElementIndex element) {
    if (const DeliveredField* field = rest_.find(path, element)) detail_.put(key, delivered_value(*field));
  }
  void move(std::string_view path, std::string_view key, Json& into) {
    const DeliveredField* field = rest_.find(path);
    if (field == nullptr) return;
    into.put(key, delivered_value(*field));
    drop(path);
  }
  // "level2" -> 2
  void move_coded(std::string_view path, std::string_view key, Json& into) {
    const DeliveredField* field = rest_.find(path);
    if (field == nullptr || field->value.empty()) return;
    into.put(key, Json::number(field->value.substr(field->value.size() - 1)));
    drop(path);
  }

  Delivered& rest_;
  Json& detail_;
};

}  // namespace

Native render(const Delivered& delivered) {
  const schemas::Envelope& envelope = delivered.envelope;
  Json about = delivered_envelope(envelope);
  about.put("urgency", name_of(envelope.urgency));
  about.put("marking", envelope.marking == schemas::Marking::official ? "OFFICIAL" : "OFFICIAL-SENSITIVE");
  Json detail = Json::object();
  Delivered rest = delivered;
  PersonKeys{rest, detail}.write();
  Json fields = delivered_fields(rest, detail_words);
  for (Json& item : fields.items) detail.push(std::move(item));

  Json out = Json::object();
  out.put("eventType", "concordat." + std::string{name_of(envelope.type)} + ".received")
      .put("version", Json::number("1"));
  out.put("description", "A message of type " + std::string{name_of(envelope.type)} +
                             " was received under an information sharing agreement");
  out.put("occurredAt", format_instant(envelope.created));
  out.put("additionalInformation", std::move(about)).put("personReference", person_reference(delivered));
  out.put("detail", std::move(detail));
  out.put("mayBeWithheld", delivered_notices(delivered, detail_words))
      .put("missing", delivered_missing(delivered, detail_words));
  out.put("terms", delivered_terms(delivered, detail_words));
  return {".json", write_json(out)};
}

}  // namespace concordat::adapters::probation
