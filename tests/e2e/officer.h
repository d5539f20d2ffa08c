// An officer at the admin endpoint: one question, one answer.
#pragma once

#include "tests/e2e/raw_link.h"

namespace concordat::e2e {

inline schemas::Answer ask(const Area& area, const schemas::Ask& question, const std::string& officer = "ig-officer") {
  RawLink desk{area.admin_endpoint(), area.directory().broker_key, officer_keys(area, officer)};
  desk.say(question);
  return desk.hear<schemas::Answer>().value_or(schemas::Answer{.code = "(no answer)", .json = {}, .bytes = {}, .more = false});
}
inline std::string queue_of(const Area& area) { return ask(area, {.question = "queue", .reason = "a test looks", .from = 0, .count = 0, .text = {}}).json; }
inline std::string entries_of(const Area& area) {
  return ask(area, {.question = "entries", .reason = "a test looks", .from = 0, .count = 500, .text = {}}).json;
}

}  // namespace concordat::e2e
