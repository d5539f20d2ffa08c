#include "adapters/police/reading.h"

#include "adapters/dates.h"
#include "base/clock.h"
#include "base/text.h"
#include "schemas/views.h"

namespace concordat::adapters::police {
namespace {

constexpr std::size_t not_taken_max = 200;
constexpr std::size_t document_values_max = 20'000;

std::size_t size_of(const XmlElement& value) {
  std::size_t size = 1;
  for (const XmlElement& part : value.children) size += size_of(part);
  return size;
}

// A line break followed by indentation is the file's layout, not the text's.
std::string without_layout(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_break =
        text[i] == '\n' && i + 1 < text.size() && (text[i + 1] == ' ' || text[i + 1] == '\t');
    if (!is_break) {
      out += text[i];
      continue;
    }
    while (i + 1 < text.size() && (text[i + 1] == ' ' || text[i + 1] == '\t' || text[i + 1] == '\n')) ++i;
    out += ' ';
  }
  return out;
}

std::string place_of(const XmlElement& element) {
  return element.place() + ", " + element.name;
}

}  // namespace

void Reading::say(std::string_view path, std::string_view value, const XmlElement& from, ElementIndex at) {
  if (trim(value).empty() || draft_.has(path, at)) return;
  if (from.children.empty()) taken_.insert(&from);
  draft_.set(path, without_layout(value), at, place_of(from));
  parts_.insert(std::string{path.substr(0, path.find('.'))});
  if (path.starts_with("subject.names.") || path == "subject.identifiers.value") names_somebody_ = true;
}

void Reading::take(std::string_view path, const XmlElement& leaf, ElementIndex at) {
  say(path, leaf.text, leaf, at);
}

void Reading::take_date(std::string_view path, const XmlElement& leaf, ElementIndex at) {
  const std::string day = day_of(leaf.text);
  say(path, day.empty() ? leaf.text : day, leaf, at);  // what is no date is refused as one
}

void Reading::pass_over(const XmlElement& element) {
  element.is_read = true;  // of what lies below, only what was asked for by name
  take_all(element);
}

void Reading::take_all(const XmlElement& element) {
  taken_.insert(&element);
  for (const XmlElement& child : element.children) take_all(child);
}

void Reading::problem(std::string_view code, const XmlElement& at, std::string_view what) {
  draft_.problem(code, place_of(at), what);
}

void Reading::leave_out(std::string_view code, const XmlElement& from, std::string_view what) {
  draft_.leave_out(code, place_of(from), what);
  pass_over(from);
}

std::vector<std::string> Reading::not_taken(const XmlElement& element) const {
  std::vector<std::string> out;
  list_not_taken(element, out);
  return out;
}

void Reading::list_not_taken(const XmlElement& element, std::vector<std::string>& out) const {
  if (out.size() >= not_taken_max) return;
  if (element.children.empty() && !element.text.empty() && !taken_.contains(&element)) {
    element.is_read = true;  // told here, so not by unread.h too
    out.push_back(place_of(element));
  }
  for (const XmlElement& child : element.children) list_not_taken(child, out);
}

bool is_overlong(const XmlElement& element) {
  return size_of(element) > document_values_max;
}

// Only as ISO 8601 begins: where the month stands first, a day of a document from elsewhere would be another.
std::string day_of(std::string_view text) { return parse_date(trim(text).substr(0, 10)) ? iso_day(text) : std::string{}; }

std::string age_group(std::string_view birth_date, std::string_view day) {
  const auto birth = parse_date(birth_date);
  const auto on = parse_date(day);
  if (!birth || !on || *on < *birth) return {};
  return schemas::age_on(*birth, *on) < 18 ? "child" : "adult";
}

bool is_uk_postcode(std::string_view text) {
  const schemas::FieldEntry* field = schemas::FieldTable::get().find("subject.address.postcode");
  return schemas::canonical_value(*field, text).has_value();
}

}  // namespace concordat::adapters::police
