// The compiled evaluator against the naive one, on random books and messages. CONCORDAT_RUNS asks for more
// books than the everyday run; CONCORDAT_SEED begins elsewhere.
#include <gtest/gtest.h>

#include <cstdlib>

#include "policy/check.h"
#include "policy/explain.h"
#include "tests/policy/example.h"
#include "tests/policy/naive_evaluator.h"
#include "tests/policy/random_world.h"

namespace concordat::policy {
namespace {

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string shown(const std::string& path, const NaiveField& field) {
  return path + "=" + field.outcome + " granted by " + field.granted_by + " capped by " + field.capped_by;
}

struct Tally {
  int disclosed = 0, waiting = 0, refused = 0, capped = 0, companion = 0, restricted = 0, missing = 0;
};

void compare(const AgreementBook& book, const std::vector<NaiveAgreement>& naive, RandomWorld& world,
             Tally& tally) {
  const auto message = world.message();
  const auto recipient = world.recipient();
  const auto now = world.instant();
  const auto facts = world.facts();
  const Evaluation found = evaluate(book, message, recipient, now, facts);
  const Explanation words = explain(book, message, found);
  const NaiveResult expected = naive_evaluate(naive, book.parties(), message, recipient, now, facts);

  ASSERT_EQ(words.outcome == "refused" ? words.reason : words.outcome, expected.outcome);
  ASSERT_EQ(found.verdicts.size(), expected.fields.size());
  for (std::size_t i = 0; i < expected.fields.size(); ++i) {
    const ExplainedField& row = words.fields[i];
    ASSERT_EQ(shown(row.path, {row.outcome, row.granted_by.value_or(""), row.capped_by.value_or("")}),
              shown(row.path, expected.fields[i]))
        << row.because;
    tally.capped += found.verdicts[i].because == Cause::capped;
    tally.companion += found.verdicts[i].because == Cause::companion;
    tally.restricted += found.verdicts[i].because == Cause::source_restriction;
  }
  ASSERT_EQ(found.missing, expected.missing);
  ASSERT_EQ(found.terms.caveats, expected.caveats);
  ASSERT_EQ(found.terms.keep, expected.keep);
  tally.disclosed += words.outcome == "disclosed";
  tally.waiting += words.outcome == "waiting";
  tally.refused += words.outcome == "refused";
  tally.missing += !found.missing.empty();
}

TEST(Differential, compiled_and_naive_agree) {
  const std::uint64_t first = setting("CONCORDAT_SEED", 1);
  const std::uint64_t books = setting("CONCORDAT_RUNS", 400);
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
    for (int i = 0; i < 10; ++i) {
      compare(*book, naive, world, tally);
      if (HasFatalFailure()) {
        FAIL() << "seed " << seed << ", message " << i << "\n" << texts;
      }
    }
  }
  // The run means something only if it went everywhere.
  EXPECT_GT(tally.disclosed, 0);
  EXPECT_GT(tally.waiting, 0);
  EXPECT_GT(tally.refused, 0);
  EXPECT_GT(tally.capped, 0);
  EXPECT_GT(tally.companion, 0);
  EXPECT_GT(tally.restricted, 0);
  EXPECT_GT(tally.missing, 0);
  RecordProperty("disclosed", tally.disclosed);
  RecordProperty("capped", tally.capped);
}

}  // namespace
}  // namespace concordat::policy
