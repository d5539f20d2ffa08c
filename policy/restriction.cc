#include "policy/restriction.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "policy/lexer.h"

namespace concordat::policy {
namespace {

using schemas::ElementIndex;
using schemas::FieldId;
using schemas::FieldTable;
using schemas::no_element;

struct Names {
  schemas::ListId list;
  FieldId path;
  FieldId strength;
  static const Names& get() {
    static const Names names = [] {
      const auto restrictions = FieldTable::get().list("sourceRestrictions");
      const auto restricted = FieldTable::get().field("sourceRestrictions.path");
      const auto strength = FieldTable::get().field("sourceRestrictions.strength");
      CHECK(restrictions && restricted && strength, "the schema has no source restrictions");
      return Names{*restrictions, *restricted, *strength};
    }();
    return names;
  }
};

bool is_carried(const schemas::Body& body, schemas::ListId list, std::uint32_t position) {
  return std::any_of(body.elements.begin(), body.elements.end(), [&](const schemas::Element& element) {
    return element.list == list && element.position == position;
  });
}

std::optional<Narrowing> read_keys(const std::string& list_path, schemas::ListId list,
                                   const std::vector<Token>& tokens, std::size_t& at) {
  const FieldTable& table = FieldTable::get();
  Narrowing narrowing{list, {}};
  do {
    const auto key = table.field(list_path + "." + tokens[at].text);
    if (tokens[at].kind != Token::Kind::word || !key || !table[*key].is_key) return std::nullopt;
    ++at;
    const auto& codes = table[*key].codes;
    if (std::find(codes.begin(), codes.end(), tokens[at].text) == codes.end()) return std::nullopt;
    narrowing.keys.push_back({*key, tokens[at].text});
    ++at;
  } while (tokens[at].is_mark(',') && ++at < tokens.size());
  return narrowing;
}

}  // namespace

Restriction Restriction::of_everything() {
  Restriction all;
  all.everything_ = true;
  return all;
}

Restriction Restriction::read(std::string_view path, const BodyView& view) {
  std::vector<Diagnostic> faults;
  const std::vector<Token> tokens = lex(path, faults);  // ends with `end`, so tokens[at] is always there
  if (!faults.empty()) return of_everything();
  const FieldTable& table = FieldTable::get();
  Restriction found;
  std::string dotted;
  std::size_t at = 0;
  for (;;) {
    if (tokens[at].kind != Token::Kind::word) return of_everything();
    dotted += (dotted.empty() ? "" : ".") + tokens[at].text;
    ++at;
    if (tokens[at].is_mark('[')) {
      ++at;
      const auto list = table.list(dotted);
      if (!list) return of_everything();
      if (tokens[at].kind == Token::Kind::number) {
        std::uint32_t position = 0;
        const std::string& digits = tokens[at].text;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), position);
        if (error != std::errc{} || end != digits.data() + digits.size()) return of_everything();
        ++at;
        // A position that no element has tells nothing of which was meant: the whole list is.
        if (is_carried(view.body(), *list, position)) found.places_.push_back({*list, position});
      } else {
        auto keys = read_keys(dotted, *list, tokens, at);
        if (!keys) return of_everything();
        found.narrowings_.push_back(std::move(*keys));
      }
      if (!tokens[at].is_mark(']')) return of_everything();
      ++at;
    }
    if (tokens[at].kind == Token::Kind::end) break;
    if (!tokens[at].is_mark('.')) return of_everything();
    ++at;
  }
  const auto fields = table.under(dotted);
  if (fields.empty()) return of_everything();
  found.fields_.resize(table.fields().size());
  for (FieldId id : fields) found.fields_[id.value()] = true;
  return found;
}

Restriction Restriction::with(Strength strength) && {
  strength_ = strength;
  return std::move(*this);
}

bool Restriction::covers(FieldId field, ElementIndex element, const BodyView& view) const {
  if (everything_) return true;
  if (!fields_[field.value()]) return false;
  for (const Place& place : places_) {
    const ElementIndex here = view.within(element, place.list);
    if (here == no_element || view.body().elements[here].position != place.position) return false;
  }
  return std::all_of(narrowings_.begin(), narrowings_.end(), [&](const Narrowing& narrowing) {
    return view.matches(narrowing, element) != Truth::no;
  });
}

std::vector<Restriction> restrictions_of(const BodyView& view) {
  const Names& names = Names::get();
  std::vector<Restriction> found;
  const auto& elements = view.body().elements;
  const std::uint64_t* const listed = view.elements(names.list);
  if (std::all_of(listed, listed + view.words(), [](std::uint64_t word) { return word == 0; })) return found;
  for (ElementIndex i = 0; i < elements.size(); ++i) {
    if (elements[i].list != names.list) continue;
    const std::string* path = view.value(names.path, i);
    const std::string* strength = view.value(names.strength, i);
    const bool is_liftable = strength != nullptr && *strength == "liftable";
    auto read = path == nullptr ? Restriction::of_everything() : Restriction::read(*path, view);
    found.push_back(std::move(read).with(is_liftable ? Restriction::Strength::liftable
                                                     : Restriction::Strength::absolute));
  }
  return found;
}

}  // namespace concordat::policy
