#include "policy/explain.h"

#include "schemas/not_told.h"

namespace concordat::policy {
namespace {

std::string clause_words(const AgreementBook& book, ClauseRef clause) {
  return "clause " + book.label(clause) + " of " + book.agreement_name(clause);
}

std::string waiting_words(WaitsFor what) {
  switch (what) {
    case WaitsFor::renewal:
      return "lapsed";
    case WaitsFor::resumption:
      return "suspended";
    case WaitsFor::approval:
    case WaitsFor::leak_guard:
      break;
  }
  return std::string{name_of(what)};
}

std::string reason_of(const Evaluation& evaluation) {
  switch (evaluation.outcome) {
    case Evaluation::Outcome::disclosed:
      return {};
    case Evaluation::Outcome::waiting:
      return waiting_words(evaluation.waits_for.value_or(WaitsFor::renewal));
    case Evaluation::Outcome::refused:
      break;
  }
  return std::string{name_of(evaluation.refusal.value_or(RefusalCode::no_agreement))};
}

}  // namespace

std::string because_of(const AgreementBook& book, const Verdict& verdict) {
  const std::string granted =
      verdict.granted_by ? clause_words(book, *verdict.granted_by) + " grants it" : "no clause grants it";
  switch (verdict.because) {
    case Cause::granted:
      return granted;
    case Cause::not_granted:
      return granted;
    case Cause::capped:
      return granted + "; " + clause_words(book, *verdict.capped_by) + " caps it at " +
             std::string{schemas::name_of(verdict.outcome)};
    case Cause::source_restriction:
      return granted + "; the source restricts it";
    case Cause::companion:
      return granted + "; a field that it may not leave without does not leave whole";
    case Cause::monitoring:
      return "monitoring data is shared with nobody";
    case Cause::held:
      return "it waits until somebody named lets it go";
    case Cause::leak_guard:
      return granted + "; it seems to hold what the recipient does not get, and waits for its sender";
  }
  return {};
}

std::set<std::string> persons_not_to_tell(const schemas::Message& message, const std::vector<Verdict>& verdicts) {
  constexpr std::string_view related = "relatedPersons[";
  std::set<std::string> who;
  if (schemas::is_subject_not_to_be_told(message)) who.insert("subject");
  for (const Verdict& verdict : verdicts) {
    if (verdict.tell == schemas::Tell::freely) continue;
    const schemas::Field& field = message.body.fields[verdict.field];
    const std::string path = schemas::positional_path(message.body, field.id, field.element);
    who.insert(path.starts_with(related) ? path.substr(0, path.find(']') + 1) : "subject");
  }
  return who;
}

Explanation explain(const AgreementBook& book, const schemas::Message& message,
                    const Evaluation& evaluation) {
  Explanation found{.outcome = std::string{name_of(evaluation.outcome)},
                    .reason = reason_of(evaluation),
                    .agreement = {},
                    .fields = {},
                    .missing = evaluation.missing,
                    .holds = {},
                    .leaks = {},
                    .facts = {},
                    .notices = {},
                    .terms = *evaluation.terms};
  if (evaluation.governing)
    found.agreement = schemas::format_agreement_name(book.agreements()[*evaluation.governing].name);
  for (const Verdict& verdict : evaluation.verdicts) {
    const schemas::Field& field = message.body.fields[verdict.field];
    ExplainedField row{.path = schemas::positional_path(message.body, field.id, field.element),
                       .outcome = std::string{schemas::name_of(verdict.outcome)},
                       .granted_by = {},
                       .capped_by = {},
                       .because = because_of(book, verdict)};
    if (verdict.granted_by) row.granted_by = book.label(*verdict.granted_by);
    if (verdict.capped_by) row.capped_by = book.label(*verdict.capped_by);
    found.fields.push_back(std::move(row));
  }
  const auto path_of = [&](std::uint32_t index) {
    const schemas::Field& field = message.body.fields[index];
    return schemas::positional_path(message.body, field.id, field.element);
  };
  for (const Hold& hold : evaluation.holds) {
    ExplainedHold row{hold.why == Hold::Why::approval ? "approval" : "leak-guard", {}, hold.due, {}};
    if (hold.clause) row.clause = book.label(*hold.clause);
    for (const schemas::ReleasedField& field : hold.fields)
      row.fields.emplace_back(path_of(field.field), schemas::name_of(field.level));
    found.holds.push_back(std::move(row));
  }
  for (const Leak& leak : evaluation.leaks)
    found.leaks.push_back({path_of(leak.passage), std::string{name_of(leak.kind)}, path_of(leak.value)});
  if (!evaluation.plan) return found;
  for (const FactUsed& fact : evaluation.facts)
    found.facts.push_back(words_of(fact, evaluation, message.body));
  if (evaluation.outcome == Evaluation::Outcome::disclosed) found.notices = evaluation.plan->notices;
  return found;
}

}  // namespace concordat::policy
