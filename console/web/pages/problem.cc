#include "console/web/pages/problem.h"

#include "schemas/codes.h"

namespace concordat::console::web {
namespace {

struct Words {
  int status;
  const char* title;
  const char* happened;
  const char* next;
};

Words words_of(Problem problem) {
  switch (problem) {
    case Problem::not_found:
      return {404, "Page not found", "There is no page at this address.", "If you typed the address, check that it is right. If you followed a link, go to the start page and look from there."};
    case Problem::wrong_method:
      return {405, "This page cannot be opened like that", "The address belongs to a form, and cannot be opened or sent on its own.", "Go to the start page and open the page from there."};
    case Problem::not_for_you:
      return {403, "You cannot use this page", "Your account does not have the role that this page needs.", "If you need it for your work, ask whoever keeps the accounts of this console for that role."};
    case Problem::stale_form:
      return {403, "We could not accept that form", "The form was not sent from a page of this session. Nothing was changed. This happens when you signed out, or signed in again, in another window.",
              "Go back, load the page again, and send the form from there."};
    case Problem::no_key:
      return {403, "You cannot sign this", "Your account has no signing key of your own. Nothing was changed.",
              "If you need one for your work, ask whoever keeps the accounts of this console to give your account the key that the directory has of you."};
    case Problem::no_longer_so:
      return {409, "It has changed since you looked", "What you were shown is not what there is now. Nothing was signed and nothing was changed.", "Go back to the agreement, look at it again, and decide then."};
    case Problem::no_pdf:
      return {501, "The PDF could not be made", "The paper was made, but could not be printed as a PDF here.", "Go back and print the page from your browser, or ask your operator to install weasyprint on the console's machine."};
  }
  return {404, "Page not found", "", ""};
}

Response said(Visit& visit, int status, std::string title, std::string happened, std::string next, std::string code = {}) {
  View view;
  view.say("title", title).say("happened", std::move(happened)).say("next", std::move(next)).say("code", std::move(code));
  return visit.page("problem", std::move(view), std::move(title), status);
}

}  // namespace

Response problem_page(Visit& visit, Problem problem) {
  const Words words = words_of(problem);
  return said(visit, words.status, words.title, words.happened, words.next);
}

Response problem_page(Visit& visit, const LineFault& fault) {
  switch (fault.kind) {
    case LineFault::Kind::nobody_there:
      return said(visit, 503, "The broker does not answer", "The console is working, but the broker could not be reached. Nothing was changed.",
                  "Try again in a few minutes. If it still does not work, ask your operator whether the broker is running, and whether it knows your key.");
    case LineFault::Kind::no_answer:
      return said(visit, 504, "The broker took too long", "The broker got the question and did not answer in time. It may have been carried out.",
                  "Look at the page again before you send anything twice.");
    case LineFault::Kind::misconfigured:
    case LineFault::Kind::not_an_answer: break;
  }
  return said(visit, 500, "Sorry, there is a problem with the service", "The console could not understand the broker.", "Tell your operator: the console's log says what came.");
}

Response problem_page(Visit& visit, const SearchError& error) {
  if (const auto* fault = std::get_if<LineFault>(&error)) return problem_page(visit, *fault);
  const auto& fault = std::get<SearchFault>(error);
  switch (fault.kind) {
    case SearchFault::Kind::not_understood:
      return said(visit, 422, "We could not search for that", "What you gave for '" + fault.what + "' is not something the broker can look for.", "Go back, change it, and search again.", "invalid-question");
    case SearchFault::Kind::broken:
      return said(visit, 500, "Sorry, there is a problem with the service", "The console could not understand the broker.", "Tell your operator.");
    case SearchFault::Kind::needs_decision:
    case SearchFault::Kind::not_permitted:
    case SearchFault::Kind::refused: break;
  }
  return refused_page(visit, fault.what);
}

Response refused_page(Visit& visit, const std::string& code) {
  const schemas::CodeEntry* known = schemas::find_code(code);
  return said(visit, 422, "That was not done", known != nullptr ? std::string{known->meaning} : "The broker said no.",
              known != nullptr ? std::string{known->fix} : "Look the code up in docs/codes.md.", code);
}

}  // namespace concordat::console::web
