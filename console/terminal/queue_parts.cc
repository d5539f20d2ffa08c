#include "console/terminal/queue_parts.h"

namespace concordat::console {

Result<Told, Exit> ask_queue(const OfficerOptions& asked, const std::string& question, const Terminal& terminal) {
  TRY(const Officer officer, read_officer(asked, terminal));
  TRY(const schemas::Answer answer, ask_broker(officer, {.question = question, .reason = asked.reason, .text = {}}, terminal));
  auto told = Told::parse(answer.json);
  if (!answer.code.empty() || !told || !told->has(question)) return Fail{terminal.failed("the broker could not say [" + answer.code + "]")};
  return *std::move(told);
}

}  // namespace concordat::console
