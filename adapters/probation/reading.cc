#include "adapters/probation/reading.h"

#include <algorithm>

#include "adapters/dates.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::probation {
namespace {

constexpr std::size_t not_taken_max = 200;
constexpr std::size_t document_values_max = 20'000;

std::size_t size_of(const Json& value) {
  std::size_t size = 1;
  for (const Json& part : value.items) size += size_of(part);
  return size;
}

bool is_scalar(const Json& value) {
  return value.kind == Json::Kind::string || value.kind == Json::Kind::number ||
         value.kind == Json::Kind::boolean;
}

std::string place_of(const Json& value) {
  return value.key.empty() ? line_place(value.line) : line_place(value.line) + ", " + value.key;
}

// By the path of a field or of what it lies in: the types of message that can carry something there.
using Carried = std::map<std::string, std::vector<BodyType>, std::less<>>;
Carried carried_by_path() {
  const schemas::FieldTable& table = schemas::FieldTable::get();
  Carried found;
  for (const schemas::FieldEntry& field : table.fields())
    for (std::size_t end = field.path.find('.'); ; end = field.path.find('.', end + 1)) {
      std::vector<BodyType>& types = found[field.path.substr(0, end)];
      types.insert(types.end(), field.bodies.begin(), field.bodies.end());
      if (end == std::string::npos) break;
    }
  return found;
}

}  // namespace

bool is_overlong(const Json& document) {
  return size_of(document) > document_values_max;
}

std::string day_of(std::string_view text) { return iso_day(text); }

bool Reading::carries(std::string_view path) const {
  static const Carried carried = carried_by_path();
  const auto at = carried.find(path);
  return at != carried.end() && std::find(at->second.begin(), at->second.end(), type_) != at->second.end();
}

void Reading::say(std::string_view path, std::string_view value, const Json& from, ElementIndex at) {
  if (trim(value).empty() || !carries(path)) return;
  const auto [first, is_new] = written_.emplace(std::pair{std::string{path}, at}, std::string{value});
  if (is_new || first->second == value) taken_.insert(&from);
  if (!is_new) return;
  draft_.set(path, value, at, place_of(from));
  parts_.insert(std::string{path.substr(0, path.find('.'))});
  if (path.starts_with("subject.names.") || path == "subject.identifiers.value") names_somebody_ = true;
}

void Reading::take(std::string_view path, const Json& value, ElementIndex at) {
  if (is_scalar(value)) say(path, value.text, value, at);
}

void Reading::take_date(std::string_view path, const Json& value, ElementIndex at) {
  if (!is_scalar(value) || value.text.empty()) return;
  const std::string day = day_of(value.text);
  say(path, day.empty() ? value.text : day, value, at);  // what is no date is refused as one
}

void Reading::take_identifier(std::string_view system, const Json& value) {
  for (const auto& [where, written] : written_) {
    if (where.first != "subject.identifiers.value" || written != value.text) continue;
    const auto known = written_.find({"subject.identifiers.system", where.second});
    if (known != written_.end() && known->second == system) return pass_over(value);
  }
  const ElementIndex identifier = draft_.add("subject.identifiers");
  take("subject.identifiers.value", value, identifier);
  say("subject.identifiers.system", system, value, identifier);
}

void Reading::pass_over(const Json& value) {
  value.is_read = true;  // of what lies below, only what was asked for by name
  take_all(value);
}

void Reading::take_all(const Json& value) {
  taken_.insert(&value);
  for (const Json& item : value.items) take_all(item);
}

void Reading::problem(std::string_view code, const Json& at, std::string_view what) {
  draft_.problem(code, place_of(at), what);
}

void Reading::leave_out(std::string_view code, const Json& from, std::string_view what) {
  draft_.leave_out(code, place_of(from), what);
  pass_over(from);
}

std::vector<std::string> Reading::not_taken(const Json& document) const {
  std::vector<std::string> out;
  list_not_taken(document, "", out);
  return out;
}

void Reading::list_not_taken(const Json& value, const std::string& path,
                             std::vector<std::string>& out) const {
  if (out.size() >= not_taken_max) return;
  if (is_scalar(value)) {
    const bool says_something = !value.text.empty() && value.text != "false";
    if (!says_something || taken_.contains(&value)) return;
    value.is_read = true;  // told here, so not by unread.h too
    out.push_back(line_place(value.line) + ", " + path);
    return;
  }
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    const Json& item = value.items[i];
    if (value.is_array())
      list_not_taken(item, path + "[" + std::to_string(i) + "]", out);
    else
      list_not_taken(item, path.empty() ? item.key : path + "." + item.key, out);
  }
}

}  // namespace concordat::adapters::probation
