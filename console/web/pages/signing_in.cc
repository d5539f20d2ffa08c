#include "console/web/pages/signing_in.h"

#include "console/web/pages/problem.h"
#include "console/web/pages/reason.h"

namespace concordat::console::web {
namespace {

std::string waiting(std::chrono::seconds wait) { return "There were too many tries. Wait " + std::to_string(wait.count()) + " seconds, then try again"; }

std::string next_of(const Fields& from) { return own_address(from.text("next")); }

Response form(Visit& visit, const Fields& typed, std::string error, int status) {
  View view;
  view.say("name", typed.text("name")).say("next", next_of(typed));
  view.show_if("is_ended", visit.request().query.text("why") == "ended");
  view.show_if("is_signed_out", visit.request().query.text("why") == "signed-out");
  if (!error.empty()) view.say("error", error).add("errors", View{}.say("text", error).say("field", "name"));
  return visit.page("sign_in", std::move(view), "Sign in", status);
}

Response code_form(Visit& visit, std::string error, int status) {
  View view;
  view.say("next", next_of(visit.request().method == Method::get ? visit.request().query : visit.request().form));
  if (!error.empty()) view.say("error", error).add("errors", View{}.say("text", error).say("field", "code"));
  return visit.page("code", std::move(view), "Enter the code from your authenticator", status);
}

SessionRef session_for(const Account& account, std::optional<AccountKeys> keys) {
  if (!keys) return nullptr;
  // A practitioner's account may know no broker, and then asks none.
  auto facts = account.officer.empty() ? Result<OfficerFacts, OfficerFault>{OfficerFacts{}} : parse_officer(account.officer, "officer");
  if (!facts) return nullptr;
  return std::make_shared<Session>(account, std::move(*keys), std::move(*facts));
}

Response let_in(Visit& visit, SessionRef session, const std::string& to) {
  Response response = redirect(to);
  response.headers.emplace_back("Set-Cookie", Visit::cookie(session_cookie, visit.console().sessions.begin(std::move(session), visit.now())));
  response.headers.emplace_back("Set-Cookie", Visit::cookie(before_cookie, ""));
  return response;
}

std::string with_next(std::string path, const std::string& next) { return next.empty() ? path : path + "?next=" + url_encoded(next); }

// The proxy has signed this person in; the code, or the password, is still asked for when they act.
Response vouched(Visit& visit, const std::string& name) {
  const auto account = visit.console().accounts.find(name);
  const auto key = visit.console().accounts.console_key();
  SessionRef session = account && key ? session_for(*account, open_account(*account, *key)) : nullptr;
  if (!session) return problem_page(visit, Problem::not_for_you);
  session->stage = Stage::signed_in;
  const std::string next = next_of(visit.request().query);
  return let_in(visit, std::move(session), next.empty() ? "/" : next);
}

}  // namespace

Response sign_in_page(Visit& visit) {
  if (visit.is_signed_in()) return redirect("/");
  if (visit.request().vouched_for) return vouched(visit, *visit.request().vouched_for);
  return form(visit, visit.request().query, {}, 200);
}

Response sign_in(Visit& visit) {
  const Fields& typed = visit.request().form;
  Console& console = visit.console();
  const std::string name = typed.text("name");
  const std::string_view password = typed.raw("password");
  if (name.empty()) return form(visit, typed, "Enter your name and your password", 422);
  for (const auto& [tries, who] : {std::pair{&console.by_account, name}, std::pair{&console.by_address, visit.request().peer}})
    if (const auto wait = tries->begin(who, visit.now())) return form(visit, typed, waiting(*wait), 429);
  const auto account = console.accounts.find(name);
  SessionRef session;
  {
    const std::lock_guard lock{console.stretching};
    if (account) session = session_for(*account, open_account(*account, password));
    else open_nobody(password);
  }
  if (!session) return form(visit, typed, "That name and password do not go together. Check both, and try again", 422);
  return let_in(visit, std::move(session), with_next("/sign-in/code", next_of(typed)));
}

Response code_page(Visit& visit) { return code_form(visit, {}, 200); }

Response check_code(Visit& visit) {
  Console& console = visit.console();
  Session& session = visit.session();
  const std::string code = code_in(visit.request().form.text("code"));
  if (code.empty()) return code_form(visit, "Enter the 6 digits that your authenticator shows", 422);
  if (const auto wait = console.by_account.begin(session.account.name, visit.now())) return code_form(visit, waiting(*wait), 429);
  if (!console.used_codes.use(session.account.name, session.totp, code, visit.now()))
    return code_form(visit, "That is not the code that your authenticator shows now. Wait for the next one, and try again", 422);
  console.by_account.forgive(session.account.name);
  console.by_address.forgive(visit.request().peer);
  {
    const std::lock_guard lock{session.mutex};
    session.stage = Stage::signed_in;
  }
  const std::string next = next_of(visit.request().form);
  return let_in(visit, visit.session_ref(), next.empty() ? "/" : next);
}

Response sign_out(Visit& visit) {
  const auto at = visit.request().cookies.find(session_cookie);
  if (at != visit.request().cookies.end()) visit.console().sessions.end(at->second);
  Response response = redirect("/sign-in?why=signed-out");
  response.headers.emplace_back("Set-Cookie", Visit::cookie(session_cookie, ""));
  return response;
}

}  // namespace concordat::console::web
