#include "console/terminal/admin.h"

#include "console/asking/keys_told.h"

namespace concordat::console {

Result<schemas::Answer, Exit> ask_broker(const Officer& officer, const schemas::Ask& question, const Terminal& terminal) {
  return ask_broker_at_length(officer, question, nullptr, terminal);
}

Result<schemas::Answer, Exit> ask_broker_at_length(const Officer& officer, const schemas::Ask& question, const Line::Hear& hear, const Terminal& terminal) {
  auto answer = Line{officer}.ask_at_length(question, hear);
  if (!answer) return Fail{terminal.failed(answer.error().what)};
  if (answer->code == "reason-missing") return Fail{terminal.failed("say why you ask: --reason TEXT; it is recorded [reason-missing]")};
  return std::move(*answer);
}

audit::LogKeys keys_of(const Officer& officer, const schemas::Answer& answer) {
  const auto told = Told::parse(answer.json);
  return told ? keys_told(officer, *told) : audit::LogKeys{officer.log_key, officer.log_origin};
}

}  // namespace concordat::console
