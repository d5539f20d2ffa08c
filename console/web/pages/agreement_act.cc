#include "console/web/pages/agreement_act.h"

#include "console/drafting/comparison.h"
#include "console/web/pages/agreement_subject.h"
#include "console/web/pages/difference_view.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/signing.h"

namespace concordat::console::web {
namespace {

using schemas::ActKind;

View trial_view(const std::string& attached) {
  View view;
  const auto told = Told::parse(attached);
  if (!told) return view;
  for (const Told& agreement : told->list("agreements")) {
    std::size_t as_expected = 0;
    const auto scenarios = agreement.list("scenarios");
    for (const Told& each : scenarios) as_expected += each.holds("ok") ? 1U : 0U;
    view.add("trials", View{}.say("of", scenarios.size()).say("as_expected", as_expected).say("clauses", agreement.part("clauses").text("percent")).say("conditions", agreement.part("conditions").text("percent")));
    for (const Told& each : scenarios) view.add("scenarios", View{}.say("text", each.text("name")));
  }
  return view;
}

Response act_page(Visit& visit, const ActSubject& subject, View errors, int status) {
  View view = subject.view();
  view.say("act", std::string{subject.act.link}).say("word", std::string{subject.act.word}).say("meaning", std::string{subject.act.meaning});
  view.say("reason", visit.request().form.text("reason")).show_if("may_sign", may_sign(visit));
  view.say("reason_error", errors.said("reason_error"));
  for (const View& error : errors.list("errors")) view.add("errors", error);
  if (subject.act.kind == ActKind::agreement_approve) {
    view.show("is_approval").say("difference_words", subject.difference);
    view.show_if("is_new", subject.base.empty()).show_if("is_other", !subject.is_as_proposed());
    if (!subject.base.empty()) view.put("difference", difference_view(Comparison{subject.base, subject.text, std::nullopt}));
    view.put("trial", trial_view(subject.version.text("scenarios"))).say("replay", subject.version.text("replay"));
  }
  return visit.page("agreement_act", std::move(view), std::string{subject.act.link} + ": " + subject.name, status);
}

// Of a form that came back: nothing if it may be signed.
std::optional<Response> wrong(Visit& visit, const ActSubject& subject) {
  const Fields& form = visit.request().form;
  if (!subject.is_as_shown(form)) return problem_page(visit, Problem::no_longer_so);
  if (subject.act.kind == ActKind::agreement_approve && !subject.is_as_proposed()) return refused_page(visit, "other-text");
  const std::string what = wrong_with_reason(form.text("reason"));
  if (what.empty()) return std::nullopt;
  return act_page(visit, subject, View{}.say("reason_error", what).add("errors", View{}.say("text", what).say("field", "reason")), 422);
}

}  // namespace

Response agreement_act_page(Visit& visit) {
  auto subject = act_subject(visit, visit.part("act"));
  if (!subject) return std::move(subject).error();
  return act_page(visit, *subject, {}, 200);
}

std::optional<Response> wrong_agreement_act(Visit& visit) {
  auto subject = act_subject(visit, visit.part("act"));
  if (!subject) return std::move(subject).error();
  return wrong(visit, *subject);
}

Response act_on_agreement(Visit& visit) {
  auto subject = act_subject(visit, visit.part("act"));
  if (!subject) return std::move(subject).error();
  if (auto found = wrong(visit, *subject)) return std::move(*found);
  return signed_about(visit, *subject, {});
}

}  // namespace concordat::console::web
