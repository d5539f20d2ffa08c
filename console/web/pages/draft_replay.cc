#include "console/web/pages/draft_replay.h"

#include "console/drafting/replay_report.h"
#include "console/web/pages/agreement_draft.h"
#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/asked.h"
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
  return visit.page("draft_replay", std::move(view), about->title + ": past disclosures", status);
}

View wrong(const char* field, const std::string& what) { return View{}.say(std::string{field} + "_error", what).add("errors", View{}.say("text", what).say("field", field)); }

Result<RecordedDisclosures, Response> whole_record(Visit& visit, const std::string& reason) {
  RecordedDisclosures found;
  for (std::optional<std::uint64_t> from = 0; from;) {
    const auto answer = visit.ask({.question = "entries", .reason = reason, .from = *from, .count = entries_each_max, .text = {}});
    if (!answer) return Fail{problem_page(visit, answer.error())};
    if (!answer->code.empty()) return Fail{refused_page(visit, answer->code)};
    const auto next = take_entries(answer->json, found);
    if (!next) return Fail{problem_page(visit, LineFault{LineFault::Kind::not_an_answer, {}})};
    from = answer->more && *next > *from ? next : std::nullopt;
  }
  return found;
}

Result<policy::Parties, Response> parties_told(Visit& visit, const std::string& reason) {
  auto told = asked(visit, {.question = "directory", .reason = reason, .text = {}});
  if (!told) return Fail{std::move(told).error()};
  const auto directory = schemas::parse_directory(told->text("text"));
  if (!directory) return Fail{problem_page(visit, LineFault{LineFault::Kind::not_an_answer, {}})};
  return policy::parties_of(*directory);
}

Result<std::string, Response> replay_words(Visit& visit, const std::string& text, const std::string& reason) {
  const policy::Agreement tree = policy::read_agreement(text, nullptr).agreement;
  auto was = told_in_force(visit, tree.name, reason);
  if (!was) return Fail{std::move(was).error()};
  auto parties = parties_told(visit, reason);
  if (!parties) return Fail{std::move(parties).error()};
  auto record = whole_record(visit, reason);
  if (!record) return Fail{std::move(record).error()};
  const auto draft_book = book_of(text, *parties);
  const auto was_book = was->text.empty() ? nullptr : book_of(was->text, *parties);
  if (!draft_book) return Fail{refused_page(visit, "check-failed")};
  return replay_report(*draft_book, {tree.name, tree.version}, was_book.get(), *record).words();
}

Response kept(Visit& visit, AgreementDraft draft, std::string words) {
  draft.replay = std::move(words);
  draft.replayed = draft.digest();
  if (!keep_agreement_draft(visit, visit.part("id"), draft)) return problem_page(visit, LineFault{LineFault::Kind::misconfigured, {}});
  return redirect("/drafts/" + visit.part("id") + "/replay");
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
  auto words = replay_words(visit, draft->text, reason);
  if (!words) return std::move(words).error();
  return kept(visit, *draft, *words);
}

Response take_replay(Visit& visit) {
  const auto draft = find_agreement_draft(visit, visit.part("id"));
  if (!draft) return problem_page(visit, Problem::not_found);
  std::string words = typed_lines(visit.request().form.raw("words"));
  if (words.size() > replay_bytes_max) return page(visit, *draft, wrong("words", "What they made must be 1 megabyte or less"), 422);
  if (words.find_first_not_of(" \n\t") == std::string::npos) return page(visit, *draft, wrong("words", "Paste what they made"), 422);
  return kept(visit, *draft, std::move(words));
}

}  // namespace concordat::console::web
