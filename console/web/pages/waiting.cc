#include "console/web/pages/waiting.h"

#include "console/asking/digest.h"
#include "console/asking/told.h"
#include "console/web/pages/asked.h"
#include "console/web/pages/decision.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/reason.h"
#include "console/web/pages/signing.h"
#include "console/web/pages/words.h"

namespace concordat::console::web {
namespace {

Result<std::vector<Told>, Response> listed(Visit& visit, const std::string& question) {
  auto told = asked(visit, {.question = question, .reason = "looked at the list of " + question, .text = {}});
  if (!told) return Fail{std::move(told).error()};
  return told->list(question);
}

// The one of that number, as the address says it.
Result<Told, Response> one_of(Visit& visit, const std::string& question) {
  auto all = listed(visit, question);
  if (!all) return Fail{std::move(all).error()};
  for (Told& each : *all)
    if (each.text("record") == visit.part("record")) return std::move(each);
  return Fail{problem_page(visit, Problem::not_found)};
}

Response list_page(Visit& visit, const std::string& title, const std::string& intro, const Table& table) {
  View view;
  view.say("title", title).say("intro", intro).put("table", table.view());
  view.say("done", visit.request().query.text("done") == "yes" ? "Your decision is recorded." : "");
  return visit.page("list", std::move(view), title);
}

// Carries a decision to the broker.
Response carried_out(Visit& visit, const Told& thing, const std::string& question, const Decided& decision, const std::string& list) {
  auto told = asked(visit, {.question = question, .reason = decision.reason, .from = thing.number("record"), .text = decision.choice});
  return told ? redirect("/" + list + "?done=yes") : std::move(told).error();
}

// The same by a person with a key: the broker takes no plain word from them.
Response signed_out(Visit& visit, const Told& thing, ActToSay act, const std::string& reason, const std::string& list) {
  act.subject = thing.text("record");
  auto told = signed_act(visit, std::move(act), reason);
  return told ? redirect("/" + list + "?done=yes") : std::move(told).error();
}

DecisionPage hold_decision(const Told& hold) {
  DecisionPage page{"Held message", "/holds", {{"Message", hold.text("message")}, {"From", hold.text("sender")}, {"To", hold.text("recipient")}, {"Held since", when(hold.text("since"))}}, {}, {}};
  if (hold.has("due")) page.facts.emplace_back("Decide by", when(hold.text("due")));
  if (!hold.has("fields")) return page;  // of another agency: they see that it waits, and no more
  page.question = "What becomes of it?";
  page.choices = {{"release", "Release it", "The fields below go to the recipient, as the agreement says"}, {"refuse", "Refuse it", "The fields below stay; the sender is told"}};
  return page;
}

DecisionPage emergency_decision(const Told& row) {
  if (row.has("breach"))
    return {"Breach", "/emergencies",
            {{"Message", row.text("message")}, {"From", row.text("sender")}, {"To", row.text("recipient")}, {"Why it was let through", sentence(code_in_words(row.text("code")))},
             {"Found to be a breach", when(row.text("breach"))}, {"The Commissioner must be told by", row.has("due") ? when(row.text("due")) : "now: 72 hours are over"},
             {"Entry of what was decided", row.text("decision")}},
            "How was the breach settled?",
            {{"reported", "It was reported to the Information Commissioner"}, {"not-reportable", "It did not have to be reported", "Nobody's rights or freedoms are likely to be at risk (UK GDPR Article 33)"}}};
  return {"Emergency", "/emergencies",
          {{"Message", row.text("message")}, {"From", row.text("sender")}, {"To", row.text("recipient")}, {"Why it was let through", sentence(code_in_words(row.text("code")))},
           {"Since", when(row.text("since"))}, {"Entry of what was decided", row.text("decision")}},
          "Was it right to use the emergency?",
          {{"justified", "Yes, it was justified"}, {"breach", "No, it was a breach", "A breach report opens: the Commissioner must be told within 72 hours, unless it need not be reported"}}};
}

DecisionPage recall_decision(const Told& row) {
  DecisionPage page{"Recall", "/recalls",
                    {{"Recall", row.text("recall")}, {"Message that it recalls", row.text("message")}, {"From", row.text("sender")}, {"Asked for", sentence(row.text("action"))}, {"Since", when(row.text("since"))}},
                    {}, {}};
  if (row.text("state") != "needs-decision") return page;
  page.question = "This person is not to be told. Does the recall go out?";
  page.choices = {{"release", "Send it to everyone who received the message"}, {"refuse", "Do not send it", "The sender is told that it was refused"}};
  return page;
}

View asked_agencies(const Told& row) {
  Table table{"Agencies that were asked", {"Agency", "State", "Delivered", "Answer", "Answered"}, "Nobody has been asked yet."};
  for (const Told& asked : row.list("asked"))
    table.add({{asked.text("agency")}, {sentence(asked.text("state")), {}, asked.text("state") == "answered" ? "green" : "yellow"}, {when(asked.text("delivered"))},
               {sentence(asked.text("answer"))}, {when(asked.text("answered"))}});
  return View{}.put("table", table.view());
}

std::optional<Response> wrong_decision(Visit& visit, const std::string& list, DecisionPage (*page_of)(const Told&)) {
  auto thing = one_of(visit, list);
  if (!thing) return std::move(thing).error();
  auto found = decided(visit, page_of(*thing));
  if (found) return std::nullopt;
  return std::move(found).error();
}

}  // namespace

std::optional<Response> wrong_hold(Visit& visit) { return wrong_decision(visit, "holds", hold_decision); }
std::optional<Response> wrong_review(Visit& visit) { return wrong_decision(visit, "emergencies", emergency_decision); }
std::optional<Response> wrong_recall(Visit& visit) { return wrong_decision(visit, "recalls", recall_decision); }

Response holds_page(Visit& visit) {
  auto holds = listed(visit, "holds");
  if (!holds) return std::move(holds).error();
  Table table{"Messages that wait for a decision", {"Record", "From", "To", "Held since", "Decide by"}, "Nothing is held."};
  for (const Told& hold : *holds)
    table.add({{hold.text("record"), "/holds/" + hold.text("record")}, {hold.text("sender")}, {hold.text("recipient")}, {when(hold.text("since"))}, {when(hold.text("due"))}});
  return list_page(visit, "Held messages", "A clause of the agreement, or the leak guard, holds these until a person of the sending agency decides.", table);
}

Response hold_page(Visit& visit) {
  auto hold = one_of(visit, "holds");
  if (!hold) return std::move(hold).error();
  if (!hold->has("fields")) return decision_page(visit, hold_decision(*hold));  // another agency's: that it waits, and no more
  const std::string scope = record_scope(hold->text("record"));
  if (auto reason = ask_reason(visit, scope, "this held message")) return std::move(*reason);
  auto shown = asked(visit, {.question = "hold", .reason = *visit.reason_for(scope), .from = hold->number("record"), .text = {}});
  if (!shown) return std::move(shown).error();
  Table table{"What the recipient would read", {"Field", "Value", "How", "Held by", "Clause"}, "No fields are held."};
  for (const Told& field : shown->list("fields"))
    table.add({{field_in_words(field.text("path"))}, {field.text("value")}, {outcome_in_words(field.text("view"))}, {cause_in_words(field.text("why"))}, {field.text("clause")}});
  return decision_page(visit, hold_decision(*hold), View{}.put("table", table.view()));
}

Response decide_hold(Visit& visit) {
  auto hold = one_of(visit, "holds");
  if (!hold) return std::move(hold).error();
  auto found = decided(visit, hold_decision(*hold));
  if (!found) return std::move(found).error();
  if (!may_sign(visit)) return carried_out(visit, *hold, found->choice, {{}, found->reason}, "holds");
  const auto shown = read_digest(hold->text("held"));  // what the page showed; another agency's hold has none
  if (!shown) return refused_page(visit, "not-yours");
  return signed_out(visit, *hold, {.kind = found->choice == "release" ? schemas::ActKind::hold_release : schemas::ActKind::hold_refuse, .subject = {}, .binds = {{"held", *shown}}}, found->reason, "holds");
}

Response emergencies_page(Visit& visit) {
  auto emergencies = listed(visit, "emergencies");
  if (!emergencies) return std::move(emergencies).error();
  Table table{"Emergencies that wait for a review", {"Record", "From", "To", "Why", "Since", "State"}, "No emergency waits for a review."};
  for (const Told& row : *emergencies)
    table.add({{row.text("record"), "/emergencies/" + row.text("record")}, {row.text("sender")}, {row.text("recipient")}, {sentence(row.text("code"))}, {when(row.text("since"))},
               row.holds("overdue") ? Cell{"Overdue", {}, "red"} : row.has("breach") ? Cell{"Breach to settle", {}, "red"} : Cell{"To review", {}, "yellow"}});
  return list_page(visit, "Emergencies", "Each use of an emergency is reviewed within 24 hours, by another officer than the one who declared it.", table);
}

Response emergency_page(Visit& visit) {
  auto row = one_of(visit, "emergencies");
  if (!row) return std::move(row).error();
  return decision_page(visit, emergency_decision(*row), View{}.say("disclosure", row->text("decision")));
}

Response review_emergency(Visit& visit) {
  auto row = one_of(visit, "emergencies");
  if (!row) return std::move(row).error();
  auto found = decided(visit, emergency_decision(*row));
  if (!found) return std::move(found).error();
  if (!may_sign(visit)) return carried_out(visit, *row, "review", *found, "emergencies");
  return signed_out(visit, *row, {.kind = schemas::ActKind::emergency_review, .subject = {}, .says = {{"verdict", found->choice}}}, found->reason, "emergencies");
}

Response recalls_page(Visit& visit) {
  auto recalls = listed(visit, "recalls");
  if (!recalls) return std::move(recalls).error();
  Table table{"Recalls", {"Record", "From", "Asked for", "Since", "Answered", "State"}, "Nothing was recalled."};
  for (const Told& row : *recalls) {
    const auto asked = row.list("asked");
    std::size_t answered = 0;
    for (const Told& each : asked) answered += each.text("state") == "answered" ? 1U : 0U;
    const std::string state = row.text("state");
    table.add({{row.text("record"), "/recalls/" + row.text("record")}, {row.text("sender")}, {sentence(row.text("action"))}, {when(row.text("since"))},
               {std::to_string(answered) + " of " + std::to_string(asked.size())},
               {state == "needs-decision" ? "Needs a decision" : state == "open" ? "Open" : "Answered", {}, state == "needs-decision" ? "red" : state == "open" ? "yellow" : "green"}});
  }
  return list_page(visit, "Recalls", "Who was asked to put right or erase what they received, and who has answered.", table);
}

Response recall_page(Visit& visit) {
  auto row = one_of(visit, "recalls");
  if (!row) return std::move(row).error();
  return decision_page(visit, recall_decision(*row), asked_agencies(*row));
}

Response decide_recall(Visit& visit) {
  auto row = one_of(visit, "recalls");
  if (!row) return std::move(row).error();
  auto found = decided(visit, recall_decision(*row));
  if (!found) return std::move(found).error();
  return carried_out(visit, *row, "recall-" + found->choice, {{}, found->reason}, "recalls");
}

}  // namespace concordat::console::web
