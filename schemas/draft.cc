#include "schemas/draft.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <span>

#include "base/crypto.h"
#include "base/text.h"

namespace concordat::schemas {
namespace {

constexpr std::size_t text_bytes_max = 65536;
constexpr std::size_t binary_bytes_max = 2 * 1024 * 1024;

// "SW1A 1AA": outward code, one space, inward code of a digit and two letters.
std::optional<std::string> canonical_postcode(std::string_view value) {
  std::string packed;
  for (char c : to_upper(value)) {
    if (c == ' ' || c == '\t') continue;
    const bool is_plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!is_plain) return std::nullopt;
    packed.push_back(c);
  }
  if (packed.size() < 5 || packed.size() > 7) return std::nullopt;
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  const std::string_view inward = std::string_view{packed}.substr(packed.size() - 3);
  if (!is_letter(packed[0]) || is_letter(inward[0]) || !is_letter(inward[1]) || !is_letter(inward[2]))
    return std::nullopt;
  return packed.substr(0, packed.size() - 3) + " " + std::string{inward};
}

std::optional<std::string> canonical_number(std::string_view value) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size() || number > 254) return std::nullopt;
  return std::to_string(number);
}

std::optional<std::string> canonical_text(std::string_view value) {
  if (value.size() > text_bytes_max) return std::nullopt;
  auto text = to_nfc(value);
  if (!text) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text->size(); ++i) {
    const char c = (*text)[i];
    if (c == '\r') {  // CRLF and CR become LF
      if (i + 1 >= text->size() || (*text)[i + 1] != '\n') out.push_back('\n');
      continue;
    }
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') return std::nullopt;
    out.push_back(c);
  }
  return std::string{trim(out)};
}

ElementId new_id() {
  ElementId id{};
  random_fill(std::as_writable_bytes(std::span{&id, 1}));
  return id;
}

std::string expectation(const FieldEntry& field) {
  switch (field.type) {
    case ValueType::text:
    case ValueType::name: return "must be UTF-8 text of at most 65536 bytes without control characters";
    case ValueType::date: return "must be a date that exists, written YYYY-MM-DD";
    case ValueType::date_time: return "must be a time with its offset, such as 2026-04-01T09:30:00Z";
    case ValueType::postcode: return "must be a UK postcode, such as SW1A 1AA";
    case ValueType::uuid: return "must be a UUID";
    case ValueType::path: return "must be a field path, such as subject.address";
    case ValueType::number: return "must be a whole number from 0 to 254";
    case ValueType::code:
    case ValueType::yes_no: return "must be one of: " + join(field.codes, ", ");
    case ValueType::binary: return "must be at most 2 MiB";
  }
  return {};
}

}  // namespace

std::optional<std::string> canonical_nhs_number(std::string_view value) {
  std::string digits;
  for (char c : value) {
    if (c == ' ' || c == '-') continue;
    if (c < '0' || c > '9') return std::nullopt;
    digits.push_back(c);
  }
  if (digits.size() != 10) return std::nullopt;
  int sum = 0;
  for (std::size_t i = 0; i < 9; ++i) sum += (digits[i] - '0') * static_cast<int>(10 - i);
  const int check = (11 - sum % 11) % 11;
  if (check == 10 || check != digits[9] - '0') return std::nullopt;
  return digits;
}

std::optional<std::string> canonical_value(const FieldEntry& field, std::string_view value) {
  switch (field.type) {
    case ValueType::text:
    case ValueType::name:
    case ValueType::path: return canonical_text(value);
    case ValueType::date: {
      const auto date = parse_date(value);
      return date ? std::optional{format_date(*date)} : std::nullopt;
    }
    case ValueType::date_time: {
      const auto instant = parse_instant(value);
      return instant ? std::optional{format_instant(*instant)} : std::nullopt;
    }
    case ValueType::postcode: return canonical_postcode(value);
    case ValueType::uuid: {
      const auto uuid = parse_uuid(value);
      return uuid ? std::optional{format_uuid(*uuid)} : std::nullopt;
    }
    case ValueType::number: return canonical_number(value);
    case ValueType::code:
    case ValueType::yes_no: {
      const bool is_known = std::find(field.codes.begin(), field.codes.end(), value) != field.codes.end();
      return is_known ? std::optional{std::string{value}} : std::nullopt;
    }
    case ValueType::binary:
      return value.size() <= binary_bytes_max ? std::optional{std::string{value}} : std::nullopt;
  }
  return std::nullopt;
}

ElementIndex Draft::add(std::string_view list_path, ElementIndex parent) {
  return add_with_id(list_path, parent, new_id());
}

ElementIndex Draft::add_with_id(std::string_view list_path, ElementIndex parent, const ElementId& id) {
  const FieldTable& table = FieldTable::get();
  const auto list = table.list(list_path);
  CHECK(list, "draft: no such list");
  CHECK(parent == no_element ? !table[*list].parent
                             : parent < body_.elements.size() && body_.elements[parent].list == table[*list].parent,
        "draft: a list must be added inside an element of the list it lies in");
  body_.elements.push_back({*list, parent, counts_[{*list, parent}]++, id});
  return static_cast<ElementIndex>(body_.elements.size() - 1);
}

void Draft::set(std::string_view path, std::string_view value, ElementIndex at, std::string_view where) {
  const FieldTable& table = FieldTable::get();
  const auto id = table.field(path);
  CHECK(id, "draft: no such field");
  const FieldEntry& field = table[*id];
  CHECK(at == no_element ? !field.list : at < body_.elements.size() && body_.elements[at].list == field.list,
        "draft: the element is not of the list the field lies in");
  if (field.type != ValueType::binary) value = trim(value);
  if (value.empty()) return;
  auto canonical = canonical_value(field, value);
  if (!canonical) {
    problem("invalid-value", where.empty() ? positional_path(body_, *id, at) : std::string{where},
            std::string{path} + " " + expectation(field));
    return;
  }
  if (canonical->empty()) return;
  const auto [place, is_new] = places_.try_emplace({*id, at}, body_.fields.size());
  if (is_new) body_.fields.push_back({*id, at, {}});
  body_.fields[place->second].value = std::move(*canonical);
}

void Draft::problem(std::string_view code, std::string_view where, std::string_view what) {
  problems_.push_back({std::string{code}, std::string{where}, std::string{what}});
}

void Draft::leave_out(std::string_view code, std::string_view where, std::string_view what) {
  left_out_.push_back({std::string{code}, std::string{where}, std::string{what}});
}

bool Draft::has(std::string_view path, ElementIndex at) const {
  const auto id = FieldTable::get().field(path);
  CHECK(id, "draft: no such field");
  return places_.contains({*id, at});
}

Result<Body, std::vector<Problem>> Draft::finish(BodyType type) && {
  const FieldTable& table = FieldTable::get();
  for (const Field& field : body_.fields) {
    const auto& bodies = table[field.id].bodies;
    if (std::find(bodies.begin(), bodies.end(), type) == bodies.end())
      problem("field-not-in-body", positional_path(body_, field.id, field.element),
              "a message of type " + std::string{name_of(type)} + " cannot carry this field");
  }
  if (!problems_.empty()) {
    std::move(left_out_.begin(), left_out_.end(), std::back_inserter(problems_));
    return Fail{std::move(problems_)};
  }

  // An element stays if a field or a staying child lies in it; children stand after their parents.
  std::vector<char> stays(body_.elements.size(), 0);
  for (const Field& field : body_.fields)
    if (field.element != no_element) stays[field.element] = 1;
  for (std::size_t i = body_.elements.size(); i-- > 0;)
    if (stays[i] != 0 && body_.elements[i].parent != no_element) stays[body_.elements[i].parent] = 1;

  Body out;
  std::map<Siblings, std::uint32_t> counts;
  std::vector<ElementIndex> moved(body_.elements.size(), no_element);
  for (std::size_t i = 0; i < body_.elements.size(); ++i) {
    if (stays[i] == 0) continue;
    Element element = body_.elements[i];
    if (element.parent != no_element) element.parent = moved[element.parent];
    element.position = counts[{element.list, element.parent}]++;
    moved[i] = static_cast<ElementIndex>(out.elements.size());
    out.elements.push_back(element);
  }
  for (Field& field : body_.fields) {
    if (field.element != no_element) field.element = moved[field.element];
    out.fields.push_back(std::move(field));
  }
  sort_fields(out);
  return out;
}

}  // namespace concordat::schemas
