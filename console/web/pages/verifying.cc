#include "console/web/pages/verifying.h"

#include "console/web/pages/live.h"

namespace concordat::console::web {
namespace {

using Check = Verification::Stage;

View state_view(const Verification::State& state) {
  View view;
  view.show_if("is_running", state.stage == Check::running).show_if("is_verified", state.stage == Check::verified).show_if("is_wrong", state.stage == Check::wrong);
  view.show_if("is_failed", state.stage == Check::failed).show_if("may_begin", state.stage != Check::running);
  view.say("why_label", "Why are you checking it?").say("checked", state.checked).say("of", state.of == 0 ? std::string{} : std::to_string(state.of)).say("entries", state.entries).say("what", state.what);
  view.say("erased", state.erased == 0 ? std::string{} : std::to_string(state.erased));
  view.show_if("refresh", state.stage == Check::running);  // of the frame: without scripts the page loads itself again
  return view;
}

}  // namespace

Response verify_page(Visit& visit) { return visit.page("verify", state_view(visit.session().verification.state()), "Check the whole log"); }

Response begin_verifying(Visit& visit) {
  const std::string reason = visit.request().form.text("reason");
  if (reason.empty()) {
    View view = state_view(visit.session().verification.state());
    view.say("reason_error", "Enter why you are checking it").add("errors", View{}.say("text", "Enter why you are checking it").say("field", "reason"));
    return visit.page("verify", std::move(view), "Check the whole log", 422);
  }
  visit.session().verification.begin({visit.session_ref(), &visit.session().officer}, reason);
  return redirect("/verify");
}

Response verify_events(Visit& visit) {
  return live(visit, [session = visit.session_ref()]() -> std::optional<LiveEvent> {
    const Verification::State state = session->verification.state();
    const std::string of = std::to_string(state.of == 0 ? 1 : state.of);
    if (state.stage != Check::running) return LiveEvent{"done", count_json({{"checked", of}})};
    return LiveEvent{"counts", count_json({{"checked", std::to_string(state.checked)}, {"of", of}})};
  });
}

}  // namespace concordat::console::web
