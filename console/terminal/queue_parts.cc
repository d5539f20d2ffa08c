#include "console/terminal/queue_parts.h"

namespace concordat::console {

using nlohmann::ordered_json;

Result<ordered_json, Exit> ask_queue(const OfficerOptions& asked, const std::string& question, const Terminal& terminal) {
  TRY(const Officer officer, read_officer(asked, terminal));
  TRY(const schemas::Answer answer, ask_broker(officer, {.question = question, .reason = asked.reason, .text = {}}, terminal));
  ordered_json list = ordered_json::parse(answer.json, nullptr, false);
  if (!answer.code.empty() || !list.is_object() || !list.contains(question)) return Fail{terminal.failed("the broker could not say [" + answer.code + "]")};
  return list;
}

std::string text_of(const ordered_json& row, const char* key) {
  const auto at = row.find(key);
  if (at == row.end()) return {};
  return at->is_string() ? at->get<std::string>() : at->dump();
}

}  // namespace concordat::console
