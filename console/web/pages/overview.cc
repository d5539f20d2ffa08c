#include "console/web/pages/overview.h"

#include <array>
#include <chrono>
#include <functional>
#include <set>

#include "audit/checkpoint.h"
#include "audit/note.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/wall_clock.h"
#include "console/asking/keys_told.h"
#include "console/web/pages/live.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/table.h"
#include "console/web/pages/words.h"

namespace concordat::console::web {
namespace {

constexpr int days_shown = 14;
constexpr std::chrono::milliseconds count_for{20};        // of a page's time
constexpr std::chrono::milliseconds count_beside_for{300};  // each time that an open page is told how things stand
constexpr const char* not_told = "Not told";        // never nought, which would be a count
constexpr std::array waiting_counts{"holds", "emergencies", "recalls", "undelivered", "deadLetters", "entries"};

constexpr std::array<std::pair<const char*, const char*>, 3> counted_kinds{{{"accepted", "messages"}, {"disclosed", "disclosures"}, {"refused", "refusals"}}};

std::string days_before(const std::string& today, int days) {
  const auto date = parse_date(today);
  return date ? format_date(Date{std::chrono::sys_days{*date} - std::chrono::days{days}}) : today;
}

using AskBroker = std::function<Result<schemas::Answer, LineFault>(const schemas::Ask&)>;

// Counts on from where the last visitor left off, for so long.
void count_on(const AskBroker& ask, Activity& activity, std::chrono::milliseconds budget) {
  const auto until = std::chrono::steady_clock::now() + budget;
  do {
    const std::uint64_t from = activity.next();
    const auto answer = ask({.question = "activity", .reason = {}, .from = from, .text = {}});
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

std::string count_told(const Told& status, const char* key) { return status.has(key) ? std::to_string(status.number(key)) : not_told; }
std::string total_told(const Activity& activity, const char* kind, const std::string& since, const std::string& until) {
  return activity.is_told() ? std::to_string(activity.total(kind, since, until)) : not_told;
}

}  // namespace

View overview_view(const Told& status, const Officer& officer, const Activity& activity, const std::string& today) {
  View view;
  const std::string since = days_before(today, days_shown - 1);
  for (const auto& [kind, words] : counted_kinds)
    add_figure(view, words, total_told(activity, kind, since, today), words, "", "");
  view.say("days", static_cast<std::uint64_t>(days_shown));
  View waiting;
  const bool is_overdue = status.number("emergenciesOverdue") > 0;
  add_figure(waiting, "holds", count_told(status, "holds"), "held for a decision", "/holds", colour_if(status.number("holds"), "waits"));
  add_figure(waiting, "emergencies", count_told(status, "emergencies"), "emergencies to review", "/emergencies", is_overdue ? "wrong" : colour_if(status.number("emergencies"), "waits"));
  add_figure(waiting, "recalls", count_told(status, "recalls"), "recalls not answered by all", "/recalls", colour_if(status.number("recalls"), "waits"));
  add_figure(waiting, "undelivered", count_told(status, "undelivered"), "parcels on their way", "", "");
  add_figure(waiting, "deadLetters", count_told(status, "deadLetters"), "dead letters", "", colour_if(status.number("deadLetters"), "wrong"));
  view.put("waiting", std::move(waiting));

  const audit::LogKeys keys = keys_told(officer, status);
  const auto checkpoint = audit::verify_checkpoint(status.text("checkpoint"), keys);
  view.show_if("is_signed", checkpoint.has_value()).say("entries", status.text("entries"));
  view.show_if("has_changed", checkpoint && keys.at(checkpoint->size) != officer.log_key);
  if (checkpoint) view.say("size", checkpoint->size).say("root", to_hex(checkpoint->root.bytes));
  view.say("witnesses", witnesses_of(status.text("cosigned"), officer.log_origin));
  view.show_if("charts", activity.is_told()).show_if("is_counted", activity.is_told()).show_if("is_counting", activity.is_told() && activity.next() < status.number("entries"));
  view.put("by_agency", day_table("Disclosures by sending agency and day", "by-agency", activity.days(Activity::By::agency, "disclosed", since, today), today));
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
  count_on([&](const schemas::Ask& ask) { return visit.ask(ask); }, activity, count_for);
  View view = overview_view(*status, visit.session().officer, activity, format_date(london_date(visit.now())));
  view.show_if("is_officer", visit.has(Role::officer));
  return visit.page("overview", std::move(view), "Overview");
}

Response overview_events(Visit& visit) {
  Activity& activity = visit.console().activity_of(visit.session().officer);
  return live(visit, [session = visit.session_ref(), &activity, &clock = visit.console().clock]() -> std::optional<LiveEvent> {
    // Each question takes its turn, so that a page that is asked for meanwhile waits for one of them at most.
    const auto ask = [&](const schemas::Ask& question) {
      const std::lock_guard lock{session->asking};
      return session->line.ask(question);
    };
    const auto answer = ask({.question = "status", .reason = {}, .text = {}});
    const auto status = answer && answer->code.empty() ? Told::parse(answer->json) : std::nullopt;
    if (!status) return std::nullopt;
    count_on(ask, activity, count_beside_for);
    std::vector<std::pair<std::string, std::string>> counts;
    for (const char* key : waiting_counts)
      if (status->has(key)) counts.emplace_back(key, std::to_string(status->number(key)));
    const std::string today = format_date(london_date(clock.now()));
    for (const auto& [kind, words] : counted_kinds) counts.emplace_back(words, total_told(activity, kind, days_before(today, days_shown - 1), today));
    return LiveEvent{"counts", count_json(counts)};
  });
}

}  // namespace concordat::console::web
