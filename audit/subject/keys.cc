#include "audit/subject/keys.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "audit/subject/name_form.h"
#include "base/check.h"
#include "base/text.h"

namespace concordat::audit {
namespace {

using schemas::ElementIndex;
using schemas::FieldTable;

constexpr std::size_t names_max = 8;
constexpr std::size_t words_max = 8;
constexpr std::string_view version = "1";

constexpr std::array<std::pair<Grade, std::string_view>, 7> grade_names{{{Grade::identifier, "identifier"},
                                                                        {Grade::exact, "exact"},
                                                                        {Grade::variant, "variant"},
                                                                        {Grade::sound, "sound"},
                                                                        {Grade::one, "one-name"},
                                                                        {Grade::undated, "undated"},
                                                                        {Grade::envelope, "envelope"}}};

std::string key_text(std::string_view kind, const std::vector<std::string>& parts) {
  std::string out = std::string{version} + "\n" + std::string{kind};
  for (const std::string& part : parts) out += "\n" + part;
  return out;
}

std::string identifier_form(std::string_view value) {
  std::string out;
  for (const char c : to_upper(fold(value)))
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) out.push_back(c);
  return out;
}

// The date with day and month in order of size where either could be the month.
std::string either_way(Date date) {
  const auto day = static_cast<unsigned>(date.day());
  const auto month = static_cast<unsigned>(date.month());
  if (day > 12 || day >= month) return format_date(date);
  return format_date(Date{date.year(), std::chrono::month{day}, std::chrono::day{month}});
}

std::string sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  return join(words, " ");
}

class KeyList {
public:
  void add(Grade grade, std::string text) {
    if (seen_.insert(text).second) keys_.push_back({grade, std::move(text)});
  }
  std::vector<Key> take() {
    std::stable_sort(keys_.begin(), keys_.end(), [](const Key& a, const Key& b) { return a.grade < b.grade; });
    return std::move(keys_);
  }

private:
  std::set<std::string> seen_;
  std::vector<Key> keys_;
};

void add_name(KeyList& keys, const PersonalName& name, const std::optional<Date>& born) {
  std::vector<std::string> given = name_words(name.given);
  std::vector<std::string> words = given;
  const std::vector<std::string> family = name_words(name.family);
  words.insert(words.end(), family.begin(), family.end());
  if (words.empty()) return;
  if (words.size() > words_max) words.resize(words_max);
  std::vector<std::string> groups;
  for (const std::string& word : words) groups.push_back(name_group(word));
  if (!born) {
    keys.add(Grade::undated, key_text("undated", {sorted(groups)}));
    return;
  }
  keys.add(Grade::exact, key_text("exact", {sorted(words), format_date(*born)}));
  keys.add(Grade::variant, key_text("variant", {sorted(groups), either_way(*born)}));
  if (words.size() > 1) keys.add(Grade::sound, key_text("sound", {sorted({name_sound(words.front()), name_sound(words.back())}), either_way(*born)}));
  for (const std::string& word : words)
    if (word.size() > 2) keys.add(Grade::one, key_text("one", {name_sound(word), format_date(*born)}));
}

// The fields under one path of a message, by element.
struct Reader {
  explicit Reader(const schemas::Message& message) : body(message.body) {}
  std::map<ElementIndex, std::string> values(std::string_view path) const {
    std::map<ElementIndex, std::string> found;
    const auto id = FieldTable::get().field(path);
    CHECK(id, "a field that the schema does not have");
    for (const schemas::Field& field : body.fields)
      if (field.id == *id) found.emplace(field.element, field.value);
    return found;
  }
  const schemas::Body& body;
};

std::string at_or_empty(const std::map<ElementIndex, std::string>& values, ElementIndex at) {
  const auto found = values.find(at);
  return found == values.end() ? std::string{} : found->second;
}

PersonalName whole_name(const std::string& text) {
  // "FAMILY, Given" or "Given Family": the words are sorted before they are compared, so order is nothing.
  return {text, {}};
}

std::vector<Person::Identifier> identifiers_in(const Reader& in, const std::string& list, ElementIndex parent) {
  std::vector<Person::Identifier> found;
  const auto systems = in.values(list + ".system");
  for (const auto& [element, value] : in.values(list + ".value"))
    if (parent == schemas::no_element || in.body.elements[element].parent == parent) found.push_back({at_or_empty(systems, element), value});
  return found;
}

}  // namespace

std::string_view grade_name(Grade grade) {
  for (const auto& [known, name] : grade_names)
    if (known == grade) return name;
  CHECK(false, "grade out of range");
}

std::optional<Grade> grade_named(std::string_view name) {
  for (const auto& [grade, known] : grade_names)
    if (known == name) return grade;
  return std::nullopt;
}

std::vector<Key> keys_of(const Person& person) {
  KeyList keys;
  for (const Person::Identifier& identifier : person.identifiers) {
    const std::string value = identifier_form(identifier.value);
    // A number from a register of one's own ("localId") is one person's only within it, which is better than not to be found.
    if (!value.empty()) keys.add(Grade::identifier, key_text("identifier", {identifier.system == "formerUpn" ? "upn" : identifier.system, value}));
  }
  for (std::size_t i = 0; i < std::min(person.names.size(), names_max); ++i) add_name(keys, person.names[i], person.birth_date);
  return keys.take();
}

std::vector<Key> question_keys_of(const Person& person) {
  std::vector<Key> keys = keys_of(person);
  if (!person.birth_date) return keys;
  for (Key& undated : keys_of({.identifiers = {}, .names = person.names, .birth_date = {}})) keys.push_back(std::move(undated));
  return keys;
}

Key case_key(const schemas::CaseId& case_id) { return {Grade::envelope, key_text("case", {format_uuid(case_id.value())})}; }
Key message_key(const schemas::MessageId& message) { return {Grade::envelope, key_text("message", {format_uuid(message.value())})}; }

Person subject_of(const schemas::Message& message) {
  const Reader in{message};
  Person subject;
  subject.identifiers = identifiers_in(in, "subject.identifiers", schemas::no_element);
  const auto given = in.values("subject.names.given");
  const auto family = in.values("subject.names.family");
  std::set<ElementIndex> elements;
  for (const auto* part : {&given, &family})
    for (const auto& [element, value] : *part) elements.insert(element);
  for (const ElementIndex element : elements) subject.names.push_back({at_or_empty(given, element), at_or_empty(family, element)});
  for (const auto& [element, value] : in.values("subject.names.asWritten")) subject.names.push_back(whole_name(value));
  for (const auto& [element, value] : in.values("subject.birthDate")) subject.birth_date = parse_date(value);
  return subject;
}

std::vector<Person> related_of(const schemas::Message& message, const std::set<std::uint32_t>& silent) {
  static const std::set<std::string_view> silent_roles{"perpetrator", "suspect"};
  const Reader in{message};
  const auto roles = in.values("relatedPersons.role");
  const auto names = in.values("relatedPersons.name");
  const auto dates = in.values("relatedPersons.birthDate");
  const auto list = FieldTable::get().list("relatedPersons");
  std::vector<Person> found;
  for (ElementIndex element = 0; element < message.body.elements.size(); ++element) {
    if (message.body.elements[element].list != list || silent_roles.contains(at_or_empty(roles, element))) continue;
    if (silent.contains(message.body.elements[element].position)) continue;
    Person person;
    person.identifiers = identifiers_in(in, "relatedPersons.identifiers", element);
    if (const std::string name = at_or_empty(names, element); !name.empty()) person.names.push_back(whole_name(name));
    person.birth_date = parse_date(at_or_empty(dates, element));
    found.push_back(std::move(person));
  }
  return found;
}

}  // namespace concordat::audit
