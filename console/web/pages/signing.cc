#include "console/web/pages/signing.h"

#include "base/text.h"
#include "console/web/pages/asked.h"
#include "console/web/pages/problem.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t reason_bytes_max = 1000;

}  // namespace

bool may_sign(Visit& visit) { return visit.session().signing.has_value(); }

Result<Told, Response> signed_act(Visit& visit, ActToSay act, const std::string& reason) {
  const Session& session = visit.session();
  const auto agency = schemas::parse_agency_id(session.account.agency);
  if (!session.signing || !agency) return Fail{problem_page(visit, Problem::no_key)};
  const SigningKey key = SigningKey::from_seed(session.signing->expose());
  const auto text = act_text(std::move(act), {{session.officer.name, *agency}, key}, reason, visit.now(), Trial::no);
  if (!text) return Fail{refused_page(visit, "act-malformed")};
  return asked(visit, {.question = "act", .reason = reason, .text = *text});
}

std::string wrong_with_reason(const std::string& reason) {
  if (reason.empty()) return "Enter why, in one line";
  if (reason.size() > reason_bytes_max) return "Why must be 1,000 characters or fewer";
  if (reason.find_first_of("\r\n\t") != std::string::npos || has_invisible(reason)) return "Why must be one line, without tabs or invisible characters";
  return {};
}

}  // namespace concordat::console::web
