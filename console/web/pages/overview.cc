#include "console/web/pages/overview.h"

#include "audit/checkpoint.h"
#include "console/asking/told.h"
#include "console/web/pages/problem.h"

namespace concordat::console::web {
namespace {

View overview_view(const Told& status, const Officer& officer) {
  View view;
  for (const char* key : {"entries", "undelivered", "deadLetters"}) view.say(key, status.number(key));
  const auto checkpoint = audit::verify_checkpoint(status.text("checkpoint"), officer.log_key, officer.log_origin);
  view.show_if("is_signed", checkpoint.has_value());
  if (checkpoint) view.say("size", checkpoint->size).say("root", to_hex(checkpoint->root.bytes));
  return view;
}

}  // namespace

Response overview_page(Visit& visit) {
  const auto answer = visit.ask({.question = "status", .reason = {}, .text = {}});
  if (!answer) return problem_page(visit, answer.error());
  if (!answer->code.empty()) return refused_page(visit, answer->code);
  const auto status = Told::parse(answer->json);
  if (!status) return problem_page(visit, LineFault{LineFault::Kind::not_an_answer, {}});
  return visit.page("overview", overview_view(*status, visit.session().officer), "Overview");
}

}  // namespace concordat::console::web
