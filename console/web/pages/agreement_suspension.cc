#include "console/web/pages/agreement_suspension.h"

#include "console/web/pages/agreement_subject.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/signing.h"
#include "policy/compiled.h"

namespace concordat::console::web {
namespace {

// What of an agreement to suspend, as the form says it.
struct Part {
  std::string scope;  // whole, field or recipient
  std::string path;
  std::string agency;
};
Part part_of(const Fields& form) { return {form.text("scope"), form.text("path"), form.text("agency")}; }

std::string in_words(const Part& part) {
  if (part.scope == "field") return "the field " + part.path;
  return part.scope == "recipient" ? "all that goes to " + part.agency : "all of it";
}

View wrong_with(const Part& part, const std::string& reason) {
  View errors;
  const auto say = [&](const char* field, const std::string& text) {
    errors.say(std::string{field} + "_error", text);
    errors.add("errors", View{}.say("text", text).say("field", field));
  };
  if (part.scope != "whole" && part.scope != "field" && part.scope != "recipient") say("scope", "Select what to suspend");
  if (part.scope == "field" && !policy::is_suspendable(part.path)) say("path", "Enter the path of a field, such as subject.address");
  if (part.scope == "recipient" && !schemas::parse_agency_id(part.agency)) say("agency", "Enter an agency, such as police/met");
  if (const std::string what = wrong_with_reason(reason); !what.empty()) say("reason", what);
  return errors;
}

Response suspension_form(Visit& visit, const ActSubject& subject, View view, int status) {
  const Part part = part_of(visit.request().form);
  const View about = subject.view();
  for (const View& tab : about.list("tabs")) view.add("tabs", tab);
  view.say("agreement", subject.name).say("agreement_address", "/agreements/" + subject.name).say("text_digest", subject.text_digest()).show_if("may_sign", may_sign(visit));
  view.say("path", part.path).say("agency", part.agency).say("reason", visit.request().form.text("reason"));
  view.show_if("is_whole", part.scope == "whole").show_if("is_field", part.scope == "field").show_if("is_recipient", part.scope == "recipient");
  return visit.page("suspend", std::move(view), "Suspend " + subject.name, status);
}

std::optional<Response> wrong_part(Visit& visit, const ActSubject& subject) {
  if (!subject.is_as_shown(visit.request().form)) return problem_page(visit, Problem::no_longer_so);
  View errors = wrong_with(part_of(visit.request().form), visit.request().form.text("reason"));
  if (errors.list("errors").empty()) return std::nullopt;
  return suspension_form(visit, subject, std::move(errors), 422);
}

}  // namespace

Response suspend_page(Visit& visit) {
  auto subject = act_subject(visit, "suspend");
  if (!subject) return std::move(subject).error();
  return suspension_form(visit, *subject, {}, 200);
}

Response suspend_card(Visit& visit) {
  auto subject = act_subject(visit, "suspend");
  if (!subject) return std::move(subject).error();
  if (auto found = wrong_part(visit, *subject)) return std::move(*found);
  const Part part = part_of(visit.request().form);
  View view;
  view.say("agreement", subject->name).say("agreement_address", "/agreements/" + subject->name).say("part", in_words(part)).say("text_digest", subject->text_digest());
  view.say("scope", part.scope).say("path", part.path).say("agency", part.agency).say("reason", visit.request().form.text("reason"));
  view.show_if("is_whole", part.scope == "whole").show_if("is_field", part.scope == "field").show_if("is_recipient", part.scope == "recipient");
  return visit.page("suspend_card", std::move(view), "You are about to suspend " + subject->name);
}

std::optional<Response> wrong_suspension(Visit& visit) {
  auto subject = act_subject(visit, "suspend");
  if (!subject) return std::move(subject).error();
  return wrong_part(visit, *subject);
}

Response suspend(Visit& visit) {
  auto subject = act_subject(visit, "suspend");
  if (!subject) return std::move(subject).error();
  if (auto found = wrong_part(visit, *subject)) return std::move(*found);
  const Part part = part_of(visit.request().form);
  std::vector<schemas::Particular> says;
  if (part.scope == "field") says.push_back({"field", part.path});
  if (part.scope == "recipient") says.push_back({"recipient", part.agency});
  return signed_about(visit, *subject, std::move(says));
}

}  // namespace concordat::console::web
