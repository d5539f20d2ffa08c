#include "console/web/pages/asked.h"

#include "console/web/pages/problem.h"
#include "schemas/codes.h"

namespace concordat::console::web {

Result<Told, Response> asked(Visit& visit, const schemas::Ask& question) {
  const auto answer = visit.ask(question);
  if (!answer) return Fail{problem_page(visit, answer.error())};
  if (!answer->code.empty()) return Fail{refused_page(visit, answer->code)};
  auto told = Told::parse(answer->json);
  if (!told) return Fail{problem_page(visit, LineFault{LineFault::Kind::not_an_answer, {}})};
  return std::move(*told);
}

Result<schemas::Answer, std::string> answer_by(Line& line, const schemas::Ask& question) {
  auto answer = line.ask(question);
  if (!answer) return Fail{std::string{"The broker did not answer. Try again in a few minutes; if it still does not answer, ask your operator whether it is running."}};
  if (answer->code.empty()) return std::move(*answer);
  const schemas::CodeEntry* const known = schemas::find_code(answer->code);
  return Fail{known == nullptr ? "The broker said no: " + answer->code + ". Look it up in docs/codes.md." : std::string{known->meaning} + " " + std::string{known->fix}};
}

Result<Told, std::string> told_by(Line& line, const schemas::Ask& question) {
  TRY(const schemas::Answer answer, answer_by(line, question));
  auto told = Told::parse(answer.json);
  if (!told) return Fail{std::string{"The console could not understand the broker. Tell your operator."}};
  return std::move(*told);
}

}  // namespace concordat::console::web
