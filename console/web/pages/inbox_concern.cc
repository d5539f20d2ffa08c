#include "console/web/pages/inbox_concern.h"

#include <algorithm>

#include "console/web/doors/drafts.h"
#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/inbox.h"
#include "console/web/pages/inbox_questions.h"
#include "console/web/pages/problem.h"

namespace concordat::console::web {
namespace {

Drafts drafts_of(Visit& visit) { return {visit.console().settings.state, visit.session()}; }
Response no_disk(Visit& visit) { return problem_page(visit, LineFault{LineFault::Kind::misconfigured, {}}); }

struct Concern {
  InboxDesk desk;
  Draft draft;
};
Result<Concern, Response> concern_of(Visit& visit) {
  TRY(InboxDesk desk, desk_of(visit));
  auto draft = drafts_of(visit).find(DraftKind::concern, visit.part("id"));
  if (!draft) return Fail{problem_page(visit, Problem::not_found)};
  return Concern{std::move(desk), std::move(*draft)};
}

std::string address(const Visit& visit, std::string_view step) { return "/inbox/concerns/" + visit.part("id") + "/" + std::string{step}; }

// Whom to ring, as the agreement in force that this agency's concerns go under says it.
void add_whom_to_ring(View& view, Visit& visit, const InboxDesk& desk) {
  for (const ShelvedAgreement& one : agreement_shelf(visit.console().settings.agreements, london_date(visit.now())))
    for (const policy::Pathway& pathway : one.tree.pathways)
      if (one.is_in_force && pathway.type == schemas::BodyType::referral && pathway.purpose.text == desk.envelope().purpose && !pathway.call_number.empty() && view.said("call_number").empty())
        view.say("call_name", pathway.call_name).say("call_number", pathway.call_number);
}

View question_view(const ConcernQuestion& question, const Fields& answers, const View& errors) {
  const std::string name{question.name};
  View view;
  view.say("name", name).say("label", std::string{question.label}).say("hint", std::string{question.hint}).say("error", errors.said(name + "_error"));
  view.show_if("by_line", question.how == Answered::by_line).show_if("by_text", question.how == Answered::by_text);
  view.show_if("by_date", question.how == Answered::by_date).show_if("by_choice", question.how == Answered::by_choice);
  view.say("value", answers.text(name)).say("day", answers.text(name + "-day")).say("month", answers.text(name + "-month")).say("year", answers.text(name + "-year"));
  bool is_first = true;
  for (const ConcernChoice& choice : question.choices) {
    view.add("choices", View{}.say("id", is_first ? name : name + "-" + std::string{choice.value}).say("value", std::string{choice.value}).say("label", std::string{choice.label})
                            .show_if("checked", answers.text(name) == choice.value));
    is_first = false;
  }
  return view;
}

Response step_page(Visit& visit, const Concern& concern, const ConcernPage& page, const Fields& answers, const View& errors) {
  View view;
  for (const View& error : errors.list("errors")) view.add("errors", error);
  for (const ConcernQuestion& question : page.questions) view.add("questions", question_view(question, answers, errors));
  const auto pages = concern_pages();
  view.say("title", std::string{page.title}).say("path", address(visit, page.step)).say("number", static_cast<std::uint64_t>(&page - pages.data() + 1)).say("of", pages.size());
  view.say("back", &page == pages.data() ? "/inbox" : address(visit, (&page - 1)->step)).show_if("asks_risk", page.step == "risk");
  add_whom_to_ring(view, visit, concern.desk);
  return visit.page("concern_step", std::move(view), std::string{page.title}, errors.list("errors").empty() ? 200 : 422);
}

// All answers, with those of one page as they were typed now.
Fields with(const Fields& before, const ConcernPage& page, const Fields& typed) {
  std::vector<std::string> names;
  for (const ConcernQuestion& question : page.questions)
    for (const char* end : {"", "-day", "-month", "-year"}) names.push_back(std::string{question.name} + end);
  Fields merged;
  for (const auto& [name, value] : before.all())
    if (std::find(names.begin(), names.end(), name) == names.end()) merged.add(name, value);
  for (const std::string& name : names)
    if (typed.has(name)) merged.add(name, typed.text(name));
  return merged;
}

View check_view(Visit& visit, const Concern& concern) {
  View view;
  bool is_whole = true;
  for (const ConcernPage& page : concern_pages()) {
    View part;
    part.say("title", std::string{page.title}).say("change", address(visit, page.step));
    const bool is_right = wrong_answers(page, concern.draft.fields).list("errors").empty();
    part.show_if("is_right", is_right);
    is_whole = is_whole && is_right;
    for (const ConcernQuestion& question : page.questions) {
      const std::string words = answer_in_words(question, concern.draft.fields);
      part.add("answers", View{}.say("name", std::string{question.label}).say("value", words.empty() ? "Not answered" : words));
    }
    view.add("pages", std::move(part));
  }
  view.show_if("is_whole", is_whole).show_if("is_urgent", is_urgent(concern.draft.fields)).say("path", address(visit, "send")).say("delete", address(visit, "delete"));
  add_whom_to_ring(view, visit, concern.desk);
  return view;
}

}  // namespace

Response begin_concern(Visit& visit) {
  auto desk = desk_of(visit);
  if (!desk) return std::move(desk).error();
  Fields first;
  first.add("your-name", visit.session().account.display);
  const auto id = drafts_of(visit).begin(DraftKind::concern, first, visit.now());
  return id ? redirect("/inbox/concerns/" + *id + "/" + std::string{concern_pages().front().step}) : no_disk(visit);
}

Response concern_step_page(Visit& visit) {
  auto concern = concern_of(visit);
  if (!concern) return std::move(concern).error();
  const ConcernPage* page = concern_page(visit.part("step"));
  return page == nullptr ? problem_page(visit, Problem::not_found) : step_page(visit, *concern, *page, concern->draft.fields, {});
}

Response keep_concern_step(Visit& visit) {
  auto concern = concern_of(visit);
  if (!concern) return std::move(concern).error();
  const ConcernPage* page = concern_page(visit.part("step"));
  if (page == nullptr) return problem_page(visit, Problem::not_found);
  const Fields answers = with(concern->draft.fields, *page, visit.request().form);
  // Saved before it is judged: what somebody typed is not lost because some of it is wrong.
  if (!drafts_of(visit).keep(DraftKind::concern, concern->draft.id, answers)) return no_disk(visit);
  if (visit.request().form.text("do") == "later") return redirect("/inbox?done=kept");
  const View errors = wrong_answers(*page, answers);
  if (!errors.list("errors").empty()) return step_page(visit, *concern, *page, answers, errors);
  return redirect(address(visit, step_after(page->step)));
}

Response concern_check_page(Visit& visit) {
  auto concern = concern_of(visit);
  if (!concern) return std::move(concern).error();
  return visit.page("concern_check", check_view(visit, *concern), "Check your answers");
}

std::optional<Response> wrong_concern(Visit& visit) {
  auto concern = concern_of(visit);
  if (!concern) return std::move(concern).error();
  View view = check_view(visit, *concern);
  if (view.shows("is_whole")) return std::nullopt;
  view.add("errors", View{}.say("text", "Answer what is not answered yet").say("field", "answers"));
  return visit.page("concern_check", std::move(view), "Check your answers", 422);
}

Response send_concern(Visit& visit) {
  auto concern = concern_of(visit);
  if (!concern) return std::move(concern).error();
  const std::string& id = concern->draft.id;
  if (!concern->desk.send(id, concern_document(concern->draft.fields, format_date(london_date(visit.now()))))) return no_disk(visit);
  // Should this fail, the draft stays and the same document may be written again under the same name: the adapter takes it once.
  static_cast<void>(drafts_of(visit).remove(DraftKind::concern, id));
  return redirect("/inbox/sent/" + id + (is_urgent(concern->draft.fields) ? "?urgent=yes" : ""));
}

Response concern_sent_page(Visit& visit) {
  auto desk = desk_of(visit);
  if (!desk) return std::move(desk).error();
  const auto sent = desk->sent();
  const auto at = std::find_if(sent.begin(), sent.end(), [&](const SentConcern& one) { return one.id == visit.part("id"); });
  View view;
  view.show_if("is_urgent", visit.request().query.text("urgent") == "yes").show_if("is_known", at != sent.end());
  add_whom_to_ring(view, visit, *desk);
  return visit.page("concern_sent", std::move(view), "Your concern is on its way");
}

Response delete_concern(Visit& visit) {
  if (!drafts_of(visit).remove(DraftKind::concern, visit.part("id"))) return no_disk(visit);
  return redirect("/inbox?done=deleted");
}

}  // namespace concordat::console::web
