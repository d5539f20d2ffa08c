#include "console/web/pages/asked.h"

#include "console/web/pages/problem.h"

namespace concordat::console::web {

Result<Told, Response> asked(Visit& visit, const schemas::Ask& question) {
  const auto answer = visit.ask(question);
  if (!answer) return Fail{problem_page(visit, answer.error())};
  if (!answer->code.empty()) return Fail{refused_page(visit, answer->code)};
  auto told = Told::parse(answer->json);
  if (!told) return Fail{problem_page(visit, LineFault{LineFault::Kind::not_an_answer, {}})};
  return std::move(*told);
}

}  // namespace concordat::console::web
