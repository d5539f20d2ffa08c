#include "console/web/pages/overview.h"

#include <array>
#include <chrono>
#include <set>

#include "audit/checkpoint.h"
#include "audit/note.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/wall_clock.h"
#include "console/web/pages/live.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/table.h"
#include "console/web/pages/words.h"

namespace concordat::console::web {
namespace {

constexpr int days_shown = 14;
constexpr std::chrono::milliseconds count_for{20};  // of a page's time; the rest is counted while the page is open

std::string days_before(const std::string& today, int days) {
  const auto date = parse_date(today);
  return date ? format_date(Date{std::chrono::sys_days{*date} - std::chrono::days{days}}) : today;
}

// Counts on from where the last visitor left off, for a moment.
void count_on(Visit& visit, Activity& activity) {
  const auto until = std::chrono::steady_clock::now() + count_for;
  do {
    const std::uint64_t from = activity.next();
    const auto answer = visit.ask({.question = "activity", .reason = "counted what went where", .from = from, .text = {}});
    const auto told = answer && answer->code.empty() ? Told::parse(answer->json) : std::nullopt;
    if (!told) return;
    activity.take(from, *told);
    if (!answer->more) return;
  } while (std::chrono::steady_clock::now() < until);
}

// A table of days down and names across, which a chart draws.
View day_table(const std::string& caption, const std::string& id, const Activity::Days& days, const std::string& today) {
  std::set<std::string> names;
  for (const auto& [day, counts] : days)
    for (const auto& [name, count] : counts) names.insert(name);
  std::vector<std::string> heads{"Day"};
  heads.insert(heads.end(), names.begin(), names.end());
  Table table{caption, heads, "Nothing was disclosed in the last " + std::to_string(days_shown) + " days."};
  for (int ago = days_shown - 1; ago >= 0 && !names.empty(); --ago) {
    const std::string day = days_before(today, ago);
    std::vector<Cell> cells{{date_in_words(*parse_date(day))}};
    const auto counts = days.find(day);
    for (const std::string& name : names) {
      const bool is_there = counts != days.end() && counts->second.contains(name);
      cells.push_back({is_there ? std::to_string(counts->second.at(name)) : "0"});
    }
    table.add(std::move(cells));
  }
  return table.view(id);
}

// Who beside the log has signed this note.
std::string witnesses_of(const std::string& note, const std::string& origin) {
  std::vector<std::string> names;
  const auto split_up = audit::split_note(note);
  if (!split_up) return {};
  for (const std::string_view line : split_up->lines) {
    const std::string_view rest = line.substr(line.find(' ') + 1);
    const std::string name{rest.substr(0, rest.find(' '))};
    if (name != origin) names.push_back(name);
  }
  return join(names, ", ");
}

void add_figure(View& view, const char* key, std::string number, const char* words, const char* link, const char* colour) {
  view.add("figures", View{}.say("key", key).say("number", std::move(number)).say("words", words).say("link", link).say("colour", colour));
}

const char* colour_if(std::uint64_t waiting, const char* colour) { return waiting == 0 ? "" : colour; }

}  // namespace

View overview_view(const Told& status, const Officer& officer, const Activity& activity, const std::string& today) {
  View view;
  const std::string since = days_before(today, days_shown - 1);
  add_figure(view, "messages", std::to_string(activity.total("accepted", since, today)), "messages", "", "");
  add_figure(view, "disclosures", std::to_string(activity.total("disclosed", since, today)), "disclosures", "", "");
  add_figure(view, "refusals", std::to_string(activity.total("refused", since, today)), "refusals", "", "");
  const std::uint64_t holds = status.number("holds"), emergencies = status.number("emergencies"), recalls = status.number("recalls"), dead = status.number("deadLetters");
  view.say("days", static_cast<std::uint64_t>(days_shown));
  View waiting;
  add_figure(waiting, "holds", std::to_string(holds), "held for a decision", "/holds", colour_if(holds, "waits"));
  add_figure(waiting, "emergencies", std::to_string(emergencies), "emergencies to review", "/emergencies", status.number("emergenciesOverdue") > 0 ? "wrong" : colour_if(emergencies, "waits"));
  add_figure(waiting, "recalls", std::to_string(recalls), "recalls not answered by all", "/recalls", colour_if(recalls, "waits"));
  add_figure(waiting, "undelivered", std::to_string(status.number("undelivered")), "parcels on their way", "", "");
  add_figure(waiting, "deadLetters", std::to_string(dead), "dead letters", "", colour_if(dead, "wrong"));
  view.put("waiting", std::move(waiting));

  const auto checkpoint = audit::verify_checkpoint(status.text("checkpoint"), officer.log_key, officer.log_origin);
  view.show_if("is_signed", checkpoint.has_value()).say("entries", status.text("entries"));
  if (checkpoint) view.say("size", checkpoint->size).say("root", to_hex(checkpoint->root.bytes));
  view.say("witnesses", witnesses_of(status.text("cosigned"), officer.log_origin));
  view.show("charts").show_if("is_counting", activity.next() < status.number("entries"));
  view.put("by_agency", day_table("Disclosures by agency and day", "by-agency", activity.days(Activity::By::agency, "disclosed", since, today), today));
  view.put("by_purpose", day_table("Disclosures by purpose and day", "by-purpose", activity.days(Activity::By::purpose, "disclosed", since, today), today));
  return view;
}

Response overview_page(Visit& visit) {
  if (visit.session().account.roles == std::set<Role>{Role::practitioner}) return redirect("/inbox");  // the log is not theirs to see
  const auto answer = visit.ask({.question = "status", .reason = {}, .text = {}});
  if (!answer) return problem_page(visit, answer.error());
  if (!answer->code.empty()) return refused_page(visit, answer->code);
  const auto status = Told::parse(answer->json);
  if (!status) return problem_page(visit, LineFault{LineFault::Kind::not_an_answer, {}});
  Activity& activity = visit.console().activity_of(visit.session().officer);
  count_on(visit, activity);
  View view = overview_view(*status, visit.session().officer, activity, format_date(london_date(visit.now())));
  view.show_if("is_officer", visit.has(Role::officer));
  return visit.page("overview", std::move(view), "Overview");
}

Response overview_events(Visit& visit) {
  return live(visit, [session = visit.session_ref()]() -> std::optional<LiveEvent> {
    const std::lock_guard lock{session->asking};
    const auto answer = session->line.ask({.question = "status", .reason = {}, .text = {}});
    const auto status = answer && answer->code.empty() ? Told::parse(answer->json) : std::nullopt;
    if (!status) return std::nullopt;
    std::vector<std::pair<std::string, std::string>> counts;
    for (const char* key : {"holds", "emergencies", "recalls", "undelivered", "deadLetters", "entries"}) counts.emplace_back(key, std::to_string(status->number(key)));
    return LiveEvent{"counts", count_json(counts)};
  });
}

}  // namespace concordat::console::web
