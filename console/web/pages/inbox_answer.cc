#include "console/web/pages/inbox_answer.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "adapters/school/form.h"
#include "base/clock.h"
#include "base/wall_clock.h"
#include "console/web/doors/drafts.h"
#include "console/web/pages/inbox.h"
#include "console/web/pages/problem.h"

namespace concordat::console::web {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t text_bytes_max = 20'000;
constexpr const char* of_delivery = "delivery";  // the field of a draft that says what it answers

struct Status {
  const char* value;
  const char* label;
};
constexpr std::array statuses{Status{"answered", "Answer it"}, Status{"notHeld", "We do not hold this"}, Status{"declined", "We cannot give this"}};

Drafts drafts_of(Visit& visit) { return {visit.console().settings.state, visit.session()}; }
Response no_disk(Visit& visit) { return problem_page(visit, LineFault{LineFault::Kind::misconfigured, {}}); }
std::string address(const Visit& visit, const std::string& step = {}) { return "/inbox/answers/" + visit.part("id") + (step.empty() ? "" : "/" + step); }

std::string label_of(const std::string& status) {
  for (const Status& known : statuses)
    if (known.value == status) return status == "answered" ? "Answered" : known.label;
  return {};
}

struct Answering {
  Reading request;
  Draft draft;
  std::vector<std::string> questions;
};

// The draft that the address names, and the request that it answers, recorded as read once more.
Result<Answering, Response> answering(Visit& visit) {
  auto draft = drafts_of(visit).find(DraftKind::answer, visit.part("id"));
  if (!draft) return Fail{problem_page(visit, Problem::not_found)};
  TRY(Reading request, read_delivery(visit, draft->fields.text(of_delivery)));
  std::vector<std::string> questions = questions_in(request.document);
  return Answering{std::move(request), std::move(*draft), std::move(questions)};
}

View wrong_in(const Answering& found, const Fields& typed) {
  View errors;
  const auto wrong = [&](const std::string& field, std::string text) { errors.say(field + "_error", text).add("errors", View{}.say("text", std::move(text)).say("field", field)); };
  for (std::size_t i = 0; i < found.questions.size(); ++i) {
    const std::string at = std::to_string(i);
    const std::string status = typed.text("status-" + at);
    if (label_of(status).empty()) wrong("status-" + at, "Select how you answer question " + std::to_string(i + 1));
    else if (status == "answered" && typed.text("text-" + at).empty()) wrong("text-" + at, "Enter your answer to question " + std::to_string(i + 1));
    if (typed.text("text-" + at).size() > text_bytes_max) wrong("text-" + at, "Your answer to question " + std::to_string(i + 1) + " must be 20,000 characters or fewer");
  }
  if (found.questions.empty() && typed.text("note").empty()) wrong("note", "Enter your answer");
  if (typed.text("note").size() > text_bytes_max) wrong("note", "What else you say must be 20,000 characters or fewer");
  return errors;
}

void add_request(View& view, Visit& visit, const Answering& found) {
  const Told& about = found.request.delivery.about;
  view.say("sender", about.text("sender")).say("duty", duty_number(visit, about)).say("due", parse_date(about.text("due")) ? date_in_words(*parse_date(about.text("due"))) : "").say("received", "/inbox/received/" + found.request.delivery.id);
  view.show_if("is_urgent", about.text("urgency") != "routine").show_if("has_questions", !found.questions.empty());
}

Response form(Visit& visit, const Answering& found, const Fields& typed, View errors) {
  View view;
  add_request(view, visit, found);
  for (std::size_t i = 0; i < found.questions.size(); ++i) {
    const std::string at = std::to_string(i);
    View question;
    question.say("number", static_cast<std::uint64_t>(i + 1)).say("text", found.questions[i]).say("at", at).say("answer", typed.text("text-" + at));
    question.say("status_error", errors.said("status-" + at + "_error")).say("text_error", errors.said("text-" + at + "_error"));
    bool is_first = true;
    for (const Status& status : statuses) {
      question.add("choices", View{}.say("id", "status-" + at + (is_first ? "" : std::string{"-"} + status.value)).say("value", status.value).say("label", status.label)
                                   .show_if("checked", typed.text("status-" + at) == status.value));
      is_first = false;
    }
    view.add("questions", std::move(question));
  }
  for (const View& error : errors.list("errors")) view.add("errors", error);
  view.say("note", typed.text("note")).say("note_error", errors.said("note_error")).say("path", address(visit));
  return visit.page("answer", std::move(view), "Answer " + found.request.delivery.about.text("sender"), errors.list("errors").empty() ? 200 : 422);
}

Response check(Visit& visit, const Answering& found, View errors, int status) {
  View view = std::move(errors);
  add_request(view, visit, found);
  const Fields& typed = found.draft.fields;
  for (std::size_t i = 0; i < found.questions.size(); ++i) {
    const std::string at = std::to_string(i);
    const std::string how = label_of(typed.text("status-" + at));
    view.add("answers", View{}.say("question", found.questions[i]).say("how", how.empty() ? "Not answered" : how).say("text", typed.text("text-" + at)));
  }
  view.say("note", typed.text("note")).say("change", address(visit)).say("path", address(visit, "send")).say("delete", address(visit, "delete"));
  view.show_if("is_whole", wrong_in(found, typed).list("errors").empty());
  return visit.page("answer_check", std::move(view), "Check your answers", status);
}

// The value of what came, if it came whole.
std::string whole(const Told& from, const char* key) { return from.part(key).keys().empty() ? from.text(key) : std::string{}; }

// Those of a list of which every part is there or was never said.
ordered_json whole_ones(const std::vector<Told>& list, std::initializer_list<const char*> keys) {
  ordered_json found = ordered_json::array();
  for (const Told& one : list) {
    ordered_json copy = ordered_json::object();
    bool is_whole = true;
    for (const char* key : keys) {
      const std::string value = whole(one, key);
      is_whole = is_whole && (!value.empty() || !one.has(key));
      if (!value.empty()) copy[key] = value;
    }
    if (is_whole && !copy.empty()) found.push_back(std::move(copy));
  }
  return found;
}

}  // namespace

std::vector<std::string> questions_in(const Told& document) {
  std::vector<std::string> questions;
  for (const Told& question : document.part("request").list("questions"))
    if (std::string text = whole(question, "text"); !text.empty()) questions.push_back(std::move(text));
  return questions;
}

std::string answer_document(const Told& about, const Told& request, const Fields& typed) {
  ordered_json document{{"form", adapters::school::form_name}, {"type", "informationResponse"}, {"urgency", about.text("urgency") == "routine" ? "routine" : "urgent"}, {"marking", "OFFICIAL-SENSITIVE"}};
  // Who it is about, as they asked: whatever of it came whole.
  const Told pupil = request.part("pupil");
  document["pupil"] = ordered_json::object();
  if (const std::string born = whole(pupil, "dateOfBirth"); !born.empty()) document["pupil"]["dateOfBirth"] = born;
  if (ordered_json names = whole_ones(pupil.list("names"), {"given", "family", "kind"}); !names.empty()) document["pupil"]["names"] = std::move(names);
  if (ordered_json ids = whole_ones(pupil.list("identifiers"), {"system", "value"}); !ids.empty()) document["pupil"]["identifiers"] = std::move(ids);
  ordered_json answers = ordered_json::array();
  const std::vector<std::string> questions = questions_in(request);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const std::string at = std::to_string(i);
    ordered_json one{{"question", questions[i]}, {"status", typed.text("status-" + at)}};
    if (const std::string text = typed.text("text-" + at); !text.empty()) one["text"] = text;
    answers.push_back(std::move(one));
  }
  document["response"] = ordered_json::object();
  if (!answers.empty()) document["response"]["answers"] = std::move(answers);
  if (const std::string note = typed.text("note"); !note.empty()) document["response"]["note"] = note;
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string answer_envelope(const Told& about) {
  return ordered_json{{"caseId", about.text("case")}, {"inReplyTo", about.text("message")}, {"recipients", {about.text("sender")}}, {"purpose", about.text("purpose")}}.dump() + "\n";
}

Response begin_answer(Visit& visit) {
  auto request = read_delivery(visit, visit.part("delivery"));
  if (!request) return std::move(request).error();
  if (request->delivery.about.text("type") != "informationRequest") return problem_page(visit, Problem::not_found);
  Fields first;
  first.add(of_delivery, request->delivery.id);
  const auto id = drafts_of(visit).begin(DraftKind::answer, first, visit.now());
  return id ? redirect("/inbox/answers/" + *id) : no_disk(visit);
}

Response answer_page(Visit& visit) {
  const auto found = answering(visit);
  return found ? form(visit, *found, found->draft.fields, {}) : found.error();
}

Response keep_answer(Visit& visit) {
  const auto found = answering(visit);
  if (!found) return found.error();
  const Fields& typed = visit.request().form;
  Fields kept;
  kept.add(of_delivery, found->request.delivery.id);
  for (std::size_t i = 0; i < found->questions.size(); ++i)
    for (const char* name : {"status-", "text-"}) kept.add(name + std::to_string(i), typed.text(name + std::to_string(i)));
  kept.add("note", typed.text("note"));
  // Saved before it is judged: what somebody typed is not lost because some of it is wrong.
  if (!drafts_of(visit).keep(DraftKind::answer, found->draft.id, kept)) return no_disk(visit);
  if (typed.text("do") == "later") return redirect("/inbox?done=kept");
  View errors = wrong_in(*found, kept);
  if (!errors.list("errors").empty()) return form(visit, *found, kept, std::move(errors));
  return redirect(address(visit, "check"));
}

Response answer_check_page(Visit& visit) {
  const auto found = answering(visit);
  return found ? check(visit, *found, {}, 200) : found.error();
}

std::optional<Response> wrong_answer(Visit& visit) {
  const auto found = answering(visit);
  if (!found) return found.error();
  if (wrong_in(*found, found->draft.fields).list("errors").empty()) return std::nullopt;
  View errors;
  errors.add("errors", View{}.say("text", "Answer what is not answered yet").say("field", "answers"));
  return check(visit, *found, std::move(errors), 422);
}

Response send_answer(Visit& visit) {
  const auto found = answering(visit);
  if (!found) return found.error();
  const Told& about = found->request.delivery.about;
  if (!found->request.desk.send(found->draft.id, answer_document(about, found->request.document, found->draft.fields), answer_envelope(about))) return no_disk(visit);
  // Should this fail, the draft stays and the same document may be written again under the same name: the adapter takes it once.
  static_cast<void>(drafts_of(visit).remove(DraftKind::answer, found->draft.id));
  return redirect("/inbox?done=answered");
}

Response delete_answer(Visit& visit) {
  if (!drafts_of(visit).remove(DraftKind::answer, visit.part("id"))) return no_disk(visit);
  return redirect("/inbox?done=deleted");
}

}  // namespace concordat::console::web
