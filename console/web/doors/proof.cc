#include "console/web/doors/proof.h"

#include "console/web/doors/codes.h"

namespace concordat::console::web {
namespace {

constexpr std::string_view field = "proof";

bool holds(Visit& visit, std::string_view proof) {
  Console& console = visit.console();
  const Session& session = visit.session();
  const std::string code = code_in(proof);
  if (!code.empty()) return console.used_codes.use(session.account.name, session.totp, code, visit.now());
  const std::lock_guard lock{console.stretching};
  return is_password_of(session.account, proof);
}

// The form as it came, to be sent again with a proof.
Response ask_again(Visit& visit, std::string error) {
  View view;
  view.say("path", visit.request().path);
  for (const auto& [name, value] : visit.request().form.all())
    if (name != field && name != "token") view.add("fields", View{}.say("name", name).say("value", value));
  view.show_if("has_password", visit.session().account.sealed_by == SealedBy::password);
  const int status = error.empty() ? 200 : 422;
  if (!error.empty()) view.say("error", error).add("errors", View{}.say("text", error).say("field", std::string{field}));
  return visit.page("prove", std::move(view), "Confirm it is you", status);
}

}  // namespace

std::optional<Response> prove_again(Visit& visit) {
  const std::string_view proof = visit.request().form.raw(field);
  if (proof.empty()) return ask_again(visit, visit.request().form.has(field) ? "Enter your password or the 6-digit code" : "");
  const std::string& who = visit.session().account.name;
  if (const auto wait = visit.console().by_account.begin(who, visit.now()))
    return ask_again(visit, "There were too many wrong tries. Wait " + std::to_string(wait->count()) + " seconds, then try again");
  if (holds(visit, proof)) {
    visit.console().by_account.forgive(who);
    Session& session = visit.session();
    const std::lock_guard lock{session.mutex};
    session.proofs_failed = 0;
    return std::nullopt;
  }
  Session& session = visit.session();
  {
    const std::lock_guard lock{session.mutex};
    if (++session.proofs_failed >= proofs_failed_max) session.is_over = true;
    if (session.is_over) return redirect("/sign-in?why=ended");
  }
  return ask_again(visit, "That is not your password or the code that your authenticator shows now");
}

}  // namespace concordat::console::web
