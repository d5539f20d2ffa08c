#include "console/web/pages/decision.h"

#include <algorithm>

#include "console/web/pages/signing.h"

namespace concordat::console::web {

Response decision_page(Visit& visit, const DecisionPage& page, View view, int status) {
  const Fields& typed = visit.request().form;
  view.say("title", page.title).say("back", page.back).say("question", page.question).say("warning", page.warning).say("path", visit.request().path);
  for (const auto& [name, value] : page.facts) view.add("facts", View{}.say("name", name).say("value", value));
  bool is_first = true;
  for (const Choice& choice : page.choices) {
    view.add("choices", View{}.say("value", choice.value).say("label", choice.label).say("hint", choice.hint).say("id", is_first ? "choice" : "choice-" + choice.value)
                            .show_if("checked", typed.text("choice") == choice.value));
    is_first = false;
  }
  view.say("reason", typed.text("reason"));
  return visit.page("decision", std::move(view), page.title, status);
}

Result<Decided, Response> decided(Visit& visit, const DecisionPage& page) {
  const Decided found{visit.request().form.text("choice"), visit.request().form.text("reason")};
  View errors;
  const auto wrong = [&](const char* field, std::string text) {
    errors.say(std::string{field} + "_error", text);
    errors.add("errors", View{}.say("text", std::move(text)).say("field", field));
  };
  const bool is_choice = std::any_of(page.choices.begin(), page.choices.end(), [&](const Choice& choice) { return choice.value == found.choice; });
  if (!is_choice) wrong("choice", "Select what you have decided");
  if (found.reason.empty()) wrong("reason", "Enter why you have decided so");
  else if (may_sign(visit))  // it becomes a line of what they sign
    if (std::string text = wrong_with_reason(found.reason); !text.empty()) wrong("reason", std::move(text));
  if (errors.list("errors").empty()) return found;
  return Fail{decision_page(visit, page, std::move(errors), 422)};
}

}  // namespace concordat::console::web
