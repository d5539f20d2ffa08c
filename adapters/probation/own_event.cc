#include "adapters/probation/own_event.h"

#include <algorithm>
#include <array>

#include "adapters/placed.h"
#include "adapters/probation/details.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::probation {
namespace {

constexpr std::string_view prefix = "concordat.";
constexpr std::string_view suffix = ".received";

// HMPPS's key, and the field that it stands for.
struct OwnKey {
  std::string_view group;  // of the detail; empty for the detail itself
  std::string_view key;
  std::string_view path;
  std::string_view word;  // before a number: 2 is "level2"
};
constexpr std::array own_keys{
    OwnKey{"", "dateOfBirth", "subject.birthDate", ""},
    OwnKey{"", "gender", "subject.sex", ""},
    OwnKey{"offenderProfile", "ethnicity", "subject.ethnicity", ""},
    OwnKey{"offenderProfile", "religion", "subject.religion", ""},
    OwnKey{"offenderProfile", "nationality", "subject.nationality", ""},
    OwnKey{"mappa", "level", "offending.mappa.level", "level"},
    OwnKey{"mappa", "category", "offending.mappa.category", "category"},
    OwnKey{"mappa", "startDate", "offending.mappa.start", ""},
    OwnKey{"mappa", "reviewDate", "offending.mappa.review", ""},
};

std::string_view event_type(const Json& event) {
  std::string_view type = event["eventType"].text;
  if (!type.starts_with(prefix) || !type.ends_with(suffix) || type.size() <= prefix.size() + suffix.size()) return {};
  type.remove_prefix(prefix.size());
  type.remove_suffix(suffix.size());
  return type;
}

class OwnReader {
public:
  std::vector<Placed> values;
  std::vector<std::string> not_carried;

  void detail(const Json& detail) {
    for (const OwnKey& own : own_keys) {
      const Json& value = (own.group.empty() ? detail : detail[own.group])[own.key];
      if (value.is_null()) continue;
      take(std::string{own.path}, value, own.word.empty() ? to_lower_where_sex(own, value.text) : std::string{own.word} + value.text);
    }
    // Said again in `person`, whole and in their places.
    for (std::string_view key : {"firstName", "surname"}) detail[key].read_whole();
    for (const Json& member : detail.items)
      if (!is_own_key(member.key)) walk(member, member.key == "person" ? "subject" : member.key);
  }

private:
  static std::string to_lower_where_sex(const OwnKey& own, const std::string& text) { return own.key == "gender" ? to_lower(text) : text; }
  static bool is_own_key(std::string_view key) {
    return key == "firstName" || key == "surname" ||
           std::any_of(own_keys.begin(), own_keys.end(), [&](const OwnKey& own) { return key == (own.group.empty() ? own.key : own.group); });
  }
  static bool is_scalar(const Json& value) { return !value.is_null() && !value.is_object() && !value.is_array(); }

  void take(std::string path, const Json& from, std::string value) {
    from.read_whole();
    const std::string where = line_place(from.line) + ", " + from.key;
    if (is_scalar(from))
      values.push_back({std::move(path), std::move(value), where});
    else
      not_carried.push_back(where + ", which is said in part");
  }
  // A value at a lesser view is {"value": …, "detail": "year"}; a part of a value is no value to send on.
  static bool is_reduced(const Json& value) {
    return value.is_object() && value["detail"].is_string() && value.items.size() == (value.has("value") ? 2U : 1U);
  }
  void walk(const Json& value, const std::string& path) {
    value.is_read = true;
    if (value.is_array()) {
      for (std::size_t i = 0; i < value.items.size(); ++i) walk(value.items[i], path + "[" + std::to_string(i) + "]");
    } else if (is_reduced(value) || is_scalar(value)) {
      take(path, value, value.text);
    } else {
      for (const Json& member : value.items)
        if (member.key == "warning" && path.ends_with(']'))
          member.read_whole();  // that a contact is not known to be safe, as the contact says itself
        else
          walk(member, path + "." + member.key);
    }
  }
};

}  // namespace

bool is_own_event(const Json& event) {
  return schemas::body_type_named(event_type(event)) && event["detail"].is_object() && !is_marked(event) && !is_marked(event["detail"]);
}

Outcome<Translated> translate_own_event(const Json& event) {
  OwnReader reader;
  reader.detail(event["detail"]);
  event["personReference"].read_whole();  // said again in `person`
  for (std::string_view key : {"version", "description", "occurredAt"}) event[key].read_whole();

  schemas::Draft draft;
  Translation translation{.type = *schemas::body_type_named(event_type(event)), .body = {}, .place = line_place(event.line),
                          .reference = {}, .marking = {}, .not_carried = std::move(reader.not_carried)};
  for (std::string& where : write_placed(reader.values, draft)) translation.not_carried.push_back(std::move(where));
  bool names_somebody = false;
  for (const Placed& value : reader.values) {
    if (value.path == "referral.reference" || value.path == "change.reference") translation.reference = value.value;
    names_somebody |= value.path.starts_with("subject.names[") || value.path.starts_with("subject.identifiers[");
  }
  if (!names_somebody) draft.problem("missing-subject", translation.place, "nobody is named: neither a number nor a name");
  const Json& about = event["additionalInformation"];
  // What the message was before it came here; sent on, it is another.
  for (std::string_view key : {"id", "case", "inReplyTo", "from", "created"}) about[key].read_whole();
  const auto told = [&](const Json& value, std::string_view what) {
    if (!value.is_null()) draft.problem("unknown-code", line_place(value.line) + ", " + value.key, what);
  };
  if (const auto urgency = schemas::urgency_named(about["urgency"].text))
    translation.urgency = *urgency;
  else
    told(about["urgency"], "must be routine, urgent or emergency");
  if (about["marking"].text == "OFFICIAL")
    translation.marking = schemas::Marking::official;
  else if (about["marking"].text == "OFFICIAL-SENSITIVE")
    translation.marking = schemas::Marking::official_sensitive;
  else
    told(about["marking"], "must be OFFICIAL or OFFICIAL-SENSITIVE");
  auto body = std::move(draft).finish(translation.type);
  if (!body) return Fail{body.error()};
  translation.body = std::move(*body);
  return translated(std::move(translation));
}

}  // namespace concordat::adapters::probation
