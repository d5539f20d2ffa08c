#include "policy/field_pattern.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "policy/lexer.h"

namespace concordat::policy {
namespace {

using schemas::FieldTable;
using schemas::no_element;

// role child, or class event, status fact: up to the bracket's end.
Result<Narrowing, std::string> read_keys(const std::string& path, schemas::ListId list, const std::vector<Token>& tokens,
                                         std::size_t& at) {
  const FieldTable& table = FieldTable::get();
  Narrowing narrowing{list, {}};
  for (;;) {
    const auto key = table.field(path + "." + tokens[at].text);
    if (!key || !table[*key].is_key) return Fail{"\"" + tokens[at].text + "\" is not a key of " + path};
    ++at;
    const auto& codes = table[*key].codes;
    if (std::find(codes.begin(), codes.end(), tokens[at].text) == codes.end())
      return Fail{"\"" + tokens[at].text + "\" is not a value of " + table[*key].path};
    narrowing.keys.push_back({*key, tokens[at].text});
    ++at;
    if (!tokens[at].is_mark(',')) return narrowing;
    ++at;
  }
}

}  // namespace

Result<FieldPattern, std::string> FieldPattern::read(std::string_view text) {
  const FieldTable& table = FieldTable::get();
  std::vector<Diagnostic> faults;
  const std::vector<Token> tokens = lex(text, faults);
  if (!faults.empty()) return Fail{faults.front().cause};
  FieldPattern found;
  found.text_ = text;
  std::string path;
  for (std::size_t at = 0;;) {
    if (tokens[at].kind != Token::Kind::word) return Fail{std::string{"must be a path, such as subject.address[0].postcode"}};
    path += (path.empty() ? "" : ".") + tokens[at++].text;
    found.weight_ += 10;
    if (tokens[at].is_mark('[')) {
      const auto list = table.list(path);
      if (!list) return Fail{"\"" + path + "\" is not a list"};
      ++at;
      ++found.weight_;
      if (tokens[at].kind == Token::Kind::number) {
        std::uint32_t position = 0;
        const std::string& digits = tokens[at].text;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), position);
        if (error != std::errc{} || end != digits.data() + digits.size()) return Fail{"\"" + digits + "\" is not a position"};
        found.positions_.push_back({*list, position});
        ++at;
      } else {
        TRY(Narrowing narrowing, read_keys(path, *list, tokens, at));
        found.narrowings_.push_back(std::move(narrowing));
      }
      if (!tokens[at].is_mark(']')) return Fail{std::string{"a bracket must be closed"}};
      ++at;
    }
    if (tokens[at].kind == Token::Kind::end) break;
    if (!tokens[at].is_mark('.')) return Fail{std::string{"must be a path, such as subject.address[0].postcode"}};
    ++at;
  }
  found.fields_ = table.under(path);
  if (!found.fields_.empty()) return found;
  const auto guess = nearest(path, table.paths());
  return Fail{"there is no field \"" + path + "\"" + (guess ? "; did you mean \"" + *guess + "\"?" : "")};
}

bool FieldPattern::means(const schemas::Field& field, const BodyView& view) const {
  if (std::find(fields_.begin(), fields_.end(), field.id) == fields_.end()) return false;
  const bool is_there = std::all_of(positions_.begin(), positions_.end(), [&](const Position& wanted) {
    const schemas::ElementIndex here = view.within(field.element, wanted.list);
    return here != no_element && view.body().elements[here].position == wanted.position;
  });
  return is_there && std::all_of(narrowings_.begin(), narrowings_.end(), [&](const Narrowing& narrowing) {
           return view.matches(narrowing, field.element) == Truth::yes;
         });
}

}  // namespace concordat::policy
