#include "console/web/pages/inbox.h"

#include <algorithm>
#include <array>

#include "base/uuid.h"
#include "base/wall_clock.h"
#include "console/web/doors/drafts.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/reason.h"
#include "console/web/pages/table.h"
#include "console/web/pages/words.h"
#include "schemas/directory.h"

namespace concordat::console::web {
namespace {

constexpr const char* not_done = "not-done";
struct RecallChoice {
  const char* value;
  const char* label;
};
constexpr std::array recall_choices{RecallChoice{"rectified", "We put it right"}, RecallChoice{"erased", "We erased it"}, RecallChoice{"restricted", "We keep it, and nobody uses it"},
                                    RecallChoice{not_done, "Nothing"}};

std::string recall_in_words(const std::string& action) { return action == "erase" ? "erase" : action == "rectify" ? "put right" : action == "restrict" ? "stop using" : "put right or erase"; }

std::string when_sent(const std::string& id) {
  const auto uuid = parse_uuid(id);
  const auto at = uuid ? uuid_time(*uuid) : std::nullopt;
  return at ? time_in_words(*at) : "";
}

Cell state_cell(const std::string& state) {
  if (state == "waiting") return {"Waiting to be sent", {}, "blue"};
  if (state == "sent") return {"Sent, not answered yet", {}, "blue"};
  if (state == "accepted") return {"Accepted", {}, "green"};
  if (state == "settled") return {"Delivered", {}, "green"};
  return {state == "rejected" ? "Could not be sent" : "Refused", {}, "red"};
}

// One line for each agency: what became of it there, and whom to ring where it did not arrive.
View sent_view(const SentConcern& one) {
  View view;
  const Cell state = state_cell(one.state);
  view.say("id", one.id).say("at", when_sent(one.id)).say("state", state.text).say("colour", state.tag).say("reference", one.reference);
  for (const std::string& problem : one.problems) view.add("problems", View{}.say("text", problem));
  if (!one.status) return view;
  if (!one.status->text("code").empty()) view.say("code", code_in_words(one.status->text("code")));
  for (const Told& recipient : one.status->list("recipients"))
    view.add("lines", View{}.say("text", recipient.text("recipient") + ": " + recipient.text("outcome") + (recipient.text("code").empty() ? "" : ", " + code_in_words(recipient.text("code")))));
  for (const Told& step : one.status->list("history")) {
    const std::string call = step.text("callNumber").empty() ? "" : " Ring " + step.text("callName") + " on " + step.text("callNumber") + ".";
    view.add("lines", View{}.say("text", when(step.text("at")) + ", " + step.text("recipient") + ": " + step.text("state") + (step.text("code").empty() ? "" : ", " + code_in_words(step.text("code"))) + "." + call));
  }
  return view;
}

Table received_table(const InboxDesk& desk) {
  Table table{"What was sent to you", {"What", "From", "Urgency", "State"}, "Nothing has been sent to you."};
  for (const ReceivedDelivery& one : desk.received()) {
    const bool is_urgent = one.about.text("urgency") != "routine";
    const bool is_seen = desk.is_acknowledged(one);
    table.add({{type_in_words(one.about.text("type")) + ", entry " + one.about.text("sequence"), "/inbox/received/" + one.id}, {one.about.text("sender")},
               {sentence(one.about.text("urgency")), {}, is_urgent ? "red" : "grey"}, {is_seen ? "You have said that you have it" : "New", {}, is_seen ? "green" : "yellow"}});
  }
  return table;
}

Table drafts_table(const Drafts& drafts) {
  Table table{"What you have not sent", {"Begun", "What"}, "You have begun nothing."};
  for (const Draft& draft : drafts.all(DraftKind::concern)) table.add({{time_in_words(draft.begun), "/inbox/concerns/" + draft.id + "/check"}, {"A concern"}});
  for (const Draft& draft : drafts.all(DraftKind::answer)) table.add({{time_in_words(draft.begun), "/inbox/answers/" + draft.id + "/check"}, {"An answer to a request"}});
  return table;
}

// A day as people say it; whatever else as it came.
std::string in_words(const std::string& value) {
  const auto day = parse_date(value);
  return day ? date_in_words(*day) : value;
}

void add_rows(const Told& from, const std::string& path, View& to) {
  static constexpr std::array<std::string_view, 8> around{"form", "type", "urgency", "marking", "message", "mayBeWithheld", "missing", "terms"};
  for (const std::string& key : from.keys()) {
    if (path.empty() && std::find(around.begin(), around.end(), key) != around.end()) continue;
    const std::string at = path.empty() ? key : path + "." + key;
    const Told part = from.part(key);
    const auto list = from.list(key);
    // What was released in part is told as an object: its value, and how much of it that is.
    if (part.has("detail")) {
      const std::string value = part.text("value").empty() ? "There is one" : in_words(part.text("value"));
      to.add("rows", View{}.say("name", field_in_words(at)).say("value", value).say("detail", outcome_in_words(part.text("detail"))));
    } else if (!part.keys().empty()) add_rows(part, at, to);
    else if (!list.empty())
      for (std::size_t i = 0; i < list.size(); ++i) add_rows(list[i], at + "[" + std::to_string(i) + "]", to);
    else if (!from.text(key).empty()) to.add("rows", View{}.say("name", field_in_words(at)).say("value", in_words(from.text(key))));
  }
}

View received_view(const InboxDesk& desk, const ReceivedDelivery& one, const Told& document, const std::string& duty) {
  View view = document_rows(document);
  const Told& about = one.about;
  const auto fact = [&](const char* name, std::string value) {
    if (!value.empty()) view.add("facts", View{}.say("name", name).say("value", std::move(value)));
  };
  fact("From", about.text("sender"));
  fact("What it is", type_in_words(about.text("type")));
  fact("Purpose", purpose_in_words(about.text("purpose")));
  fact("Marking", about.text("marking") == "official" ? "OFFICIAL" : "OFFICIAL-SENSITIVE");
  fact("Under", about.text("agreement"));
  fact("Answer by", in_words(about.text("due")));
  fact("Keep it for", about.text("keep"));
  for (const std::string& caveat : about.texts("caveats")) fact("Note", caveat);
  view.say("type", type_in_words(about.text("type"))).say("sender", about.text("sender")).say("duty", duty);
  view.show_if("is_urgent", about.text("urgency") != "routine").show_if("is_acknowledged", desk.is_acknowledged(one)).say("id", one.id);
  view.show_if("is_recall", about.has("recall")).say("action", recall_in_words(about.part("recall").text("action")));
  view.show_if("asks", about.text("type") == "informationRequest");
  for (const std::string& path : about.texts("noTell")) view.add("no_tell", View{}.say("text", field_in_words(path)));
  for (const std::string& path : about.texts("onwardNo")) view.add("onward_no", View{}.say("text", field_in_words(path)));
  for (const std::string& path : about.texts("onwardAsk")) view.add("onward_ask", View{}.say("text", field_in_words(path)));
  for (const Told& notice : about.list("notices")) view.add("notices", View{}.say("text", field_in_words(notice.text("path"))));
  view.show_if("has_no_tell", !about.texts("noTell").empty()).show_if("has_notices", !about.list("notices").empty());
  view.show_if("has_onward_no", !about.texts("onwardNo").empty()).show_if("has_onward_ask", !about.texts("onwardAsk").empty());
  return view;
}

Response received(Visit& visit, const Reading& found, View errors, int status) {
  View view = received_view(found.desk, found.delivery, found.document, duty_number(visit, found.delivery.about));
  for (const View& error : errors.list("errors")) view.add("errors", error);
  for (const auto& [key, text] : errors.texts()) view.say(key, text);
  for (const char* field : {"name", "telephone", "because"}) view.say(field, visit.request().form.text(field));
  for (const RecallChoice& choice : recall_choices)
    view.add("answers", View{}.say("field", &choice == recall_choices.data() ? "did" : std::string{"did-"} + choice.value).say("value", choice.value).say("label", choice.label)
                              .show_if("checked", visit.request().form.text("did") == choice.value));
  view.say("done", visit.request().query.text("done") == "yes" ? "They will be told that you have it." : "");
  return visit.page("received", std::move(view), type_in_words(found.delivery.about.text("type")) + " from " + found.delivery.about.text("sender"), status);
}

}  // namespace

Result<InboxDesk, Response> desk_of(Visit& visit) {
  auto desk = InboxDesk::of(visit.console().settings, visit.session().account.agency);
  if (desk) return std::move(*desk);
  View view;
  view.say("title", "There is no inbox for your agency").say("happened", "This console does not hold a desk for " + visit.session().account.agency + ".");
  view.say("next", "If your agency has a system of its own, look there. Otherwise ask your operator to set up an adapter for it (docs/operations.md, console.toml, “adapters”).");
  return Fail{visit.page("problem", std::move(view), "There is no inbox for your agency", 404)};
}

Result<Reading, Response> read_delivery(Visit& visit, const std::string& id) {
  auto desk = desk_of(visit);
  if (!desk) return Fail{std::move(desk).error()};
  auto delivery = desk->find_received(id);
  if (!delivery) return Fail{problem_page(visit, Problem::not_found)};
  const std::string scope = "delivery:" + delivery->about.text("case");
  if (auto asked = ask_reason(visit, scope, "this case")) return Fail{std::move(*asked)};
  const Session& session = visit.session();
  if (!desk->record_reading(*delivery, session.account.name, *visit.reason_for(scope), visit.now())) return Fail{problem_page(visit, LineFault{LineFault::Kind::misconfigured, {}})};
  auto document = desk->document(*delivery);
  if (!document) return Fail{problem_page(visit, Problem::not_found)};
  return Reading{std::move(*desk), std::move(*delivery), std::move(*document)};
}

std::string duty_number(Visit& visit, const Told& about) {
  constexpr std::size_t directory_bytes_max = 4U * 1024 * 1024;
  const std::filesystem::path& file = visit.console().settings.directory;
  if (!about.text("dutyContact").empty() || file.empty()) return about.text("dutyContact");
  const auto bytes = read_file(file, directory_bytes_max);
  const auto directory = bytes ? schemas::parse_directory(as_text(*bytes)) : Result<schemas::Directory, schemas::DirectoryError>{Fail{schemas::DirectoryError{}}};
  const auto sender = schemas::parse_agency_id(about.text("sender"));
  const schemas::Organisation* organisation = directory && sender ? directory->find(*sender) : nullptr;
  return organisation == nullptr ? std::string{} : organisation->duty_contact;
}

View document_rows(const Told& document) {
  View view;
  add_rows(document, {}, view);
  return view;
}

Response inbox_page(Visit& visit) {
  auto desk = desk_of(visit);
  if (!desk) return std::move(desk).error();
  View view;
  view.put("received", View{}.put("table", received_table(*desk).view())).say("agency", visit.session().account.agency);
  view.put("drafts", View{}.put("table", drafts_table({visit.console().settings.state, visit.session()}).view()));
  for (const SentConcern& one : desk->sent()) view.add("sent", sent_view(one));
  view.show_if("has_sent", !view.list("sent").empty());
  const std::string done = visit.request().query.text("done");
  view.say("done", done == "kept" ? "Your answers are saved. Nothing is sent yet." : done == "deleted" ? "Your answers are deleted." : done == "answered" ? "Your answer is on its way." : "");
  return visit.page("inbox", std::move(view), "Inbox");
}

Response received_page(Visit& visit) {
  auto found = read_delivery(visit, visit.part("delivery"));
  return found ? received(visit, *found, {}, 200) : std::move(found).error();
}

std::optional<Response> wrong_acknowledgement(Visit& visit) {
  View errors;
  const auto wrong = [&](const char* field, const char* text) { errors.say(std::string{field} + "_error", text).add("errors", View{}.say("text", text).say("field", field)); };
  const Fields& typed = visit.request().form;
  const auto desk = InboxDesk::of(visit.console().settings, visit.session().account.agency);
  const auto delivery = desk ? desk->find_received(visit.part("delivery")) : std::nullopt;
  if (delivery && delivery->about.has("recall")) {
    const std::string did = typed.text("did");
    if (std::none_of(recall_choices.begin(), recall_choices.end(), [&](const RecallChoice& choice) { return choice.value == did; })) wrong("did", "Select what you have done");
    if (did == not_done && typed.text("because").empty()) wrong("because", "Enter why it was not done");
  }
  if (typed.text("name").empty()) wrong("name", "Enter your name");
  if (typed.text("telephone").empty()) wrong("telephone", "Enter the telephone number on which you can be reached");
  if (errors.list("errors").empty()) return std::nullopt;
  auto found = read_delivery(visit, visit.part("delivery"));
  return found ? received(visit, *found, std::move(errors), 422) : std::move(found).error();
}

Response acknowledge_received(Visit& visit) {
  auto found = read_delivery(visit, visit.part("delivery"));
  if (!found) return std::move(found).error();
  const Fields& typed = visit.request().form;
  Acknowledgement said{typed.text("name"), typed.text("telephone")};
  if (found->delivery.about.has("recall")) said.did = typed.text("did");
  if (said.did == not_done) said.because = typed.text("because");
  if (!found->desk.acknowledge(found->delivery, said)) return problem_page(visit, LineFault{LineFault::Kind::misconfigured, {}});
  return redirect("/inbox/received/" + found->delivery.id + "?done=yes");
}

}  // namespace concordat::console::web
