#include "broker/erasure.h"

#include <nlohmann/json.hpp>

namespace concordat::broker {
namespace {

using audit::EventKind;
using nlohmann::json;

const std::set<std::string_view> grounds{"retention", "request", "order", "error"};

// What is about people. Who looked, who erased and which keys were changed stays: it is the record of the record.
const std::set<EventKind> erasable{EventKind::accepted,  EventKind::disclosed, EventKind::refused,   EventKind::waiting,            EventKind::released, EventKind::delivered, EventKind::acknowledged,
                                   EventKind::returned,  EventKind::retried,   EventKind::emergency, EventKind::emergency_reviewed, EventKind::recall,   EventKind::recall_acknowledged};

}  // namespace

Result<ErasureRequest, std::string> parse_erasure(std::string_view text) {
  json object = json::parse(text, nullptr, false);
  if (!object.is_object()) return Fail{std::string{"the question is no JSON object"}};
  const json ground = object.contains("ground") ? object["ground"] : json{};
  const json rehearsal = object.contains("dryRun") ? object["dryRun"] : json(false);
  for (const char* ours : {"ground", "dryRun"}) object.erase(ours);
  if (!ground.is_string() || !grounds.contains(ground.get<std::string>())) return Fail{std::string{"ground"}};
  if (!rehearsal.is_boolean()) return Fail{std::string{"dryRun"}};
  for (const auto& [key, value] : object.items())
    if (!std::set<std::string>{"records", "case", "subject", "since", "until", "noTell", "decision"}.contains(key)) return Fail{std::string{"a criterion that an erasure does not have"}};
  const bool is_window = object.contains("since") && object.contains("until");
  const int choices = static_cast<int>(object.contains("records")) + static_cast<int>(object.contains("case")) + static_cast<int>(object.contains("subject")) + static_cast<int>(is_window);
  if (choices != 1 || (!is_window && (object.contains("since") || object.contains("until")))) return Fail{std::string{"which records"}};
  auto query = parse_query(object.dump());
  if (!query) return Fail{query.error()};
  query->use = rehearsal.get<bool>() ? "erase-dry-run" : "erase";
  query->kinds = erasable;
  query->with_related = query->subject.has_value();
  return ErasureRequest{std::move(*query), ground.get<std::string>(), rehearsal.get<bool>() ? Rehearsal::yes : Rehearsal::no};
}

}  // namespace concordat::broker
