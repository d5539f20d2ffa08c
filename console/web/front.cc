#include "console/web/front.h"

#include <algorithm>

#include "console/web/assets.h"
#include "console/web/doors/proof.h"
#include "console/web/doors/tokens.h"
#include "console/web/pages/problem.h"
#include "console/web/routes.h"

namespace concordat::console::web {
namespace {

std::string cookie_of(const Request& request, std::string_view name) {
  const auto at = request.cookies.find(name);
  return at == request.cookies.end() ? std::string{} : at->second;
}

// Browsers say where a request comes from; what comes from another site changes nothing here, whatever it carries.
bool is_from_elsewhere(const Request& request) {
  if (request.fetch_site == "cross-site" || request.fetch_site == "same-site") return true;
  return !request.origin.empty() && request.origin != "https://" + request.host;
}

// An account that was closed, or has new keys or a new password, ends the sessions that began before.
bool is_still(const Session& session, const Console& console) {
  const auto account = console.accounts.find(session.account.name);
  return account && account->sealed == session.account.sealed;
}

bool may(const Route& route, const Visit& visit) {
  return route.roles.size() == 0 || std::any_of(route.roles.begin(), route.roles.end(), [&](Role role) { return visit.has(role); });
}

bool is_ours(Visit& visit, Console& console) {
  const std::string token = visit.request().form.text("token");
  if (visit.session_ref()) return is_token(visit.session().token_key, "form", token);
  return !visit.before().empty() && is_token(console.before_key, visit.before(), token);
}

Response through(const Route& route, Visit& visit) {
  const bool is_half_way = visit.session_ref() && !visit.is_signed_in();
  if (route.who == Who::half_way && !is_half_way) return redirect(visit.is_signed_in() ? "/" : "/sign-in");
  if (route.who == Who::signed_in) {
    if (is_half_way) return redirect("/sign-in/code");
    if (!visit.is_signed_in()) return route.method == Method::get ? redirect("/sign-in?next=" + url_encoded(visit.request().path)) : redirect("/sign-in");
    if (!may(route, visit)) return problem_page(visit, Problem::not_for_you);
  }
  if (route.method == Method::post) {
    if (is_from_elsewhere(visit.request()) || !is_ours(visit, visit.console())) return problem_page(visit, Problem::stale_form);
    if (route.does == Does::act && route.wrong != nullptr)
      if (auto wrong = route.wrong(visit)) return std::move(*wrong);
    if (route.does == Does::act)
      if (auto asked = prove_again(visit)) return std::move(*asked);
  }
  return route.answer(visit);
}

}  // namespace

Response answer(Console& console, const Request& request) {
  constexpr std::string_view assets = "/assets/";
  if (request.method == Method::get && request.path.starts_with(assets)) return asset(std::string_view{request.path}.substr(assets.size()), request.takes);

  const std::string secret = cookie_of(request, session_cookie);
  SessionRef session = secret.empty() ? nullptr : console.sessions.find(secret, console.clock.now(), request.path.starts_with("/live/") ? Sessions::By::page : Sessions::By::person);
  // A session that a proxy vouched for is good only while it vouches for that person; what came by the other door is not.
  if (session && session->account.sealed_by == SealedBy::console && request.vouched_for != session->account.name) session = nullptr;
  if (session && !is_still(*session, console)) {
    console.sessions.end_all_of(session->account.name);
    session = nullptr;
  }
  Visit visit{console, request, session};
  std::string before = cookie_of(request, before_cookie);
  const bool is_new_browser = !session && before.empty();
  if (is_new_browser) before = to_hex(random_bytes<16>());
  visit.set_before(before);

  const auto respond = [&] {
    bool is_known_path = false;
    for (const Route& route : routes()) {
      const auto parts = match(route.pattern, request.path);
      if (!parts) continue;
      is_known_path = true;
      if (route.method != request.method) continue;
      for (const auto& [name, value] : *parts) visit.set_part(name, value);
      return through(route, visit);
    }
    return problem_page(visit, is_known_path ? Problem::wrong_method : Problem::not_found);
  };
  Response response = respond();
  if (is_new_browser) response.headers.emplace_back("Set-Cookie", Visit::cookie(before_cookie, before));
  return response;
}

}  // namespace concordat::console::web
