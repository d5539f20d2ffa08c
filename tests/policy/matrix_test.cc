// The matrix against what is decided: no message gets more than it says, and what it calls always is always so.
#include "policy/matrix.h"

#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "policy/evaluation.h"
#include "tests/policy/example.h"
#include "tests/property/random_world.h"

namespace concordat::policy {
namespace {

TEST(Matrix, bounds_every_outcome) {
  int compared = 0;
  int always = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    RandomWorld world{seed};
    const auto book = book_of(std::vector<AgreementSource>{
        {world.agreement("a", 1, "prevent", 4), Status::active, {agency("school/eastbury"), agency("school/riverside")}}});
    std::map<std::tuple<schemas::BodyType, std::string, std::string, std::string, std::uint16_t>, MatrixCell> cells;
    for (const MatrixCell& cell : matrix_of(*book, 0, {}))
      cells.insert({{cell.type, cell.sender, cell.recipient, cell.purpose, cell.field.value()}, cell});
    for (int i = 0; i < 60; ++i) {
      const schemas::Message message = world.message();
      const schemas::AgencyId to = world.recipient();
      const Evaluation found = evaluate(*book, message, to, book->agreements()[0].from, world.facts());
      if (!found.governing || found.outcome != Evaluation::Outcome::disclosed) continue;
      for (const Verdict& verdict : found.verdicts) {
        const schemas::FieldId field = message.body.fields[verdict.field].id;
        const auto at = cells.find({message.envelope.type, message.envelope.sender.value(), to.value(), message.envelope.purpose, field.value()});
        if (at == cells.end()) continue;  // a message to its own sender
        ++compared;
        const MatrixCell& cell = at->second;
        EXPECT_LE(verdict.outcome, std::max(cell.most, schemas::Level::withhold)) << "seed " << seed;
        if (cell.shared == Shared::always && verdict.because != Cause::source_restriction) {
          ++always;
          EXPECT_EQ(verdict.outcome, cell.most) << "seed " << seed << " " << schemas::FieldTable::get()[field].path;
        }
      }
    }
  }
  EXPECT_GT(compared, 100);
  EXPECT_GT(always, 0);
}

struct Case {
  const char* name;
  const char* clauses;
  const char* path;
  Shared shared;
  const char* words;
  const char* under;
};
class Cells : public testing::TestWithParam<Case> {};

TEST_P(Cells, say_what_the_clauses_mean) {
  const auto book = book_of(std::string{GetParam().clauses});
  const MatrixScope scope{.sender = "school/eastbury", .recipient = "police/met", .purpose = "channel-referral", .type = schemas::BodyType::referral};
  for (const MatrixCell& cell : matrix_of(*book, 0, scope)) {
    if (schemas::FieldTable::get()[cell.field].path != GetParam().path) continue;
    EXPECT_EQ(cell.shared, GetParam().shared);
    EXPECT_EQ(in_words(cell), GetParam().words);
    std::string under;
    for (const std::string& one : cell.under) under += one + "\n";
    EXPECT_EQ(under, GetParam().under);
    return;
  }
  FAIL() << "no such cell";
}

INSTANTIATE_TEST_SUITE_P(
    Matrix, Cells,
    testing::Values(
        Case{"never", "clause 1 \"c\" from school to council for mash share subject\n", "subject.birthDate", Shared::never, "never", ""},
        Case{"always", "clause 1 \"c\" from school to police for channel-referral share subject.birthDate as ageBand\n", "subject.birthDate",
             Shared::always, "always an age band only", "clause 1 of example/1 grants it an age band only\n"},
        Case{"sometimes", "clause 1 \"c\" from school to police for channel-referral when subject.ageGroup is child or sender in case share subject.birthDate\n",
             "subject.birthDate", Shared::sometimes, "sometimes, at most in full",
             "clause 1 of example/1 grants it in full when subject.ageGroup is child or sender in case\n"},
        Case{"capped", "clause 1 \"c\" from school to police for channel-referral share subject.birthDate\nclause 2 \"c\" from any to any for any withhold subject\n",
             "subject.birthDate", Shared::never, "never", ""},
        Case{"contradictory", "clause 1 \"c\" from school to police for channel-referral when sender in case share subject.birthDate\n"
             "clause 2 \"c\" from any to any for any unless not sender in case withhold subject.birthDate\n",
             "subject.birthDate", Shared::never, "never", ""},
        Case{"held_unless", "clause 1 \"c\" from school to police for channel-referral share subject.sex\n"
             "clause 2 \"c\" from any to any for any unless subject.ageGroup is child or sender in case withhold subject.sex\n",
             "subject.sex", Shared::sometimes, "sometimes, at most in full",
             "clause 1 of example/1 grants it in full\nclause 2 of example/1 holds it back unless it is known that subject.ageGroup is child or sender in case\n"},
        Case{"held_when", "clause 1 \"c\" from school to police for channel-referral share subject.birthDate\n"
             "clause 2 \"c\" from any to any for any when subject.ageGroup is child unless sender in case limit subject.birthDate to year\n",
             "subject.birthDate", Shared::sometimes, "sometimes, at most in full",
             "clause 1 of example/1 grants it in full\nclause 2 of example/1 limits it to the year only when subject.ageGroup is child and not sender in case, or where that is not known\n"},
        Case{"either_way", "clause 1 \"c\" from school to police for channel-referral when subject.ageGroup is present share subject.birthDate\n"
             "clause 2 \"c\" from school to police for channel-referral when subject.ageGroup is absent share subject.birthDate\n",
             "subject.birthDate", Shared::always, "always in full",
             "clause 1 of example/1 grants it in full when subject.ageGroup is present\nclause 2 of example/1 grants it in full when subject.ageGroup is absent\n"},
        Case{"idle_grant", "clause 1 \"c\" from school to police for channel-referral when sender in case share subject.birthDate as ageBand\n"
             "clause 2 \"c\" from school to police for channel-referral when sender in case and not sender in case share subject.birthDate\n",
             "subject.birthDate", Shared::sometimes, "sometimes, at most an age band only",
             "clause 1 of example/1 grants it an age band only when sender in case\n"},
        Case{"not_carried", "clause 1 \"c\" from school to police for channel-referral when some consent[to sharing].status is given or decision.outcome is present share subject.birthDate\n",
             "subject.birthDate", Shared::sometimes, "sometimes, at most in full",
             "clause 1 of example/1 grants it in full when some consent[to sharing].status is given or decision.outcome is present\n"},
        Case{"narrowed", "clause 1 \"c\" from school to police for channel-referral share relatedPersons[role child]\n", "relatedPersons.birthDate",
             Shared::sometimes, "sometimes, at most in full", "clause 1 of example/1 grants it in full when relatedPersons.role is child\nonly together with relatedPersons.role, where that is there\n"}),
    [](const auto& named) { return std::string{named.param.name}; });

// Two agreements that name a stage alike name two stages: a case may be at one and not at the other.
TEST(Matrix, stages_are_each_agreements_own) {
  const auto staged = [](std::string text, const std::string& name, const std::string& scheme) {
    text.replace(text.find("\"example\""), 9, "\"" + name + "\"");
    text.replace(text.find("scheme    prevent"), 17, "stages panel, exit moved by council/lbbd\nscheme " + scheme);
    return text;
  };
  const std::string any = "\" from any to any for any when case stage is panel ";
  const auto book = book_of(std::vector<AgreementSource>{
      {staged(agreement_text("clause 1 \"a" + any + "share subject.sex\n"), "prevent", "prevent"), Status::active, {}},
      {staged(agreement_text("clause 1 \"b" + any + "withhold subject.sex\n"), "protected", "any"), Status::active, {}}});
  const MatrixScope scope{.sender = "school/eastbury", .recipient = "police/met", .purpose = "channel-referral", .type = schemas::BodyType::referral};
  for (const MatrixCell& cell : matrix_of(*book, 0, scope))
    if (schemas::FieldTable::get()[cell.field].path == "subject.sex") {
      EXPECT_EQ(in_words(cell), "sometimes, at most in full");
    }

  schemas::Draft draft;
  draft.set("subject.sex", "female");
  const auto message = referral(std::move(draft));
  const CaseFacts apart{Truth::unknown, Truth::unknown, {{"prevent", "panel"}, {"protected", "exit"}}};
  const Evaluation found = evaluate(*book, message, agency("police/met"), day("2026-05-02"), apart);
  EXPECT_EQ(found.outcome, Evaluation::Outcome::disclosed);
  std::string facts;
  for (const FactUsed& fact : found.facts) facts += words_of(fact, found, message.body) + "\n";
  EXPECT_EQ(facts, "case stage is panel: yes\ncase stage is panel in protected: no\n");
}

}  // namespace
}  // namespace concordat::policy
