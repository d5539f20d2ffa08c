#include "console/web/pages/erasing.h"

#include <nlohmann/json.hpp>

#include "audit/reports/area.h"
#include "base/clock.h"
#include "base/wall_clock.h"
#include "console/asking/told.h"
#include "console/web/pages/decision.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/reason.h"
#include "console/web/pages/words.h"
#include "schemas/ids.h"

namespace concordat::console::web {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t rows_max = 200'000;
constexpr const char* retention = "retention";  // the scope, and the ground

std::string scope_of(const Visit& visit) { return "erasure:" + visit.part("id"); }
std::string today_of(const Visit& visit) { return format_date(london_date(visit.now())); }

// What every recipient still holds, as far as the log knows; else the page that asks why, or says why there is none.
Result<std::vector<audit::LogRow>, Response> held(Visit& visit) {
  if (auto asked = ask_reason(visit, retention, "what is kept, and for how long")) return Fail{std::move(*asked)};
  LogQuestion question;
  question.use = retention;
  question.kinds = {"disclosed", "accepted"};
  std::vector<audit::LogRow> rows;
  auto from = search_for(visit, retention, question, *visit.reason_for(retention), [&](const std::string&, const audit::LogRow& row) {
    rows.push_back(row);
    return rows.size() < rows_max;
  });
  if (!from) return Fail{std::move(from).error()};
  return rows;
}

// Ids begin with the time, and so all alike; how they end tells them apart.
std::string last_part(const std::string& id) {
  const std::size_t dash = id.rfind('-');
  return dash == std::string::npos ? id : "…" + id.substr(dash + 1);
}

Cell state_cell(const std::string& state) {
  if (state == "due") return {"Due", {}, "red"};
  return {sentence(state), {}, state == "not yet" || state == "case open" ? "grey" : "yellow"};
}

std::string asked_of_broker(const Visit& visit, const Inquiry& inquiry, const std::string& ground) {
  ordered_json text{{"ground", ground.empty() ? retention : ground}, {"dryRun", ground.empty()}};
  if (inquiry.question.case_id.empty()) text["records"] = inquiry.question.records;
  else text["case"] = inquiry.question.case_id;
  if (const auto decision = visit.no_tell_for(scope_of(visit))) {
    text["noTell"] = decision->choice;
    text["decision"] = decision->why;
  }
  return text.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

// Asks the broker to erase, or without a ground only what would go.
Result<Told, Response> ask_to_erase(Visit& visit, const Inquiry& inquiry, const std::string& ground, const std::string& reason) {
  const auto answer = visit.ask({.question = "erase", .reason = reason, .text = asked_of_broker(visit, inquiry, ground)});
  if (!answer) return Fail{problem_page(visit, answer.error())};
  if (answer->code == "needs-decision") return Fail{ask_no_tell(visit, scope_of(visit))};
  if (!answer->code.empty()) return Fail{refused_page(visit, answer->code)};
  const auto told = Told::parse(answer->json);
  if (!told) return Fail{problem_page(visit, LineFault{LineFault::Kind::not_an_answer, {}})};
  return *told;
}

std::string days_in_words(const std::vector<std::string>& days) {
  if (days.empty()) return "None";
  const auto words = [](const std::string& day) { return parse_date(day) ? date_in_words(*parse_date(day)) : day; };
  return days.size() == 1 ? words(days.front()) : words(days.front()) + " to " + words(days.back());
}

DecisionPage erasure_decision(const Inquiry& inquiry, const Told& would_go) {
  DecisionPage page{"What would be erased", inquiry.question.case_id.empty() ? "/retention" : "/cases/" + inquiry.question.case_id,
                    {{"What was disclosed", would_go.text("annexes") + " entries lose what they say of anybody"}, {"Of the days", days_in_words(would_go.texts("days"))},
                     {"What they are found by", would_go.text("handles") + " handles"}, {"Not delivered yet", would_go.text("parcels") + " parcels"},
                     {"What stays", "That each was disclosed, to whom and when: the log can still be checked from beginning to end"}},
                    {}, {}};
  if (!inquiry.question.case_id.empty()) page.facts.insert(page.facts.begin(), {"Case", inquiry.question.case_id});
  if (would_go.number("annexes") + would_go.number("handles") + would_go.number("parcels") == 0) return page;
  page.question = "On what ground is it erased?";
  if (inquiry.question.case_id.empty()) page.choices = {{retention, "It has been kept as long as the agreement lets it be"}};
  else
    page.choices = {{"request", "The person asked for it", "And information governance has agreed"}, {"order", "A court or the Information Commissioner ordered it"},
                    {"error", "It should never have been sent"}, {retention, "It has been kept as long as the agreement lets it be"}};
  page.warning = "There is no way back. The keys of those days are destroyed, so backups cannot be read either.";
  return page;
}

struct Rehearsed {
  Inquiry inquiry;
  DecisionPage page;
};
Result<Rehearsed, Response> rehearsed(Visit& visit) {
  auto inquiry = visit.inquiry(visit.part("id"));
  if (!inquiry || inquiry->question.use != retention) return Fail{redirect("/retention")};
  TRY(const Told would_go, ask_to_erase(visit, *inquiry, {}, inquiry->reason));
  DecisionPage page = erasure_decision(*inquiry, would_go);
  return Rehearsed{std::move(*inquiry), std::move(page)};
}

}  // namespace

View retention_view(std::span<const audit::LogRow> rows, const std::string& today) {
  const audit::Paper paper = audit::retention_review(rows, today);
  const audit::Section& section = paper.sections.front();
  std::vector<std::string> heads;
  for (const audit::Column& column : section.columns) heads.push_back(column.head);
  Table table{section.heading, heads, section.when_empty};
  for (const auto& row : section.rows) {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string& key = section.columns[i].key;
      if (key == "case") cells.push_back({last_part(row[i]), "/cases/" + row[i]});
      else if (key == "state") cells.push_back(state_cell(row[i]));
      else if (const auto day = parse_date(row[i]); day && (key == "from" || key == "due")) cells.push_back({date_in_words(*day)});
      else cells.push_back({row[i]});
    }
    table.add(std::move(cells));
  }
  const std::size_t due = audit::due_records(rows, today).size();
  View view;
  view.put("table", table.view()).say("due", due == 0 ? std::string{} : std::to_string(due)).show_if("is_one", due == 1).show_if("is_cut", rows.size() >= rows_max);
  return view;
}

Response retention_page(Visit& visit) {
  const auto rows = held(visit);
  if (!rows) return rows.error();
  View view = retention_view(*rows, today_of(visit));
  view.say("done", visit.request().query.text("done") == "erased" ? "It is erased. Have a new backup made: older ones of those days can no longer be read." : "");
  return visit.page("retention", std::move(view), "Retention");
}

Response begin_due_erasure(Visit& visit) {
  const auto rows = held(visit);
  if (!rows) return rows.error();
  Inquiry inquiry{{}, *visit.reason_for(retention)};
  inquiry.question.use = retention;
  inquiry.question.records = audit::due_records(*rows, today_of(visit));
  return inquiry.question.records.empty() ? redirect("/retention") : redirect("/erasures/" + visit.keep_inquiry(std::move(inquiry)));
}

Response begin_case_erasure(Visit& visit) {
  const std::string id = visit.part("id");
  if (!schemas::parse_case_id(id)) return problem_page(visit, Problem::not_found);
  const auto reason = visit.reason_for(case_scope(id));
  if (!reason) return redirect("/cases/" + id);
  Inquiry inquiry{{}, *reason};
  inquiry.question.use = retention;
  inquiry.question.case_id = id;
  return redirect("/erasures/" + visit.keep_inquiry(std::move(inquiry)));
}

Response erasure_page(Visit& visit) {
  const auto rehearsal = rehearsed(visit);
  return rehearsal ? decision_page(visit, rehearsal->page) : rehearsal.error();
}

std::optional<Response> wrong_erasure(Visit& visit) {
  const auto rehearsal = rehearsed(visit);
  if (!rehearsal) return rehearsal.error();
  auto found = decided(visit, rehearsal->page);
  if (found) return std::nullopt;
  return std::move(found).error();
}

Response erase(Visit& visit) {
  const auto rehearsal = rehearsed(visit);
  if (!rehearsal) return rehearsal.error();
  const auto found = decided(visit, rehearsal->page);
  if (!found) return found.error();
  const auto gone = ask_to_erase(visit, rehearsal->inquiry, found->choice, found->reason);
  if (!gone) return gone.error();
  const std::string& case_id = rehearsal->inquiry.question.case_id;
  return redirect(case_id.empty() ? "/retention?done=erased" : "/cases/" + case_id + "?done=erased");
}

}  // namespace concordat::console::web
