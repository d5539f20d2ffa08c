#include "console/web/visit.h"

#include "base/uuid.h"
#include "console/web/assets.h"
#include "console/web/doors/tokens.h"
#include "console/web/render.h"
#include "console/web/routes.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t kept_max = 1000;  // reasons and decisions of one session
constexpr std::size_t inquiries_max = 30;

}  // namespace

bool Visit::is_signed_in() const {
  if (!session_) return false;
  const std::lock_guard lock{session_->mutex};
  return session_->stage == Stage::signed_in;
}

bool Visit::has(Role role) const { return session_ && session_->account.roles.contains(role); }

std::string Visit::part(std::string_view name) const {
  const auto at = parts_.find(name);
  return at == parts_.end() ? std::string{} : at->second;
}

Result<schemas::Answer, LineFault> Visit::ask(const schemas::Ask& question) {
  const std::lock_guard lock{session_->asking};
  return session_->line.ask(question);
}

Result<audit::Provenance, SearchError> Visit::search(const LogQuestion& question, const std::string& reason, const RowSink& sink) {
  const std::lock_guard lock{session_->asking};
  return search_log(session_->line, session_->officer, question, reason, sink, [](std::uint64_t) {});
}

std::optional<std::string> Visit::reason_for(const std::string& scope) const {
  const std::lock_guard lock{session_->mutex};
  const auto at = session_->reasons.find(scope);
  return at == session_->reasons.end() ? std::nullopt : std::optional{at->second};
}

void Visit::give_reason(const std::string& scope, const std::string& reason) {
  const std::lock_guard lock{session_->mutex};
  if (session_->reasons.size() < kept_max) session_->reasons.insert_or_assign(scope, reason);
}

std::optional<NoTellDecision> Visit::no_tell_for(const std::string& scope) const {
  const std::lock_guard lock{session_->mutex};
  const auto at = session_->no_tell.find(scope);
  return at == session_->no_tell.end() ? std::nullopt : std::optional{at->second};
}

void Visit::decide_no_tell(const std::string& scope, NoTellDecision decision) {
  const std::lock_guard lock{session_->mutex};
  if (session_->no_tell.size() < kept_max) session_->no_tell.insert_or_assign(scope, std::move(decision));
}

std::string Visit::keep_inquiry(Inquiry inquiry) {
  const std::lock_guard lock{session_->mutex};
  if (session_->inquiries.size() >= inquiries_max) session_->inquiries.erase(session_->inquiries.begin());
  // Ids are in time's order, so the first is the oldest.
  const std::string id = format_uuid(make_uuid(now()));
  session_->inquiries.emplace(id, std::move(inquiry));
  return id;
}

std::optional<Inquiry> Visit::inquiry(const std::string& id) const {
  const std::lock_guard lock{session_->mutex};
  const auto at = session_->inquiries.find(id);
  return at == session_->inquiries.end() ? std::nullopt : std::optional{at->second};
}

std::string Visit::token() { return session_ ? make_token(session_->token_key, "form") : make_token(console_.before_key, before_); }

std::string Visit::cookie(std::string_view name, std::string_view value) {
  return std::string{name} + "=" + std::string{value} + "; Path=/; Secure; HttpOnly; SameSite=Strict" + (value.empty() ? "; Max-Age=0" : "");
}

Response Visit::page(std::string_view template_name, View view, std::string title, int status) {
  view.say("token", token()).show_if("has_error_list", !view.list("errors").empty());
  View frame;
  frame.say("title", title).say("area", console_.settings.area_name).say("token", token());
  for (const auto& [key, value] : asset_addresses()) frame.say(key, value);
  // A page that shows what was wrong with a form says so in its title, which is what is read out first.
  frame.show_if("has_errors", view.shows("has_error_list")).show_if("charts", view.shows("charts")).show_if("editor", view.shows("editor")).show_if("refresh", view.shows("refresh"));
  if (is_signed_in()) {
    frame.show("signed_in").say("display", session_->account.display);
    for (View& link : navigation(*this)) frame.add("navigation", std::move(link));
  }
  Response response;
  response.status = status;
  response.body = render_framed(frame, render(template_name, view));
  return response;
}

}  // namespace concordat::console::web
