#include "policy/person_names.h"

#include <algorithm>

#include "base/text.h"
#include "policy/word_names.h"

namespace concordat::policy {

using schemas::FieldTable;

namespace {
constexpr std::uint32_t the_subject = 0xfffffffe;  // all of whose names are one person's
}  // namespace

PersonNames::PersonNames(const schemas::Body& body) {
  for (std::uint32_t i = 0; i < body.fields.size(); ++i) {
    const schemas::Field& field = body.fields[i];
    const schemas::FieldEntry& entry = FieldTable::get()[field.id];
    if (entry.type != schemas::ValueType::name) continue;
    const bool is_subject = entry.path.starts_with("subject.names.");
    // Outside every list, a person is a struct: its first field stands for it.
    const std::uint32_t person = is_subject                             ? the_subject
                                 : field.element == schemas::no_element ? 0x80000000U + i
                                                                        : field.element;
    if (entry.path.ends_with(".given")) {
      for (const std::string& name : split(field.value, ' ')) add(i, person, Role::given, name);
    } else if (entry.path.ends_with(".family")) {
      add(i, person, Role::family, field.value);
    } else {
      add_whole(i, person, field.value);
    }
  }
}

// "Ann Marie Okoro", "OKORO, Ann Marie"; one name alone is taken for a given one.
void PersonNames::add_whole(std::uint32_t field, std::uint32_t person, std::string_view name) {
  std::string_view family;
  std::string_view given = trim(name);
  if (const std::size_t comma = given.find(','); comma != std::string_view::npos) {
    family = trim(given.substr(0, comma));
    given = trim(given.substr(comma + 1));
  } else if (const std::size_t space = given.rfind(' '); space != std::string_view::npos) {
    family = given.substr(space + 1);
    given = given.substr(0, space);
  }
  add(field, person, Role::family, family);
  for (const std::string& each : split(given, ' ')) add(field, person, Role::given, each);
}

void PersonNames::add(std::uint32_t field, std::uint32_t person, Role role, std::string_view name) {
  Part part{field, person, role, {}};
  for (PassageWord& word : words_in(name)) part.words.push_back(std::move(word.text));
  if (part.words.empty()) return;
  by_first_word_.emplace(part.words.front(), parts_.size());
  parts_.push_back(std::move(part));
}

bool PersonNames::stands_at(const Part& part, const std::vector<PassageWord>& passage, std::size_t at) const {
  if (at + part.words.size() > passage.size()) return false;
  for (std::size_t i = 0; i < part.words.size(); ++i)
    if (passage[at + i].text != part.words[i]) return false;
  return true;
}

bool PersonNames::is_beside_another(const Part& part, const std::vector<PassageWord>& passage,
                                    std::size_t at) const {
  return std::any_of(parts_.begin(), parts_.end(), [&](const Part& other) {
    if (other.person != part.person || other.role == part.role) return false;
    const std::size_t length = other.words.size();
    return stands_at(other, passage, at + part.words.size()) ||
           (at >= length && stands_at(other, passage, at - length));
  });
}

std::vector<NamedPart> PersonNames::found_in(const std::vector<PassageWord>& passage) const {
  std::vector<NamedPart> found;
  for (std::size_t at = 0; at < passage.size(); ++at) {
    const auto [first, last] = by_first_word_.equal_range(passage[at].text);
    for (auto entry = first; entry != last; ++entry) {
      const Part& part = parts_[entry->second];
      if (!stands_at(part, passage, at)) continue;
      const std::string& name = part.words.front();
      const bool is_word = part.words.size() == 1 && (name.size() == 1 || is_dictionary_word(name));
      const bool stands_alone =
          part.role == Role::family || (passage[at].is_capitalised && !passage[at].begins_sentence);
      if ((is_word || !stands_alone) && !is_beside_another(part, passage, at)) continue;
      std::string all;
      for (const std::string& word : part.words) all += word + " ";
      found.push_back({part.field, std::move(all)});
    }
  }
  return found;
}

}  // namespace concordat::policy
