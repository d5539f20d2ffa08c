#include "console/web/pages/draft_replay.h"

#include "console/drafting/replay_report.h"
#include "console/web/pages/agreement_draft.h"
#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/asked.h"
#include "console/web/pages/live.h"
#include "console/web/pages/problem.h"
#include "policy/check.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t replay_bytes_max = 1024U * 1024;

Response page(Visit& visit, const AgreementDraft& draft, View view, int status) {
  auto about = agreement_about(visit);
  if (!about) return std::move(about).error();
  const View frame = agreement_view(*about, "/replay");
  for (const View& tab : frame.list("tabs")) view.add("tabs", tab);
  view.say("agreement", about->title).say("agreement_address", about->address).show("is_draft");
  view.show_if("is_readable", !policy::has_errors(policy::read_agreement(draft.text, nullptr).diagnostics));
  view.say("replay", draft.replay).show_if("is_old", !draft.replay.empty() && !draft.is_replayed()).say("reason", visit.request().form.text("reason"));
  view.say("why_label", "Why do you read the record?");
  const Work::State work = visit.session().replaying.state();
  const bool is_this = work.about == visit.part("id");
  const bool is_on = work.stage == Work::Stage::running;
  view.show_if("is_running", is_on && is_this).show_if("is_busy", is_on && !is_this).show_if("may_begin", !is_on).show_if("refresh", is_on && is_this);
  view.say("failed", is_this && work.stage == Work::Stage::failed ? work.what : std::string{});
  view.say("done", work.done).say("of", work.of == 0 ? std::string{} : std::to_string(work.of));
  return visit.page("draft_replay", std::move(view), about->title + ": past disclosures", status);
}

View wrong(const char* field, const std::string& what) { return View{}.say(std::string{field} + "_error", what).add("errors", View{}.say("text", what).say("field", field)); }

struct Task {
  std::string id;  // of the draft
  std::string text;
  std::string reason;
};

// The log grows meanwhile: what it had at first is read, and how much that is is told.
Result<RecordedDisclosures, std::string> whole_record(Line& line, const std::string& reason, const Work::Report& report) {
  TRY(const Told status, told_by(line, {.question = "status", .reason = {}, .text = {}}));
  const std::uint64_t of = status.number("entries");
  RecordedDisclosures found;
  for (std::uint64_t from = 0; from < of;) {
    report(from, of);
    TRY(const schemas::Answer answer, answer_by(line, {.question = "entries", .reason = reason, .from = from, .count = entries_each_max, .text = {}}));
    const auto next = take_entries(answer.json, found);
    if (!next) return Fail{std::string{"The console could not understand the broker. Tell your operator."}};
    if (!answer.more || *next <= from) break;
    from = *next;
  }
  report(of, of);
  return found;
}

Result<policy::Parties, std::string> parties_told(Line& line, const std::string& reason) {
  TRY(const Told told, told_by(line, {.question = "directory", .reason = reason, .text = {}}));
  const auto directory = schemas::parse_directory(told.text("text"));
  if (!directory) return Fail{std::string{"The console could not understand the broker’s directory. Tell your operator."}};
  return policy::parties_of(*directory);
}

Result<std::string, std::string> replay_words(Line& line, const Task& task, const Work::Report& report) {
  const policy::Agreement tree = policy::read_agreement(task.text, nullptr).agreement;
  TRY(const InForce was, told_in_force(line, tree.name, task.reason));
  TRY(const policy::Parties parties, parties_told(line, task.reason));
  const auto draft_book = book_of(task.text, parties);
  const auto was_book = was.text.empty() ? nullptr : book_of(was.text, parties);
  if (!draft_book) return Fail{std::string{"The draft names an organisation that the area’s directory does not have. Correct its text."}};
  TRY(const RecordedDisclosures record, whole_record(line, task.reason, report));
  return replay_report(*draft_book, {tree.name, tree.version}, was_book.get(), record).words();
}

// On the work's own thread: the session is there until it ends.
std::string decide_again(const SessionRef& session, const Drafts& drafts, const Task& task, const Work::Report& report) {
  Line line{session->officer};
  auto words = replay_words(line, task, report);
  if (!words) return std::move(words).error();
  return keep_replay(drafts, task.id, std::move(*words), task.text) ? std::string{} : "The console’s disk refused to keep it. Tell your operator.";
}

}  // namespace

Response draft_replay_page(Visit& visit) {
  const auto draft = find_agreement_draft(visit, visit.part("id"));
  return draft ? page(visit, *draft, {}, 200) : problem_page(visit, Problem::not_found);
}

Response make_replay(Visit& visit) {
  const auto draft = find_agreement_draft(visit, visit.part("id"));
  if (!draft) return problem_page(visit, Problem::not_found);
  const std::string reason = visit.request().form.text("reason");
  if (reason.empty()) return page(visit, *draft, wrong("reason", "Enter why you read the record"), 422);
  if (policy::has_errors(policy::read_agreement(draft->text, nullptr).diagnostics)) return page(visit, *draft, {}, 422);
  Task task{visit.part("id"), draft->text, reason};
  visit.session().replaying.begin(task.id, [session = visit.session_ref(), drafts = std::make_shared<const Drafts>(drafts_of(visit)), task](const Work::Report& report) { return decide_again(session, *drafts, task, report); });
  return redirect("/drafts/" + visit.part("id") + "/replay");
}

Response replay_events(Visit& visit) {
  return live(visit, [session = visit.session_ref()]() -> std::optional<LiveEvent> {
    const Work::State state = session->replaying.state();
    const std::string of = std::to_string(state.of == 0 ? 1 : state.of);
    if (state.stage != Work::Stage::running) return LiveEvent{"done", count_json({{"done", of}})};
    return LiveEvent{"counts", count_json({{"done", std::to_string(state.done)}, {"of", of}})};
  });
}

Response take_replay(Visit& visit) {
  const auto draft = find_agreement_draft(visit, visit.part("id"));
  if (!draft) return problem_page(visit, Problem::not_found);
  std::string words = typed_lines(visit.request().form.raw("words"));
  if (words.size() > replay_bytes_max) return page(visit, *draft, wrong("words", "What they made must be 1 megabyte or less"), 422);
  if (words.find_first_not_of(" \n\t") == std::string::npos) return page(visit, *draft, wrong("words", "Paste what they made"), 422);
  if (!keep_replay(drafts_of(visit), visit.part("id"), std::move(words), draft->text)) return problem_page(visit, LineFault{LineFault::Kind::misconfigured, {}});
  return redirect("/drafts/" + visit.part("id") + "/replay");
}

}  // namespace concordat::console::web
