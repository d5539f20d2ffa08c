#include "tests/property/naive_guard.h"

#include <algorithm>

namespace concordat::policy {
namespace {

using schemas::FieldEntry;
using schemas::FieldTable;
using schemas::ValueType;

const FieldEntry& entry_of(const schemas::Field& field) { return FieldTable::get()[field.id]; }

struct Token {
  std::string text;  // small
  bool is_capital;
  bool begins;  // a sentence
};

std::vector<Token> tokens_of(const std::string& text) {
  std::vector<Token> found;
  bool begins = true;
  bool was_inside = false;
  for (char c : text) {
    const bool is_capital = c >= 'A' && c <= 'Z';
    const bool is_inside = is_capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_inside && !was_inside) {
      found.push_back({"", is_capital, begins});
      begins = false;
    }
    if (is_inside) found.back().text += is_capital ? static_cast<char>(c + 32) : c;
    begins = begins || c == '.';
    was_inside = is_inside;
  }
  return found;
}

bool stand_at(const std::vector<Token>& in, std::size_t at, const std::vector<Token>& sought) {
  if (at + sought.size() > in.size()) return false;
  for (std::size_t i = 0; i < sought.size(); ++i)
    if (in[at + i].text != sought[i].text) return false;
  return true;
}

// Identifiers, addresses, postcodes, telephone numbers and birth dates: what is looked for as it is written.
bool is_written_value(const schemas::Field& field) {
  const FieldEntry& entry = entry_of(field);
  if (entry.type == ValueType::postcode) return true;
  if (entry.type == ValueType::date) return entry.path.ends_with("irthDate");
  return entry.type == ValueType::text && (entry.field_class == schemas::FieldClass::identifier || entry.path.ends_with("address.lines") ||
                                           entry.path.ends_with("contact.value"));
}
bool is_passage(const schemas::Field& field) { return entry_of(field).type == ValueType::text && !is_written_value(field); }

// A person's given and family name, each with the field that has it.
struct Name {
  std::uint32_t field;
  std::string person;
  std::string text;  // small
  bool is_family;
};

std::vector<Name> names_of(const schemas::Body& body) {
  std::vector<Name> found;
  for (std::uint32_t i = 0; i < body.fields.size(); ++i) {
    const schemas::Field& field = body.fields[i];
    const std::string& path = entry_of(field).path;
    const auto words = tokens_of(field.value);
    if (path == "subject.names.given") found.push_back({i, "subject", words[0].text, false});
    if (path == "subject.names.family") found.push_back({i, "subject", words[0].text, true});
    if (path != "relatedPersons.name" || words.size() != 2) continue;
    found.push_back({i, std::to_string(field.element), words[0].text, false});
    found.push_back({i, std::to_string(field.element), words[1].text, true});
  }
  return found;
}

bool is_a_word(const std::string& name) { return name == "will" || name == "brown"; }

class Guard {
public:
  Guard(const schemas::Body& body, const std::vector<NaiveField>& fields) : body_(body), fields_(fields), names_(names_of(body)) {}

  std::set<std::pair<std::uint32_t, std::uint32_t>> findings() const {
    std::set<std::pair<std::uint32_t, std::uint32_t>> found;
    for (std::uint32_t passage = 0; passage < body_.fields.size(); ++passage) {
      if (!is_passage(body_.fields[passage]) || !is_whole(passage)) continue;
      const auto text = tokens_of(body_.fields[passage].value);
      for (std::uint32_t value = 0; value < body_.fields.size(); ++value)
        if (is_written_value(body_.fields[value]) && !is_known(value) && holds(text, value)) found.insert({passage, value});
      for (const Name& name : names_)
        if (!is_known(name) && holds(text, name)) found.insert({passage, name.field});
    }
    return found;
  }

private:
  bool is_whole(std::uint32_t field) const { return fields_[field].outcome == "full"; }

  bool is_known(std::uint32_t value) const {
    for (std::uint32_t i = 0; i < body_.fields.size(); ++i)
      if (is_written_value(body_.fields[i]) && is_whole(i) && body_.fields[i].value == body_.fields[value].value) return true;
    return false;
  }
  bool is_known(const Name& name) const {
    return std::any_of(names_.begin(), names_.end(), [&](const Name& other) { return other.text == name.text && is_whole(other.field); });
  }

  bool holds(const std::vector<Token>& text, std::uint32_t value) const {
    const auto sought = tokens_of(body_.fields[value].value);
    if (body_.fields[value].value.size() < 4) return false;
    for (std::size_t at = 0; at < text.size(); ++at)
      if (stand_at(text, at, sought)) return true;
    return false;
  }
  bool holds(const std::vector<Token>& text, const Name& name) const {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at].text != name.text) continue;
      const bool is_beside_other = std::any_of(names_.begin(), names_.end(), [&](const Name& other) {
        if (other.person != name.person || other.is_family == name.is_family) return false;
        return (at > 0 && text[at - 1].text == other.text) || (at + 1 < text.size() && text[at + 1].text == other.text);
      });
      if (is_beside_other) return true;
      if (!is_a_word(name.text) && (name.is_family || (text[at].is_capital && !text[at].begins))) return true;
    }
    return false;
  }

  const schemas::Body& body_;
  const std::vector<NaiveField>& fields_;
  std::vector<Name> names_;
};

bool is_released(const NaiveField& field) { return field.outcome != "conceal" && field.outcome != "withhold"; }

}  // namespace

NaiveWeighed naive_weigh(const schemas::Message& message, const NaiveResult& before, const std::vector<Approval>& approvals) {
  NaiveWeighed found{before, {}, {}};
  if (before.outcome != "disclosed") return found;
  std::vector<NaiveField>& fields = found.result.fields;
  const bool is_urgent = message.envelope.urgency != schemas::Urgency::routine || message.envelope.emergency;
  const bool is_let_go = std::any_of(approvals.begin(), approvals.end(), [](const Approval& one) { return one.why == Hold::Why::leak_guard; });
  for (;;) {
    const auto here = Guard{message.body, fields}.findings();
    found.findings.insert(here.begin(), here.end());
    if (here.empty() || is_urgent || is_let_go) break;
    for (const auto& [passage, value] : here) {
      fields[passage].outcome = "withhold";
      fields[passage].capped_by = "";
    }
    hold_back_without_companions(message.body, fields);
  }
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (fields[i].outcome != before.fields[i].outcome) found.kept_back += " " + std::to_string(i) + "=" + before.fields[i].outcome;
  if (std::any_of(fields.begin(), fields.end(), is_released)) return found;
  found.result.outcome = before.holds.empty() ? "leak-guard" : "held-for-approval";
  return found;
}

void write_passages(schemas::Message& message, RandomWorld& world) {
  const std::vector<std::string> sentences{"Nothing to see.", "Seen at E1 6AN today.", "Seen at E1 6ANX.", "Rang 07700 900123 twice.", "Ref 9434765919.",
                                           "Ref 19434765919.", "Born 2010-01-01 at home.", "Then Ann came.", "Ann came.", "Will came.", "Then Will Okoro came.",
                                           "The Okoro family.", "Went to 1 High St after.", "On High St.", "Later Zoe came.", "Mr Brown came.", "Zoe Brown came."};
  for (schemas::Field& field : message.body.fields) {
    const std::string& path = entry_of(field).path;
    if (path == "subject.names.given") field.value = world.pick({"Ann", "Will"});
    if (path == "relatedPersons.name") field.value = world.pick({"P", "Zoe Brown"});
    if (path == "subject.contact.value") field.value = "07700 900123";
    if (path == "subject.identifiers.value") field.value = "9434765919";
    if (path != "concern.narrative.text" && path != "referral.reason" && path != "health.summary") continue;
    field.value = world.pick(sentences);
    if (world.chance(3)) field.value += " " + world.pick(sentences);
  }
}

}  // namespace concordat::policy
