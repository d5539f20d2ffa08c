#include "policy/leak_guard.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/text.h"
#include "policy/passage.h"
#include "policy/person_names.h"
#include "policy/written_date.h"

namespace concordat::policy {
namespace {

using schemas::Body;
using schemas::Field;
using schemas::FieldEntry;
using schemas::FieldTable;
using schemas::ValueType;

constexpr std::size_t shortest_value = 4;  // fewer letters and digits would be found everywhere
constexpr std::size_t shortest_telephone = 7;

std::optional<Leak::Kind> contact_kind(std::string_view value) {
  if (value.find('@') != std::string_view::npos && value.front() != '@') return Leak::Kind::email;
  const auto digits = std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool is_number = static_cast<std::size_t>(digits) >= shortest_telephone;
  return is_number ? Leak::Kind::telephone : Leak::Kind::identifier;
}

// What kind of value to look for a field holds, if any.
std::optional<Leak::Kind> kind_of(const FieldEntry& entry, const std::string& value) {
  const std::string_view path = entry.path;
  if (entry.type == ValueType::name) return Leak::Kind::name;
  if (entry.type == ValueType::postcode) return Leak::Kind::postcode;
  if (entry.type == ValueType::date && path.ends_with("irthDate")) return Leak::Kind::birth_date;
  if (entry.type != ValueType::text) return std::nullopt;
  if (entry.field_class == schemas::FieldClass::identifier) return Leak::Kind::identifier;
  if (path.ends_with("address.lines")) return Leak::Kind::address;
  const bool is_contact =
      path.ends_with("contact.value") || path.ends_with(".phone") || path.ends_with(".email");
  return is_contact ? contact_kind(value) : std::nullopt;
}

bool is_text_type(const std::string* media_type) {
  if (media_type == nullptr) return false;
  return media_type->starts_with("text/") || media_type->starts_with("application/json") ||
         media_type->starts_with("application/xml");
}

// "+44 (0)20 7946 0000", "0044 20…" and "020 7946 0000" without what they differ in.
std::string subscriber_number(std::string_view value) {
  std::string digits;
  for (char c : value)
    if (c >= '0' && c <= '9') digits += c;
  for (std::string_view prefix : {"0044", "44"})
    if (digits.size() > 10 && digits.starts_with(prefix)) digits.erase(0, prefix.size());
  if (digits.starts_with('0')) digits.erase(0, 1);
  return digits;
}

// Where `value` stands in the passage with nothing joined to it; before a telephone number, its prefix may
// be.
bool holds_squeezed(const Squeezed& passage, const std::string& value, Leak::Kind kind) {
  for (std::size_t at = passage.text.find(value); at != std::string::npos;
       at = passage.text.find(value, at + 1)) {
    if (!passage.ends[at + value.size() - 1]) continue;
    std::size_t begin = at;
    while (!passage.begins[begin]) --begin;
    const std::string prefix = passage.text.substr(begin, at - begin);
    if (prefix.empty()) return true;
    constexpr std::array<std::string_view, 4> dialled{"0", "44", "0044", "440"};
    if (kind == Leak::Kind::telephone && std::find(dialled.begin(), dialled.end(), prefix) != dialled.end())
      return true;
  }
  return false;
}

// st for street, so that the two are alike.
std::string_view in_full(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> abbreviations{
      {{"st", "street"},
       {"rd", "road"},
       {"ave", "avenue"},
       {"av", "avenue"},
       {"ln", "lane"},
       {"dr", "drive"},
       {"cl", "close"},
       {"ct", "court"},
       {"sq", "square"},
       {"gdns", "gardens"}}};
  for (const auto& [brief, full] : abbreviations)
    if (word == brief) return full;
  return word;
}

bool has_number(std::string_view word) {
  return word.find_first_of("0123456789") != std::string_view::npos;
}

// The part of an address that finds the house: the first that begins with its number, else the first with a
// number among three words ("Flat 2" alone is anybody's), else the first of two words.
std::vector<PassageWord> house_of(std::string_view lines) {
  std::string parts{lines};
  std::replace(parts.begin(), parts.end(), ',', '\n');
  std::vector<PassageWord> numbered;
  std::vector<PassageWord> first;
  for (const std::string& part : split(parts, '\n')) {
    auto words = words_in(part);
    if (words.size() < 2) continue;
    if (has_number(words.front().text)) return words;
    const bool is_numbered =
        words.size() > 2 && std::any_of(words.begin(), words.end(),
                                        [](const PassageWord& word) { return has_number(word.text); });
    if (is_numbered && numbered.empty()) numbered = words;
    if (first.empty()) first = std::move(words);
  }
  return numbered.empty() ? first : numbered;
}

bool holds_words(const std::vector<PassageWord>& passage, const std::vector<PassageWord>& sought) {
  return std::search(passage.begin(), passage.end(), sought.begin(), sought.end(),
                     [](const PassageWord& a, const PassageWord& b) {
                       return in_full(a.text) == in_full(b.text);
                     }) != passage.end();
}

class Search {
public:
  explicit Search(const Body& body) : body_(body), names_(body) {
    for (std::uint32_t i = 0; i < body.fields.size(); ++i) add_value(i);
    read_clearances();
  }

  std::vector<Leak> run() {
    for (std::uint32_t i = 0; i < body_.fields.size(); ++i) {
      const FieldEntry& entry = FieldTable::get()[body_.fields[i].id];
      if (entry.type == ValueType::text) {
        // What is itself such a value (an address, a number) is no free text, and is capped as what it is.
        if (!kind_of(entry, body_.fields[i].value) && !is_cleared(i)) search_in(i);
      } else if (entry.type == ValueType::binary && !is_cleared(i)) {
        search_document(i);
      }
    }
    return std::move(found_);
  }

private:
  struct Value {
    std::uint32_t field;
    Leak::Kind kind;
    std::string squeezed;            // of identifiers, postcodes, telephones, emails
    std::vector<PassageWord> words;  // of addresses
  };

  void add_value(std::uint32_t index) {
    const Field& field = body_.fields[index];
    const auto kind = kind_of(FieldTable::get()[field.id], field.value);
    if (!kind || *kind == Leak::Kind::name || field.value.empty()) return;
    Value value{index, *kind, {}, {}};
    if (*kind == Leak::Kind::address) {
      value.words = house_of(field.value);
      if (value.words.empty()) return;
    } else if (*kind != Leak::Kind::birth_date) {
      value.squeezed =
          *kind == Leak::Kind::telephone ? subscriber_number(field.value) : squeezed(field.value).text;
      if (value.squeezed.size() < shortest_value) return;
    }
    values_.push_back(std::move(value));
  }

  const std::string* sibling(std::uint32_t index, std::string_view path) const {
    const auto id = FieldTable::get().field(path);
    const Field* found = id ? body_.find(*id, body_.fields[index].element) : nullptr;
    return found == nullptr ? nullptr : &found->value;
  }

  void read_clearances() {
    const auto path = FieldTable::get().field("clearances.path");
    const auto by = FieldTable::get().field("clearances.by");
    for (const Field& field : body_.fields)
      if (field.id == path && body_.find(*by, field.element) != nullptr) cleared_.push_back(field.value);
  }
  bool is_cleared(std::uint32_t index) const {
    const Field& field = body_.fields[index];
    if (FieldTable::get()[field.id].path.starts_with("attachments.")) {
      const std::string* cleared = sibling(index, "attachments.cleared");
      if (cleared != nullptr && *cleared == "yes") return true;
    }
    if (cleared_.empty()) return false;
    const std::string path = schemas::positional_path(body_, field.id, field.element);
    return std::any_of(cleared_.begin(), cleared_.end(), [&](const std::string& clear) {
      return path.starts_with(clear) &&
             (path.size() == clear.size() || path[clear.size()] == '.' || path[clear.size()] == '[');
    });
  }

  void search_document(std::uint32_t index) {
    if (is_text_type(sibling(index, "attachments.mediaType")) && is_utf8(body_.fields[index].value)) {
      search_in(index);
    } else {
      found_.push_back({index, index, Leak::Kind::unsearchable, matches_++});
    }
  }

  void search_in(std::uint32_t passage) {
    const std::string& text = body_.fields[passage].value;
    const std::vector<PassageWord> words = words_in(text);
    const Squeezed run = squeezed(text);
    std::map<std::string, std::uint32_t> matches;
    const auto match_of = [&](const std::string& what) {
      return matches.try_emplace(what, matches_++).first->second;
    };
    for (const Value& value : values_) {
      if (value.field == passage) continue;
      const std::string& written = body_.fields[value.field].value;
      bool is_found = false;
      if (value.kind == Leak::Kind::birth_date) {
        is_found = is_date_written(words, written);
      } else if (value.kind == Leak::Kind::address) {
        is_found = holds_words(words, value.words);
      } else {
        is_found = holds_squeezed(run, value.squeezed, value.kind);
      }
      if (is_found)
        found_.push_back(
            {passage, value.field, value.kind, match_of(value.squeezed + " " + to_lower(written))});
    }
    for (const NamedPart& part : names_.found_in(words))
      found_.push_back({passage, part.field, Leak::Kind::name, match_of("name " + part.name)});
  }

  const Body& body_;
  PersonNames names_;
  std::vector<Value> values_;
  std::vector<std::string> cleared_;
  std::vector<Leak> found_;
  std::uint32_t matches_ = 0;
};

}  // namespace

std::string_view name_of(Leak::Kind kind) {
  constexpr std::array<std::string_view, 8> names{"identifier", "address",    "postcode", "telephone",
                                                  "email",      "birth-date", "name",     "unsearchable"};
  return names[static_cast<std::size_t>(kind)];
}

std::vector<Leak> search(const Body& body) {
  return Search{body}.run();
}

std::vector<Leak> leaks_to(const std::vector<Leak>& found,
                           const std::function<bool(std::uint32_t)>& gets_whole) {
  std::vector<Leak> leaks;
  for (const Leak& leak : found) {
    if (!gets_whole(leak.passage)) continue;
    // What the recipient has in full from another field is not given away.
    const bool is_known = leak.kind != Leak::Kind::unsearchable &&
                          std::any_of(found.begin(), found.end(), [&](const Leak& other) {
                            return other.match == leak.match && gets_whole(other.value);
                          });
    const bool is_said = std::any_of(leaks.begin(), leaks.end(), [&](const Leak& said) {
      return said.passage == leak.passage && said.value == leak.value && said.kind == leak.kind;
    });
    if (!is_known && !is_said) leaks.push_back(leak);
  }
  return leaks;
}

}  // namespace concordat::policy
