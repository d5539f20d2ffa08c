// A visit: one request by somebody, with what a page function may use to answer it. Made by the front once it has let the request
// in; a page function reads it, asks the broker through it, and gives a Response.
//
//   Response queue_page(Visit& visit) {
//     auto answer = visit.ask({.question = "queue", .reason = "…", .text = {}});
//     if (!answer) return problem_page(visit, answer.error());
//     return visit.page("queue", queue_view(answer->json), "What waits");
//   }
#pragma once

#include "console/asking/log_search.h"
#include "console/web/console.h"
#include "console/web/request.h"
#include "console/web/view.h"

namespace concordat::console::web {

class Visit {
public:
  Visit(Console& console, const Request& request, SessionRef session) : console_(console), request_(request), session_(std::move(session)) {}

  Console& console() { return console_; }
  const Request& request() const { return request_; }
  Session& session() { return *session_; }
  const SessionRef& session_ref() const { return session_; }
  bool is_signed_in() const;
  bool has(Role role) const;
  Instant now() const { return console_.clock.now(); }

  // Of the route's pattern: visit.part("record") where it says ":record".
  std::string part(std::string_view name) const;
  void set_part(std::string name, std::string value) { parts_.insert_or_assign(std::move(name), std::move(value)); }

  // Asks the broker as the person who is signed in.
  Result<schemas::Answer, LineFault> ask(const schemas::Ask& question);
  Result<audit::Provenance, SearchError> search(const LogQuestion& question, const std::string& reason, const RowSink& sink);

  // Why this person looks at that case or person, if they have said so in this session.
  std::optional<std::string> reason_for(const std::string& scope) const;
  void give_reason(const std::string& scope, const std::string& reason);
  std::optional<NoTellDecision> no_tell_for(const std::string& scope) const;
  void decide_no_tell(const std::string& scope, NoTellDecision decision);
  // What was asked for stays in the session, under an id for addresses; the oldest goes when there are many.
  std::string keep_inquiry(Inquiry inquiry);
  std::optional<Inquiry> inquiry(const std::string& id) const;

  // A whole page: `template_name` filled with `view`, in the frame, under a title.
  Response page(std::string_view template_name, View view, std::string title, int status = 200);
  std::string token();  // for forms; every view made by page() has it as "token"
  // "__Host-" keeps a cookie to this host, over TLS, for every path.
  static std::string cookie(std::string_view name, std::string_view value);

  void set_before(std::string value) { before_ = std::move(value); }
  const std::string& before() const { return before_; }

private:
  Console& console_;
  const Request& request_;
  SessionRef session_;  // none before sign-in
  std::map<std::string, std::string, std::less<>> parts_;
  std::string before_;  // the cookie of a browser where nobody is signed in
};

inline constexpr std::string_view session_cookie = "__Host-concordat";
inline constexpr std::string_view before_cookie = "__Host-concordat-before";

}  // namespace concordat::console::web
