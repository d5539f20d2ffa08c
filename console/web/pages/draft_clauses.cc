#include "console/web/pages/draft_clauses.h"

#include <charconv>

#include "base/text.h"
#include "console/drafting/clause_text.h"
#include "console/web/pages/agreement_draft.h"
#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/clause_form.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/table.h"
#include "console/web/pages/words.h"
#include "policy/check.h"

namespace concordat::console::web {
namespace {

// A draft whose text can be read as clauses, and one of them.
struct Subject {
  AgreementAbout about;
  AgreementDraft draft;
  policy::Agreement tree;
  bool is_readable = false;
  std::size_t place = 0;

  bool is_new() const { return place == tree.clauses.size(); }
};

Result<Subject, Response> subject_of(Visit& visit) {
  auto about = agreement_about(visit);
  if (!about) return Fail{std::move(about).error()};
  auto draft = find_agreement_draft(visit, visit.part("id"));
  if (!draft) return Fail{problem_page(visit, Problem::not_found)};
  policy::Parsed parsed = policy::parse(draft->text);
  return Subject{std::move(*about), std::move(*draft), std::move(parsed.agreement), !policy::has_errors(parsed.diagnostics)};
}

Result<Subject, Response> clause_subject(Visit& visit) {
  auto subject = subject_of(visit);
  if (!subject) return Fail{std::move(subject).error()};
  const std::string part = visit.part("place");
  std::size_t place = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), place);
  if (error != std::errc{} || end != part.data() + part.size() || place == 0 || place > subject->tree.clauses.size() + 1 || !subject->is_readable)
    return Fail{problem_page(visit, Problem::not_found)};
  subject->place = place - 1;
  return subject;
}

policy::Clause clause_of(const Subject& subject) {
  if (!subject.is_new()) return subject.tree.clauses[subject.place];
  policy::Clause fresh;
  const std::string last = subject.tree.clauses.empty() ? "0" : subject.tree.clauses.back().label.text;
  unsigned chapter = 0;
  std::from_chars(last.data(), last.data() + last.size(), chapter);
  fresh.label.text = std::to_string(chapter + 1) + ".1";
  return fresh;
}

std::string scope_in_words(const std::optional<policy::PartyScope>& scope) {
  if (!scope || scope->any) return "Any party";
  std::vector<std::string> names;
  for (const policy::Party& party : scope->parties) names.push_back(party.text);
  return join(names, ", ");
}

// The form as the clause is, or as it came back.
Response clause_page(Visit& visit, const Subject& subject, const policy::Clause& clause, const std::vector<FormMistake>& mistakes, const std::vector<std::string>& findings) {
  View view = clause_form_view(clause, subject.tree);
  const View frame = agreement_view(subject.about, "/clauses");
  for (const View& tab : frame.list("tabs")) view.add("tabs", tab);
  view.say("agreement", subject.about.title).say("agreement_address", subject.about.address).show("is_draft");
  view.say("place", subject.place + 1).show_if("is_new", subject.is_new()).show_if("is_saved", visit.request().method == Method::post && mistakes.empty());
  for (const FormMistake& mistake : mistakes) view.add("errors", View{}.say("text", mistake.what).say("field", mistake.field));
  for (const std::string& finding : findings) view.add("findings", View{}.say("text", finding));
  const std::string heading = subject.is_new() ? "A new clause" : "Clause " + clause.label.text;
  view.say("heading", heading);
  return visit.page("draft_clause", std::move(view), heading + ": " + subject.about.title, mistakes.empty() ? 200 : 422);
}

// What the check says of one clause's lines.
std::vector<std::string> findings_in(const std::string& text, std::size_t place) {
  const policy::Parsed parsed = policy::read_agreement(text, nullptr);
  const auto& clauses = parsed.agreement.clauses;
  std::vector<std::string> found;
  for (const policy::Diagnostic& each : parsed.diagnostics) {
    const bool is_in = place < clauses.size() && each.place.line >= clauses[place].place.line && (place + 1 == clauses.size() || each.place.line < clauses[place + 1].place.line);
    if (is_in) found.push_back(sentence(each.cause) + ". " + sentence(each.fix) + (each.did_you_mean ? " Did you mean “" + *each.did_you_mean + "”?" : ""));
  }
  return found;
}

}  // namespace

Response draft_clauses_page(Visit& visit) {
  auto subject = subject_of(visit);
  if (!subject) return std::move(subject).error();
  View view = agreement_view(subject->about, "/clauses");
  Table table{"Clauses", {"Clause", "What it is about", "From", "To", "What it does"}, "It has no clauses yet."};
  std::size_t place = 0;
  for (const policy::Clause& clause : subject->tree.clauses)
    table.add({{clause.label.text, subject->about.address + "/clauses/" + std::to_string(++place)}, {clause.title}, {scope_in_words(clause.from)}, {scope_in_words(clause.to)}, {effects_in_words(clause)}});
  view.put("clauses", View{}.put("table", table.view())).show_if("is_readable", subject->is_readable).say("next", subject->tree.clauses.size() + 1);
  return visit.page("draft_clauses", std::move(view), subject->about.title + ": clauses");
}

Response draft_clause_page(Visit& visit) {
  auto subject = clause_subject(visit);
  if (!subject) return std::move(subject).error();
  return clause_page(visit, *subject, clause_of(*subject), {}, {});
}

Response keep_clause(Visit& visit) {
  auto subject = clause_subject(visit);
  if (!subject) return std::move(subject).error();
  const bool is_taken_away = visit.request().form.text("do") == "remove" && !subject->is_new() && subject->tree.clauses.size() > 1;
  const auto changed = is_taken_away ? Result<policy::Clause, std::vector<FormMistake>>{clause_of(*subject)} : clause_from_form(visit.request().form, clause_of(*subject));
  if (!changed) return clause_page(visit, *subject, clause_of(*subject), changed.error(), {});
  std::string text = with_clause(subject->draft.text, subject->place, is_taken_away ? std::string{} : print_clause(*changed));
  // What the form gives is a clause, whatever was in its fields; if it were not, the text would be nobody's.
  if (policy::has_errors(policy::parse(text).diagnostics))
    return clause_page(visit, *subject, clause_of(*subject), {{"label", "That cannot be written as a clause. Change it in the text instead"}}, {});
  subject->draft.text = std::move(text);
  if (!keep_agreement_draft(visit, visit.part("id"), subject->draft)) return problem_page(visit, LineFault{LineFault::Kind::misconfigured, {}});
  if (is_taken_away) return redirect(subject->about.address + "/clauses");
  const std::size_t place = subject->place;
  auto again = clause_subject(visit);
  if (!again) return std::move(again).error();
  return clause_page(visit, *again, clause_of(*again), {}, findings_in(again->draft.text, place));
}

}  // namespace concordat::console::web
