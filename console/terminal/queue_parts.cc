#include "console/terminal/queue_parts.h"

#include <nlohmann/json.hpp>

namespace concordat::console {

using nlohmann::ordered_json;

Result<std::string, Exit> ask_queue(const OfficerOptions& asked, const std::string& question, const Terminal& terminal) {
  TRY(const Officer officer, read_officer(asked, terminal));
  TRY(const schemas::Answer answer, ask_broker(officer, {.question = question, .reason = asked.reason, .text = {}}, terminal));
  const ordered_json list = ordered_json::parse(answer.json, nullptr, false);
  if (!answer.code.empty() || !list.is_object() || !list.contains(question)) return Fail{terminal.failed("the broker could not say [" + answer.code + "]")};
  return answer.json;
}

}  // namespace concordat::console
