#include <algorithm>

#include "base/text.h"
#include "policy/editing.h"
#include "policy/expectation.h"
#include "policy/findings.h"
#include "policy/language_words.h"
#include "policy/parse.h"
#include "policy/typed.h"

namespace concordat::policy {
namespace {

using schemas::FieldTable;

// "relatedPersons[role child].name" is about relatedPersons.name.
std::string without_brackets(std::string_view name) {
  std::string out;
  int depth = 0;
  for (char c : name) {
    if (c == '[') ++depth;
    if (depth == 0) out += c;
    if (c == ']') --depth;
  }
  return out;
}

class Telling {
public:
  Telling(const Agreement& agreement, const Parties* directory, const Typed& typed, const Expectation& expectation)
      : agreement_(agreement), directory_(directory), typed_(typed), expectation_(expectation) {}

  std::optional<Hover> run() const {
    for (const Slot slot : expectation_.slots)
      if (auto found = named(slot)) return found;
    const bool is_word = std::find(expectation_.words.begin(), expectation_.words.end(), typed_.whole) != expectation_.words.end();
    const std::string_view meaning = meaning_of_word(typed_.whole);
    if (!is_word || meaning.empty()) return std::nullopt;
    return about(typed_.whole, std::string{meaning} + "\n");
  }

private:
  Hover about(const std::string& name, std::string text) const {
    return {{typed_.place.line, typed_.place.column, static_cast<std::uint32_t>(name.size())}, name, std::move(text)};
  }
  std::optional<Hover> about_if(const std::string& name, std::string text) const {
    if (text.empty()) return std::nullopt;
    return about(name, std::move(text));
  }

  std::optional<Hover> named(Slot slot) const {
    switch (slot) {
      case Slot::agency:
      case Slot::party: return party();
      case Slot::purpose: return purpose();
      case Slot::basis: {
        const Basis* basis = find_basis(typed_.longest);
        return about_if(typed_.longest, basis == nullptr ? std::string{} : basis_in_full(*basis));
      }
      case Slot::field:
      case Slot::fact:
      case Slot::listed_fact: return path();
      case Slot::field_class: {
        const auto found = schemas::field_class_named(typed_.whole);
        return about_if(typed_.whole, found ? std::string{meaning_of_class(*found)} + "\n" : std::string{});
      }
      case Slot::view: {
        const auto found = schemas::level_named(typed_.whole);
        return about_if(typed_.whole, found ? std::string{meaning_of_view(*found)} + "\n" : std::string{});
      }
      case Slot::key: return key(expectation_.of + "." + typed_.whole);
      case Slot::key_value:
      case Slot::value: return value();
      case Slot::label: return label();
      case Slot::type:
      case Slot::stage:
      case Slot::area: return std::nullopt;
    }
    return std::nullopt;
  }

  std::optional<Hover> party() const {
    const std::string name = typed_.longest;
    std::vector<std::string> meant;
    for (const Party& party : agreement_.parties)
      if (party.text == name || kind_of(party) == name) meant.push_back(party.text);
    if (meant.empty()) return std::nullopt;
    std::string text = "Means " + join(meant, ", ") + "\n";
    if (directory_ != nullptr)
      for (const Agency& agency : directory_->agencies)
        if (agency.id.value() == name) text += "Serves " + join(agency.areas, ", ") + "\n";
    return about(name, std::move(text));
  }
  std::optional<Hover> purpose() const {
    const Purpose* found = purpose_named(agreement_, typed_.whole);
    if (found == nullptr) return std::nullopt;
    std::vector<std::string> bases;
    for (const BasisLine& line : found->bases)
      for (const Word& basis : line.bases) bases.push_back(basis.text);
    return about(typed_.whole, found->means + "\nBasis: " + join(bases, ", ") + "\n");
  }
  std::optional<Hover> path() const {
    const std::string path = without_brackets(typed_.whole);
    if (const auto* field = FieldTable::get().find(path)) return about(typed_.whole, field_in_full(*field));
    if (FieldTable::get().under(path).empty()) return std::nullopt;
    return about(typed_.whole, struct_in_brief(path) + "\n");
  }
  std::optional<Hover> key(const std::string& path) const {
    const auto* field = FieldTable::get().find(path);
    return about_if(typed_.whole, field == nullptr ? std::string{} : field_in_full(*field));
  }
  std::optional<Hover> value() const {
    const auto* field = FieldTable::get().find(expectation_.of);
    if (field == nullptr) return std::nullopt;
    const bool is_code = std::find(field->codes.begin(), field->codes.end(), typed_.whole) != field->codes.end();
    if (!is_code) return std::nullopt;
    return about(typed_.whole, "A value of " + field->path + ": " + field->meaning + "\nOne of: " + join(field->codes, ", ") + "\n");
  }
  std::optional<Hover> label() const {
    for (const Clause& clause : agreement_.clauses)
      if (clause.label.text == typed_.longest) return about(typed_.longest, clause.title + "\n");
    return std::nullopt;
  }

  const Agreement& agreement_;
  const Parties* directory_;
  const Typed& typed_;
  const Expectation& expectation_;
};

}  // namespace

std::optional<Hover> hover(std::string_view text, const Cursor& cursor, const Parties* directory) {
  const auto typed = typed_at(text, cursor);
  if (!typed || typed->whole.empty()) return std::nullopt;
  const Agreement declared = parse(text).agreement;
  return Telling{declared, directory, *typed, expectation_after(typed->before, declared)}.run();
}

}  // namespace concordat::policy
