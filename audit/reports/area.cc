#include "audit/reports/area.h"

#include <array>
#include <cstdio>
#include <algorithm>
#include <set>

#include "audit/reports/disclosures.h"
#include "base/clock.h"
#include "base/text.h"

namespace concordat::audit {
namespace {

std::string in_words(const std::set<std::string>& words) { return join({words.begin(), words.end()}, ", "); }

std::string per_cent(std::size_t part, std::size_t whole) {
  if (whole == 0) return "-";
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.1f %%", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
  return text.data();
}

Section refusals(std::span<const LogRow> rows) {
  Section section{.key = "refusals", .heading = "Refusals and waits", .sentences = {},
                  .columns = {{"at", "When"}, {"sender", "From"}, {"recipient", "To"}, {"type", "Kind"}, {"purpose", "Purpose"}, {"outcome", "Outcome"}, {"code", "Why"}, {"agreement", "Under"}, {"later", "Later"}, {"entry", "Entry"}},
                  .rows = {}, .when_empty = "There were none."};
  const Aftermath aftermath{rows};
  for (const LogRow& row : rows)
    if (row.kind == "refused" || row.kind == "waiting")
      section.rows.push_back({row.at, row.actor, row.counterpart, row.message_type, row.purpose, row.kind, row.code, row.agreement, aftermath.when(row.sequence, "released"), std::to_string(row.sequence)});
  return section;
}

Section emergencies(std::span<const LogRow> rows) {
  Section section{.key = "emergencies", .heading = "Emergencies", .sentences = {},
                  .columns = {{"at", "When"}, {"by", "By"}, {"recipient", "To"}, {"purpose", "Purpose"}, {"code", "Ground"}, {"agreement", "Under"}, {"reviewed", "Reviewed"}, {"entry", "Entry"}},
                  .rows = {}, .when_empty = "There were none."};
  const Aftermath aftermath{rows};
  for (const LogRow& row : rows)
    if (row.kind == "emergency") {
      const std::string reviewed = aftermath.when(row.sequence, "emergency-reviewed");
      section.rows.push_back({row.at, row.actor, row.counterpart, row.purpose, row.code, row.agreement, reviewed.empty() ? "not yet" : reviewed, std::to_string(row.sequence)});
    }
  return section;
}

// "6 years after closure"
struct Kept {
  unsigned count = 0;
  std::string unit;
  std::string after;
};
std::optional<Kept> read_keep(std::string_view text) {
  const std::size_t after = text.find(" after ");
  const std::size_t space = text.find(' ');
  if (after == std::string_view::npos || space >= after) return std::nullopt;
  Kept kept{.count = 0, .unit = std::string{text.substr(space + 1, after - space - 1)}, .after = std::string{text.substr(after + 7)}};
  for (const char c : text.substr(0, space)) {
    if (c < '0' || c > '9' || kept.count > 10'000) return std::nullopt;
    kept.count = kept.count * 10 + static_cast<unsigned>(c - '0');
  }
  return kept;
}

std::optional<Date> later(Date date, const Kept& kept) {
  using namespace std::chrono;
  const auto count = static_cast<int>(kept.count);
  if (kept.unit.starts_with("year")) date += years{count};
  else if (kept.unit.starts_with("month")) date += months{count};
  else if (kept.unit.starts_with("day")) return Date{sys_days{date} + days{count}};
  else return std::nullopt;
  if (!date.ok()) date = Date{date.year() / date.month() / last};  // the 29th of a February that is shorter
  return date;
}

struct Review {
  std::string from, due, state;
};
// `closure` is empty while the case is open.
Review review_of(std::string_view keep, const std::string& closure, const std::string& last, std::string_view today) {
  const auto kept = read_keep(keep);
  if (!kept) return {{}, {}, keep.empty() ? "the agreement does not say: decide" : "decide"};
  if (kept->after.find("birthday") != std::string::npos) return {{}, {}, "ask the agency for the birth date"};
  const bool is_closure = kept->after == "closure";
  if (is_closure && closure.empty()) return {{}, {}, "case open"};
  Review review{.from = (is_closure ? closure : last).substr(0, 10), .due = {}, .state = {}};
  const auto start = parse_date(review.from);
  const auto end = start ? later(*start, *kept) : std::nullopt;
  if (end) review.due = format_date(*end);
  review.state = review.due.empty() ? "decide" : review.due <= today ? "due" : "not yet";
  return review;
}

// By case: the last closure.
std::map<std::string, std::string> closures_in(std::span<const LogRow> rows) {
  std::map<std::string, std::string> closed;
  for (const LogRow& row : rows)
    if (row.kind == "accepted" && row.message_type == "closure") closed[row.case_id] = row.at;
  return closed;
}

std::string closure_of(const std::map<std::string, std::string>& closed, const std::string& case_id) {
  const auto at = closed.find(case_id);
  return at == closed.end() ? std::string{} : at->second;
}

}  // namespace

namespace {

// What an officer found when an emergency was reviewed, and how it was settled.
Section breaches_found(std::span<const LogRow> rows) {
  Section found{.key = "found", .heading = "Emergencies that were found to be a breach", .sentences = {},
                .columns = {{"at", "Found"}, {"by", "By"}, {"reason", "Reason"}, {"deadline", "The Commissioner is to be told by"}, {"settled", "How it was settled"}, {"message", "Message"}, {"emergency", "Emergency"}},
                .rows = {}, .when_empty = "No review in this window found a breach."};
  for (const LogRow& row : rows) {
    if (row.kind != "emergency-reviewed" || row.code != "breach") continue;
    std::string settled = "open";
    for (const LogRow& later : rows)
      if (later.kind == row.kind && later.about == row.about && later.sequence > row.sequence) settled = later.code + ", " + later.at + ", " + later.actor + ": " + later.reason;
    const auto at = parse_instant(row.at);
    found.rows.push_back({row.at, row.actor, row.reason, at ? format_instant(*at + std::chrono::hours{72}) : "", settled, row.message, row.about ? std::to_string(*row.about) : ""});
  }
  return found;
}

}  // namespace

Paper breach(std::span<const LogRow> rows) {
  Section given{.key = "disclosures", .heading = "Who received what, under which clause", .sentences = {},
                .columns = {{"at", "When"}, {"sender", "From"}, {"recipient", "To"}, {"agreement", "Under"}, {"clauses", "Clauses"}, {"released", "Fields disclosed"}, {"classes", "Classes"},
                            {"outcome", "What became of it"}, {"case", "Case"}, {"message", "Message"}, {"noTell", "Not to be told"}, {"entry", "Entry"}},
                .rows = {}, .when_empty = "Nothing was disclosed in this window."};
  std::set<std::string> cases, recipients, messages, classes;
  const Aftermath aftermath{rows};
  for (const LogRow& row : rows) {
    if (row.kind != "disclosed") continue;
    cases.insert(row.case_id);
    recipients.insert(row.counterpart);
    messages.insert(row.message);
    for (const std::string& found : split(classes_in_words(row), ','))
      if (is_special(trim(found))) classes.insert(std::string{trim(found)});
    given.rows.push_back({row.at, row.actor, row.counterpart, row.agreement, clauses_in_words(row), row.is_annex_gone ? "erased from the log" : released_in_words(row), classes_in_words(row),
                          aftermath.in_words(row.sequence), row.case_id, row.message, row.is_no_tell ? "yes" : "", std::to_string(row.sequence)});
  }
  Section scale{.key = "scale", .heading = "Scale (Article 33(3)(a))", .sentences = {},
                .columns = {{"disclosures", "Disclosures"}, {"messages", "Messages"}, {"cases", "Cases"}, {"recipients", "Recipients"}, {"special", "Special classes"}},
                .rows = {{std::to_string(given.rows.size()), std::to_string(messages.size()), std::to_string(cases.size()), in_words(recipients), in_words(classes)}}, .when_empty = {}};
  return {.kind = "breach", .title = "Breach report: what was disclosed",
          .opening = {"From the log alone. Which people are affected, and how, is in the records of the agencies named; the Commissioner is told within 72 hours of the breach being known (Article 33(1))."},
          .sections = {std::move(scale), breaches_found(rows), std::move(given)}, .from = {}};
}

Paper processing_record(std::span<const LogRow> rows, const std::map<std::string, std::string>& bases) {
  struct Activity {
    std::size_t disclosed = 0, refused = 0, waiting = 0;
    std::set<std::string> classes, keeps, types;
    std::string first, last;
  };
  std::map<std::vector<std::string>, Activity> activities;
  for (const LogRow& row : rows) {
    const bool is_decision = row.kind == "disclosed" || row.kind == "waiting" || (row.kind == "refused" && !row.counterpart.empty());
    if (!is_decision) continue;
    Activity& activity = activities[{row.agreement, row.purpose, row.actor, row.counterpart}];
    (row.kind == "disclosed" ? activity.disclosed : row.kind == "waiting" ? activity.waiting : activity.refused) += 1;
    if (activity.first.empty()) activity.first = row.at;
    activity.last = row.at;
    activity.types.insert(row.message_type);
    if (row.kind != "disclosed") continue;
    if (!row.keep.empty()) activity.keeps.insert(row.keep);
    for (const VerdictRow& verdict : row.verdicts)
      if (is_released(verdict)) activity.classes.insert(class_of(verdict.path));
  }
  Section section{.key = "processing", .heading = "Processing activities", .sentences = {},
                  .columns = {{"agreement", "Agreement"}, {"purpose", "Purpose"}, {"controller", "Controller (sender)"}, {"recipient", "Recipient"}, {"bases", "Legal bases"}, {"types", "Kinds of message"},
                              {"classes", "Categories of data"}, {"keep", "Kept"}, {"disclosed", "Disclosed"}, {"refused", "Refused"}, {"waiting", "Waiting"}, {"first", "First"}, {"last", "Last"}},
                  .rows = {}, .when_empty = "Nothing was processed in this window."};
  for (const auto& [key, activity] : activities) {
    const auto said = bases.find(key[0]);
    section.rows.push_back({key[0], key[1], key[2], key[3], said == bases.end() ? "" : said->second, in_words(activity.types), in_words(activity.classes), in_words(activity.keeps),
                            std::to_string(activity.disclosed), std::to_string(activity.refused), std::to_string(activity.waiting), activity.first, activity.last});
  }
  return {.kind = "ropa", .title = "Record of processing: sharing through the broker (Article 30)",
          .opening = {"Security: sealed end to end between agencies, released field by field under signed agreements, recorded before anything leaves."}, .sections = {std::move(section)}, .from = {}};
}

Paper dpia_evidence(std::span<const LogRow> rows) {
  struct Flow {
    std::size_t disclosures = 0, full = 0, reduced = 0, withheld = 0, special = 0;
  };
  std::map<std::vector<std::string>, Flow> flows;
  std::map<std::vector<std::string>, std::size_t> refused;
  std::size_t emergency_count = 0;
  for (const LogRow& row : rows) {
    if (row.kind == "refused" || row.kind == "waiting") ++refused[{row.purpose, row.code}];
    if (row.kind == "emergency") ++emergency_count;
    if (row.kind != "disclosed") continue;
    Flow& flow = flows[{row.purpose, row.counterpart}];
    ++flow.disclosures;
    for (const VerdictRow& verdict : row.verdicts) {
      (!is_released(verdict) ? flow.withheld : is_reduced(verdict) ? flow.reduced : flow.full) += 1;
      if (is_released(verdict) && is_special(class_of(verdict.path))) ++flow.special;
    }
  }
  Section minimisation{.key = "minimisation", .heading = "Minimisation, for each purpose and recipient",
                       .sentences = {"The rate is the share of submitted fields that did not leave whole: withheld, or given at less detail."},
                       .columns = {{"purpose", "Purpose"}, {"recipient", "Recipient"}, {"disclosures", "Disclosures"}, {"fields", "Fields submitted"}, {"full", "Given whole"}, {"reduced", "Given at less detail"},
                                   {"withheld", "Withheld"}, {"rate", "Minimisation rate"}, {"special", "Special fields given"}},
                       .rows = {}, .when_empty = "Nothing was disclosed in this window."};
  for (const auto& [key, flow] : flows) {
    const std::size_t fields = flow.full + flow.reduced + flow.withheld;
    minimisation.rows.push_back({key[0], key[1], std::to_string(flow.disclosures), std::to_string(fields), std::to_string(flow.full), std::to_string(flow.reduced), std::to_string(flow.withheld),
                                 per_cent(flow.reduced + flow.withheld, fields), std::to_string(flow.special)});
  }
  Section counts{.key = "refusals", .heading = "Refusals and waits, counted", .sentences = {}, .columns = {{"purpose", "Purpose"}, {"code", "Why"}, {"count", "Count"}}, .rows = {}, .when_empty = "There were none."};
  for (const auto& [key, count] : refused) counts.rows.push_back({key[0], key[1], std::to_string(count)});
  Section overrides{.key = "emergencyCount", .heading = "Emergencies, counted", .sentences = {}, .columns = {{"count", "Count"}}, .rows = {{std::to_string(emergency_count)}}, .when_empty = {}};
  return {.kind = "dpia", .title = "Evidence for the impact assessment", .opening = {}, .sections = {std::move(minimisation), std::move(overrides), std::move(counts)}, .from = {}};
}

Paper registers(std::span<const LogRow> rows) {
  return {.kind = "register", .title = "Register of emergencies and of refusals", .opening = {}, .sections = {emergencies(rows), refusals(rows)}, .from = {}};
}

Paper retention_review(std::span<const LogRow> rows, std::string_view today) {
  const auto closed = closures_in(rows);
  struct Held {
    std::string last;
    std::size_t disclosures = 0;
  };
  std::map<std::vector<std::string>, Held> held;  // case, recipient, agreement, keep
  for (const LogRow& row : rows) {
    if (row.kind != "disclosed" || row.is_annex_gone) continue;
    Held& found = held[{row.case_id, row.counterpart, row.agreement, row.keep}];
    found.last = row.at;
    ++found.disclosures;
  }
  Section section{.key = "review", .heading = "What recipients hold, and when it is to be reviewed", .sentences = {},
                  .columns = {{"case", "Case"}, {"recipient", "Held by"}, {"agreement", "Under"}, {"keep", "Kept"}, {"disclosures", "Disclosures"}, {"from", "Counted from"}, {"due", "Review due"}, {"state", "State"}},
                  .rows = {}, .when_empty = "Nothing was disclosed."};
  for (const auto& [key, found] : held) {
    const Review review = review_of(key[3], closure_of(closed, key[0]), found.last, today);
    section.rows.push_back({key[0], key[1], key[2], key[3], std::to_string(found.disclosures), review.from, review.due, review.state});
  }
  return {.kind = "retention", .title = "Retention review", .opening = {"Dates are counted from what the log knows; an agency may have reason to keep longer, which it records."}, .sections = {std::move(section)}, .from = {}};
}

std::vector<std::uint64_t> due_records(std::span<const LogRow> rows, std::string_view today) {
  const auto closed = closures_in(rows);
  std::map<std::vector<std::string>, std::string> last;  // as the review counts: case, recipient, agreement, keep
  const auto key_of = [](const LogRow& row) { return std::vector<std::string>{row.case_id, row.counterpart, row.agreement, row.keep}; };
  for (const LogRow& row : rows)
    if (row.kind == "disclosed" && !row.is_annex_gone) last[key_of(row)] = row.at;
  std::vector<std::uint64_t> due;
  std::set<std::string> kept, known;  // cases
  for (const LogRow& row : rows) {
    if (row.kind != "disclosed" || row.is_annex_gone) continue;
    known.insert(row.case_id);
    if (review_of(row.keep, closure_of(closed, row.case_id), last.at(key_of(row)), today).state == "due") due.push_back(row.sequence);
    else kept.insert(row.case_id);
  }
  // What says when a case was closed stays as long as anything is counted from it.
  for (const LogRow& row : rows)
    if (row.kind == "accepted" && !row.is_annex_gone && known.contains(row.case_id) && !kept.contains(row.case_id)) due.push_back(row.sequence);
  std::sort(due.begin(), due.end());
  return due;
}

}  // namespace concordat::audit
