#include "console/terminal/admin.h"

#include "console/asking/line.h"

namespace concordat::console {

Result<schemas::Answer, Exit> ask_broker(const Officer& officer, const schemas::Ask& question, const Terminal& terminal) {
  auto answer = Line{officer}.ask(question);
  if (!answer) return Fail{terminal.failed(answer.error().what)};
  if (answer->code == "reason-missing") return Fail{terminal.failed("say why you ask: --reason TEXT; it is recorded [reason-missing]")};
  return std::move(*answer);
}

}  // namespace concordat::console
