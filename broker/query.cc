#include "broker/query.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "broker/answers.h"

namespace concordat::broker {
namespace {

using nlohmann::json;

constexpr std::size_t records_max = 65536;
const std::set<std::string, std::less<>> uses{"search", "account", "sar", "breach", "ropa", "dpia", "register", "retention", "events"};
const std::set<std::string, std::less<>> known_keys{"for", "subject", "related", "case", "message", "agency", "sender", "recipient", "agreement", "clause", "field",
                                                    "purpose", "outcome", "kinds", "since", "until", "annexes", "noTell", "decision", "records"};

// Reads keys of an object; the first that is wrong is kept.
class Reader {
public:
  explicit Reader(const json& object) : object_(object) {}
  bool has(const char* key) const { return object_.contains(key); }
  std::string text(const char* key) {
    if (!has(key)) return {};
    if (!object_[key].is_string()) return wrong(key), std::string{};
    return object_[key].get<std::string>();
  }
  bool flag(const char* key, bool otherwise) {
    if (!has(key)) return otherwise;
    if (!object_[key].is_boolean()) return wrong(key), otherwise;
    return object_[key].get<bool>();
  }
  template <class Parse>
  auto parsed(const char* key, Parse parse) -> decltype(parse(std::string{})) {
    if (!has(key)) return std::nullopt;
    auto value = parse(text(key));
    if (!value) wrong(key);
    return value;
  }
  const json& at(const char* key) const { return object_[key]; }
  void wrong(std::string_view key) {
    if (wrong_.empty()) wrong_ = key;
  }
  const std::string& wrong() const { return wrong_; }

private:
  const json& object_;
  std::string wrong_;
};

std::optional<audit::Person> person_of(const json& object) {
  audit::Person person;
  if (!object.is_object()) return std::nullopt;
  const auto text = [](const json& in, const char* key) { return in.is_object() && in.contains(key) && in[key].is_string() ? in[key].get<std::string>() : std::string{}; };
  for (const json& found : object.value("identifiers", json::array())) {
    person.identifiers.push_back({text(found, "system"), text(found, "value")});
    if (person.identifiers.back().system.empty() || person.identifiers.back().value.empty()) return std::nullopt;
  }
  for (const json& found : object.value("names", json::array())) person.names.push_back({text(found, "given"), text(found, "family")});
  if (object.contains("birthDate")) {
    person.birth_date = parse_date(text(object, "birthDate"));
    if (!person.birth_date) return std::nullopt;
  }
  return audit::question_keys_of(person).empty() ? std::nullopt : std::optional{std::move(person)};
}

std::optional<NoTell> no_tell_named(const std::string& name) {
  if (name == "include") return NoTell::include;
  if (name == "leave-out") return NoTell::leave_out;
  return std::nullopt;
}

// "subject.names[0].family" is at or under "subject.names"; so is the whole message under "".
bool is_under(std::string_view positional, std::string_view path) {
  std::string plain;
  bool is_inside = false;
  for (const char c : positional) {
    if (c == '[') is_inside = true;
    if (!is_inside) plain.push_back(c);
    if (c == ']') is_inside = false;
  }
  return plain.starts_with(path) && (plain.size() == path.size() || plain[path.size()] == '.');
}

}  // namespace

Result<Query, std::string> parse_query(std::string_view text) {
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object()) return Fail{std::string{"the question is no JSON object"}};
  for (const auto& [key, value] : object.items())
    if (!known_keys.contains(key)) return Fail{std::string{"a criterion that this broker does not know"}};
  Reader in{object};
  Query query;
  if (in.has("for")) query.use = in.text("for");
  if (!uses.contains(query.use)) in.wrong("for");
  if (in.has("subject") && !(query.subject = person_of(in.at("subject")))) in.wrong("subject");
  query.with_related = in.flag("related", false);
  query.case_id = in.parsed("case", [](const std::string& id) { return schemas::parse_case_id(id); });
  query.message = in.parsed("message", [](const std::string& id) { return schemas::parse_message_id(id); });
  for (const auto& [key, to] : {std::pair{"agency", &query.agency}, std::pair{"sender", &query.sender}, std::pair{"recipient", &query.recipient},
                                std::pair{"agreement", &query.agreement}, std::pair{"clause", &query.clause}, std::pair{"field", &query.field},
                                std::pair{"purpose", &query.purpose}, std::pair{"outcome", &query.outcome}, std::pair{"decision", &query.decision}})
    *to = in.text(key);
  if (in.has("records")) {
    if (!in.at("records").is_array() || in.at("records").empty() || in.at("records").size() > records_max) in.wrong("records");
    for (const json& record : in.at("records")) {
      if (record.is_number_unsigned()) query.records.push_back(record.get<std::uint64_t>());
      else in.wrong("records");
    }
  }
  if (in.has("kinds")) {
    if (!in.at("kinds").is_array()) in.wrong("kinds");
    for (const json& named : in.at("kinds")) {
      const auto kind = named.is_string() ? audit::event_kind_from_name(named.get<std::string>()) : std::nullopt;
      if (kind) query.kinds.insert(*kind);
      else in.wrong("kinds");
    }
  }
  query.since = in.parsed("since", [](const std::string& at) { return parse_instant(at); });
  query.until = in.parsed("until", [](const std::string& at) { return parse_instant(at); });
  query.with_annexes = in.flag("annexes", true);
  query.no_tell = in.parsed("noTell", no_tell_named).value_or(NoTell::undecided);
  if (query.no_tell != NoTell::undecided && trim(query.decision).empty()) in.wrong("decision");
  if (!in.wrong().empty()) return Fail{in.wrong()};
  return query;
}

bool matches(const Query& query, const audit::Entry& entry) {
  const auto is = [](const std::string& wanted, const std::string& found) { return wanted.empty() || wanted == found; };
  if (query.since && entry.at < *query.since) return false;
  if (query.until && entry.at >= *query.until) return false;
  if (!query.kinds.empty() && !query.kinds.contains(entry.kind)) return false;
  if (!query.agency.empty() && query.agency != entry.actor && query.agency != entry.counterpart) return false;
  if (!is(query.sender, entry.actor) || !is(query.recipient, entry.counterpart) || !is(query.purpose, entry.purpose)) return false;
  if (!query.outcome.empty() && query.outcome != audit::event_kind_name(entry.kind) && query.outcome != entry.code) return false;
  if (query.agreement.empty()) return true;
  // NAME/VERSION is that version, NAME every one.
  return entry.agreement && (entry.agreement->name == query.agreement || entry.agreement->name.starts_with(query.agreement + "/"));
}

bool matches(const Query& query, const std::vector<audit::AnnexPair>& annex) {
  if (query.clause.empty() && query.field.empty()) return true;
  return std::any_of(annex.begin(), annex.end(), [&](const audit::AnnexPair& pair) {
    if (pair.key != annex_verdict) return false;
    const auto parts = split(pair.value, '\t');
    return parts.size() == 5 && (query.field.empty() || is_under(parts[0], query.field)) &&
           (query.clause.empty() || parts[2] == query.clause || parts[3] == query.clause);
  });
}

}  // namespace concordat::broker
