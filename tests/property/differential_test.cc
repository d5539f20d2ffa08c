// The compiled evaluator and the leak guard against the naive ones, on random books and messages: 10^4 cases in the everyday
// run, 10^6 with CONCORDAT_RUNS=50000. CONCORDAT_SEED begins elsewhere (tests/property/README.md).
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include "policy/check.h"
#include "policy/explain.h"
#include "policy/weigher.h"
#include "tests/policy/example.h"
#include "tests/property/naive_evaluator.h"
#include "tests/property/naive_guard.h"
#include "tests/property/random_world.h"

namespace concordat::policy {
namespace {

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string shown(const std::string& path, const NaiveField& field) {
  return path + "=" + field.outcome + " granted by " + field.granted_by + " capped by " + field.capped_by +
         " onward " + field.onward + (field.is_silenced ? " no-tell" : "");
}

struct Tally {
  int disclosed = 0, waiting = 0, refused = 0, capped = 0, companion = 0, restricted = 0, missing = 0;
  int emergency = 0, after_lapse = 0, softened = 0, held = 0, all_held = 0, let_go = 0, silenced = 0,
      kept_back = 0, moved = 0, stage_refused = 0;
  int found = 0, waits = 0, all_wait = 0, flagged = 0;  // by the leak guard
};

std::vector<std::string> holds_in_words(const Evaluation& found, const AgreementBook& book) {
  std::vector<std::string> words;
  for (const Hold& hold : found.holds) {
    std::string one = book.label(*hold.clause) + ":";
    for (const schemas::ReleasedField& field : hold.fields)
      one += " " + std::to_string(field.field) + "=" + std::string{schemas::name_of(field.level)};
    words.push_back(std::move(one));
  }
  return words;
}
std::vector<std::string> emergencies_in_words(const Evaluation& found, const AgreementBook& book) {
  std::vector<std::string> labels;
  for (const ClauseRef clause : found.emergency_clauses) labels.push_back(book.label(clause));
  return labels;
}

// The leak guard over what the agreements made of the message.
void compare_guarded(const AgreementBook& book, const schemas::Message& message, const schemas::AgencyId& recipient, Instant now,
                     const CaseFacts& facts, const Approvals& approvals, const NaiveResult& before, Tally& tally) {
  const Evaluation found = weigh(book, message, recipient, now, facts, approvals);
  const NaiveWeighed expected = naive_weigh(message, before, approvals.fresh);
  const Explanation words = explain(book, message, found);
  ASSERT_EQ(words.reason.empty() ? words.outcome : words.reason, expected.result.outcome);
  for (std::size_t i = 0; i < found.verdicts.size(); ++i)
    ASSERT_EQ(words.fields[i].path + " " + words.fields[i].outcome, words.fields[i].path + " " + expected.result.fields[i].outcome);
  std::set<std::pair<std::uint32_t, std::uint32_t>> findings;
  for (const Leak& leak : found.leaks) findings.insert({leak.passage, leak.value});
  ASSERT_EQ(findings, expected.findings);
  std::string kept_back;
  for (const Hold& hold : found.holds)
    for (const schemas::ReleasedField& field : hold.fields)
      if (hold.why == Hold::Why::leak_guard) kept_back += " " + std::to_string(field.field) + "=" + std::string{schemas::name_of(field.level)};
  ASSERT_EQ(kept_back, expected.kept_back);
  tally.found += !findings.empty();
  tally.waits += !kept_back.empty();
  tally.all_wait += words.reason == "leak-guard";
  tally.flagged += !findings.empty() && kept_back.empty();
}

void compare(const AgreementBook& book, const std::vector<NaiveAgreement>& naive, RandomWorld& world,
             Tally& tally) {
  auto message = world.message();
  if (world.chance(2)) write_passages(message, world);
  const auto recipient = world.recipient();
  const auto now = world.instant();
  const auto facts = world.facts();
  Approvals approvals = world.approvals();
  if (world.chance(6)) approvals.fresh.push_back({.why = Hold::Why::leak_guard, .agreement = {}, .clause = {}});
  const Evaluation found = evaluate(book, message, recipient, now, facts, approvals);
  const Explanation words = explain(book, message, found);
  const NaiveResult expected =
      naive_evaluate(naive, book.parties(), message, recipient, now, facts, approvals.fresh);

  ASSERT_EQ(words.reason.empty() ? words.outcome : words.reason, expected.outcome);
  ASSERT_EQ(found.verdicts.size(), expected.fields.size());
  for (std::size_t i = 0; i < expected.fields.size(); ++i) {
    const ExplainedField& row = words.fields[i];
    const Verdict& verdict = found.verdicts[i];
    const NaiveField compiled{row.outcome, row.granted_by.value_or(""), row.capped_by.value_or(""),
                              std::string{schemas::name_of(verdict.onward)},
                              verdict.tell == schemas::Tell::not_the_person};
    ASSERT_EQ(shown(row.path, compiled), shown(row.path, expected.fields[i])) << row.because;
    tally.capped += verdict.because == Cause::capped;
    tally.companion += verdict.because == Cause::companion;
    tally.restricted += verdict.because == Cause::source_restriction;
    tally.held += verdict.because == Cause::held;
    tally.silenced += compiled.is_silenced;
    tally.kept_back += verdict.onward != schemas::Onward::yes;
  }
  ASSERT_EQ(found.missing, expected.missing);
  ASSERT_EQ(found.terms->caveats, expected.caveats);
  ASSERT_EQ(found.terms->keep, expected.keep);
  ASSERT_EQ(found.terms->duty_contact, expected.duty_contact);
  ASSERT_EQ(holds_in_words(found, book), expected.holds);
  ASSERT_EQ(emergencies_in_words(found, book), expected.emergencies);
  ASSERT_EQ(found.moves_to ? found.moves_to->agreement + " " + found.moves_to->stage : "", expected.moves_to);
  tally.disclosed += words.outcome == "disclosed";
  tally.waiting += words.outcome == "waiting";
  tally.refused += words.outcome == "refused";
  tally.missing += !found.missing.empty();
  tally.emergency += !found.emergency_clauses.empty();
  tally.after_lapse += words.outcome == "disclosed" && found.footing == Footing::lapsed;
  tally.softened += !found.terms->duty_contact.empty();
  tally.all_held += words.reason == "held-for-approval";
  tally.let_go += words.outcome == "disclosed" && !approvals.fresh.empty();
  tally.moved += found.moves_to.has_value();
  tally.stage_refused += words.reason.starts_with("stage-");
  compare_guarded(book, message, recipient, now, facts, approvals, expected, tally);
}

TEST(Differential, compiled_and_naive_agree) {
  const std::uint64_t first = setting("CONCORDAT_SEED", 1);
  const std::uint64_t books = setting("CONCORDAT_RUNS", 500);
  Tally tally;
  for (std::uint64_t seed = first; seed < first + books; ++seed) {
    RandomWorld world{seed};
    auto sources = world.sources();
    std::vector<NaiveAgreement> naive;
    std::string texts;
    for (const AgreementSource& source : sources) {
      naive.push_back({read_agreement(source.text, nullptr).agreement, source.status, source.acceded});
      texts += source.text + "# status " + std::to_string(static_cast<int>(source.status)) + "\n";
    }
    const auto book = book_of(sources);
    for (int i = 0; i < 20; ++i) {
      compare(*book, naive, world, tally);
      if (HasFatalFailure()) {
        FAIL() << "seed " << seed << ", message " << i << "\n" << texts;
      }
    }
  }
  // The run means something only if it went everywhere.
  for (const auto& [what, count] : std::map<std::string, int>{{"disclosed", tally.disclosed},
                                                              {"waiting", tally.waiting},
                                                              {"refused", tally.refused},
                                                              {"capped", tally.capped},
                                                              {"companion", tally.companion},
                                                              {"restricted", tally.restricted},
                                                              {"missing", tally.missing},
                                                              {"emergency", tally.emergency},
                                                              {"after lapse", tally.after_lapse},
                                                              {"softened", tally.softened},
                                                              {"held", tally.held},
                                                              {"all held", tally.all_held},
                                                              {"let go", tally.let_go},
                                                              {"silenced", tally.silenced},
                                                              {"kept back", tally.kept_back},
                                                              {"moved", tally.moved},
                                                              {"stage refused", tally.stage_refused},
                                                              {"given away", tally.found},
                                                              {"waits for its sender", tally.waits},
                                                              {"all waits for its sender", tally.all_wait},
                                                              {"flagged", tally.flagged}})
    EXPECT_GT(count, 0) << what;
  RecordProperty("disclosed", tally.disclosed);
  RecordProperty("capped", tally.capped);
}

}  // namespace
}  // namespace concordat::policy
