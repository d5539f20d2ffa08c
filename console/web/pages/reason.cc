#include "console/web/pages/reason.h"

#include "console/web/pages/problem.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t reason_bytes_min = 5;
constexpr std::size_t reason_bytes_max = 500;
constexpr std::size_t scope_bytes_max = 100;

Response form(Visit& visit, const std::string& scope, const std::string& about, const std::string& next, const std::string& typed, std::string error) {
  View view;
  view.say("scope", scope).say("about", about).say("next", next).say("reason", typed);
  const int status = error.empty() ? 200 : 422;
  if (!error.empty()) view.say("error", error).add("errors", View{}.say("text", error).say("field", "reason"));
  return visit.page("reason", std::move(view), "Why do you need to see " + about + "?", status);
}

std::string here(const Request& request) {
  std::string address = request.path;
  char before = '?';
  for (const auto& [name, value] : request.query.all()) {
    address += before + url_encoded(name) + "=" + url_encoded(value);
    before = '&';
  }
  return address;
}

Response no_tell_form(Visit& visit, const std::string& scope, const std::string& next, const std::string& field, std::string error) {
  View view;
  view.say("scope", scope).say("next", next).say("decision", visit.request().form.text("decision"));
  const int status = error.empty() ? 200 : 422;
  if (!error.empty()) view.say(field + "_error", error).add("errors", View{}.say("text", error).say("field", field));
  return visit.page("no_tell", std::move(view), "Somebody is not to be told", status);
}

}  // namespace

std::string own_address(std::string next) {
  const bool is_ours = next.starts_with("/") && !next.starts_with("//") && next.find('\\') == std::string::npos && next.find_first_of("\r\n") == std::string::npos;
  return is_ours ? next : std::string{};
}

std::string case_scope(const std::string& id) { return "case:" + id; }
std::string record_scope(const std::string& record) { return "record:" + record; }

std::optional<Response> ask_reason(Visit& visit, const std::string& scope, const std::string& about) {
  if (visit.reason_for(scope)) return std::nullopt;
  return form(visit, scope, about, here(visit.request()), {}, {});
}

Response take_reason(Visit& visit) {
  const Fields& typed = visit.request().form;
  const std::string reason = typed.text("reason");
  const std::string next = own_address(typed.text("next"));
  const std::string about = typed.text("about").empty() ? "this record" : typed.text("about");
  if (typed.text("scope").size() > scope_bytes_max) return problem_page(visit, Problem::stale_form);  // none of ours
  if (reason.size() < reason_bytes_min) return form(visit, typed.text("scope"), about, next, reason, "Enter why you need to see " + about);
  if (reason.size() > reason_bytes_max) return form(visit, typed.text("scope"), about, next, reason, "Your reason must be 500 characters or fewer");
  visit.give_reason(typed.text("scope"), reason);
  return redirect(next.empty() ? "/" : next);
}

Result<audit::Provenance, Response> search_for(Visit& visit, const std::string& scope, LogQuestion question, const std::string& reason, const RowSink& sink) {
  if (const auto decision = visit.no_tell_for(scope)) {
    question.no_tell = decision->choice;
    question.decision = decision->why;
  }
  auto from = visit.search(question, reason, sink);
  if (from) return std::move(*from);
  const auto* fault = std::get_if<SearchFault>(&from.error());
  if (fault != nullptr && fault->kind == SearchFault::Kind::needs_decision) return Fail{ask_no_tell(visit, scope)};
  return Fail{problem_page(visit, from.error())};
}

Response ask_no_tell(Visit& visit, const std::string& scope) { return no_tell_form(visit, scope, here(visit.request()), {}, {}); }

Response take_no_tell(Visit& visit) {
  const Fields& typed = visit.request().form;
  const std::string next = own_address(typed.text("next"));
  const NoTellDecision decision{typed.text("choice"), typed.text("decision")};
  if (decision.choice != "include" && decision.choice != "leave-out") return no_tell_form(visit, typed.text("scope"), next, "choice", "Select what you want to see");
  if (decision.why.empty()) return no_tell_form(visit, typed.text("scope"), next, "decision", "Enter why");
  if (typed.text("scope").size() > scope_bytes_max) return problem_page(visit, Problem::stale_form);
  visit.decide_no_tell(typed.text("scope"), decision);
  return redirect(next.empty() ? "/" : next);
}

}  // namespace concordat::console::web
