#include "adapters/council/party.h"

#include <algorithm>

#include "adapters/council/code_lists.h"
#include "adapters/dates.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::council {
namespace {

const Json absent{};

std::string_view confidential_text(Hidden hidden) {
  switch (hidden) {
    case Hidden::not_said:
      return {};
    case Hidden::no:
      return "no";
    case Hidden::yes:
      return "yes";
  }
  return {};
}

void map_address(schemas::Draft& draft, const Json& address, const std::string& list,
                 schemas::ElementIndex parent, const std::string& path, Hidden hidden) {
  if (!address.is_object()) return;
  std::vector<std::string> lines;
  for (const Json* line :
       {&pick(address, {"AddressLine1", "addressLine1"}), &pick(address, {"AddressLine2", "addressLine2"}),
        &pick(address, {"AddressLine3", "addressLine3"}), &pick(address, {"PostTown", "postTown"}),
        &pick(address, {"County", "county"})}) {
    if (!trim(line->text).empty()) lines.emplace_back(trim(line->text));
  }
  const auto element = draft.add(list, parent);
  const Json& postcode = pick(address, {"PostCode", "postcode", "postCode"});
  draft.set(list + ".lines", join(lines, "\n"), element, place_of(path + ".address", address));
  draft.set(list + ".postcode", postcode.text, element, place_of(path + ".address.postcode", postcode));
  if (!draft.has(list + ".lines", element) && !draft.has(list + ".postcode", element)) return;
  draft.set(list + ".kind", "home", element);
  draft.set(list + ".confidential", confidential_text(hidden), element);
}

void map_contact(schemas::Draft& draft, const Json& value, std::string_view kind, const std::string& list,
                 schemas::ElementIndex parent, const std::string& path) {
  const Json& text = value.is_object() ? pick(value, {"telephoneNumber", "email"}) : value;
  if (text.text.empty()) return;
  const auto element = draft.add(list, parent);
  draft.set(list + ".kind", kind, element);
  draft.set(list + ".value", text.text, element, place_of(path + "." + value.key, text));
}

void map_contacts(schemas::Draft& draft, const Json& party, const std::string& list,
                  schemas::ElementIndex parent, const std::string& path) {
  map_contact(draft, pick(party, {"telephoneNumber", "telephone"}), "phone", list, parent, path);
  map_contact(draft, party["mobileNumber"], "mobile", list, parent, path);
  map_contact(draft, party["email"], "email", list, parent, path);
}

void map_sex(schemas::Draft& draft, const Json& gender, std::string_view field, schemas::ElementIndex element,
             const std::string& path) {
  if (gender.text.empty()) return;
  const CodeRow* row = look_up(CodeList::sex, gender.text);
  if (row == nullptr)
    draft.leave_out("unknown-code", place_of(path + ".gender", gender),
                  "gender must be one of Boy, Girl, Male, Female, Other");
  else
    draft.set(field, row->ours, element);
}

std::string whole_name(const Json& party) {
  if (!party["name"].text.empty()) return party["name"].text;
  return std::string{trim(party["firstName"].text + " " + party["lastName"].text)};
}

}  // namespace

const Json& party_of(const Json& entry) {
  const Json& value = entry.has("value") ? entry["value"] : entry;
  return value.has("party") ? value["party"] : value;
}

const Json& pick(const Json& object, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    if (object.has(name)) return object[name];
  return absent;
}

std::string place_of(std::string_view path, const Json& node) {
  return node.line == 0 ? std::string{path} : std::string{path} + ", " + line_place(node.line);
}

Hidden hidden_of(const Json& party) {
  Hidden strongest = Hidden::not_said;
  for (const std::string_view name :
       {"detailsHidden", "contactDetailsHidden", "hideAddress", "hideTelephone"}) {
    const Json& said = party[name];
    if (said.is_null() || said.text.empty()) continue;
    strongest = std::max(strongest, said.is_yes() ? Hidden::yes : Hidden::no);
  }
  return strongest;
}

void restrict(schemas::Draft& draft, std::string_view path, std::string_view strength,
              std::string_view reason) {
  const auto element = draft.add("sourceRestrictions");
  draft.set("sourceRestrictions.path", path, element);
  draft.set("sourceRestrictions.strength", strength, element);
  draft.set("sourceRestrictions.reason", reason, element);
}

void map_child_party(schemas::Draft& draft, const Json& party, const std::string& path, Hidden hidden) {
  if (whole_name(party).empty())
    draft.problem("missing-subject", place_of(path, party), "the child has no name");
  const auto name = draft.add("subject.names");
  draft.set("subject.names.given", party["firstName"].text, name,
            place_of(path + ".firstName", party["firstName"]));
  draft.set("subject.names.family", party["lastName"].text, name,
            place_of(path + ".lastName", party["lastName"]));
  draft.set("subject.names.kind", "legal", name);
  draft.set("subject.birthDate", iso_day_or_text(party["dateOfBirth"].text), schemas::no_element,
            place_of(path + ".dateOfBirth", party["dateOfBirth"]));
  map_sex(draft, party["gender"], "subject.sex", schemas::no_element, path);
  draft.set("subject.gender", party["genderIdentification"].text, schemas::no_element,
            place_of(path + ".genderIdentification", party["genderIdentification"]));
  map_address(draft, party["address"], "subject.address", schemas::no_element, path, hidden);
  map_contacts(draft, party, "subject.contact", schemas::no_element, path);
  if (hidden == Hidden::yes) {
    restrict(draft, "subject.address", "liftable", "detailsHidden");
    restrict(draft, "subject.contact", "liftable", "detailsHidden");
  }
}

void map_related_party(schemas::Draft& draft, const Json& party, const std::string& path, std::size_t number,
                       std::string_view fallback_role) {
  const auto person = draft.add("relatedPersons");
  const std::string& relationship = party["relationshipToChild"].text;
  draft.set("relatedPersons.role", relationship.empty() ? fallback_role : related_role_of(relationship),
            person);
  draft.set("relatedPersons.name", whole_name(party), person, place_of(path, party));
  draft.set("relatedPersons.relationship", relationship, person,
            place_of(path + ".relationshipToChild", party["relationshipToChild"]));
  draft.set("relatedPersons.birthDate", iso_day_or_text(party["dateOfBirth"].text), person,
            place_of(path + ".dateOfBirth", party["dateOfBirth"]));
  map_sex(draft, party["gender"], "relatedPersons.sex", person, path);
  const Hidden hidden = hidden_of(party);
  map_address(draft, party["address"], "relatedPersons.address", person, path, hidden);
  map_contacts(draft, party, "relatedPersons.contact", person, path);
  const Json& unknown = pick(party, {"addressUnknownReason", "addressNotKnowReason"});
  const bool is_known = pick(party, {"addressKnown", "addressKnow"}).is_yes();
  const Json& why_hidden = pick(party, {"detailsHiddenReason", "contactDetailsHiddenReason"});
  std::vector<std::string> notes;
  if (!is_known && !unknown.text.empty()) notes.push_back("Address not known: " + unknown.text);
  if (!why_hidden.text.empty()) notes.push_back("Details are kept hidden: " + why_hidden.text);
  draft.set("relatedPersons.note", join(notes, "\n"), person, place_of(path, party));
  if (hidden != Hidden::yes) return;
  const std::string place = "relatedPersons[" + std::to_string(number) + "]";
  restrict(draft, place + ".address", "liftable", "detailsHidden");
  restrict(draft, place + ".contact", "liftable", "detailsHidden");
}

}  // namespace concordat::adapters::council
