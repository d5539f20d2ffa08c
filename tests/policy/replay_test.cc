// What a replay says of a recorded decision holds of the message itself, which the replay never sees.
#include "policy/replay.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "policy/evaluation.h"
#include "tests/policy/example.h"
#include "tests/property/random_world.h"

namespace concordat::policy {
namespace {

using schemas::Level;
using Book = std::shared_ptr<const AgreementBook>;

Book book_alone(const std::string& text) {
  return book_of({{text, Status::active, {agency("school/eastbury"), agency("school/riverside")}}});
}

// What the broker's annex keeps of a decision.
RecordedDecision recorded(const AgreementBook& book, const schemas::Message& message, const schemas::AgencyId& to, Instant at, const Evaluation& evaluation) {
  RecordedDecision found{at, message.envelope.type, message.envelope.sender, to, message.envelope.purpose,
                         schemas::format_agreement_name(book.agreements().front().name), {}, {}, evaluation.footing};
  for (const Verdict& verdict : evaluation.verdicts) {
    const schemas::Field& field = message.body.fields[verdict.field];
    found.fields.push_back({schemas::positional_path(message.body, field.id, field.element), verdict.outcome, verdict.because == Cause::source_restriction});
  }
  for (const FactUsed& fact : evaluation.facts) found.facts.push_back(words_of(fact, evaluation, message.body));
  return found;
}

Level shared(Level level) { return std::max(level, Level::withhold); }

struct Tally {
  std::size_t certain = 0, open = 0, same = 0, more = 0, less = 0, lapsed = 0;
};

void expect_true(const Book& before, const Book& after, const Book& was, Instant at, const schemas::Message& message, const schemas::AgencyId& to,
                 const CaseFacts& facts, Tally& tally, const std::string& what) {
  const Instant until = after->agreements().front().until;
  const Evaluation then = evaluate(*before, message, to, at, facts);
  if (then.outcome != Evaluation::Outcome::disclosed) return;
  const bool has_lapsed = then.footing == Footing::lapsed;
  tally.lapsed += has_lapsed;
  const Replay found = replay(*after, after->agreements().front().name, was.get(), recorded(*before, message, to, at, then));
  const Evaluation now = evaluate(*after, message, to, has_lapsed ? until : std::clamp(at, after->agreements().front().from, until - std::chrono::milliseconds{1}), facts);
  tally.more += found.shares_more();
  tally.less += found.shares_less();
  for (const Verdict& verdict : now.verdicts) {
    const schemas::Field& field = message.body.fields[verdict.field];
    const std::string path = schemas::positional_path(message.body, field.id, field.element);
    const auto listed = std::find_if(found.fields.begin(), found.fields.end(), [&](const ReplayedField& one) { return one.path == path; });
    const Level truly = shared(verdict.outcome);
    if (listed == found.fields.end()) {
      ++tally.same;
      ASSERT_EQ(truly, shared(then.verdicts[verdict.field].outcome)) << what << path;
      continue;
    }
    ASSERT_GE(truly, listed->at_least) << what << path;
    ASSERT_LE(truly, listed->at_most) << what << path;
    (listed->at_least == listed->at_most ? tally.certain : tally.open) += 1;
  }
}

TEST(Replay, says_nothing_that_the_message_belies) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    RandomWorld world{seed};
    const std::string first = world.agreement("a", 1, "prevent", 2 + static_cast<int>(world.below(6)));
    const std::string second = world.chance(2) ? first + world.clause("new", RandomWorld::Effects::any) : world.agreement("a", 2, "prevent", 2 + static_cast<int>(world.below(6)));
    const Book before = book_alone(first);
    const Book after = book_alone(second);
    for (int i = 0; i < 12; ++i) {
      schemas::Message message = world.message();
      message.envelope.agreement.reset();
      message.envelope.area = after->agreements().front().areas.front();
      message.envelope.scheme = "prevent";
      const auto to = world.recipient();
      const auto facts = world.facts();
      const std::string what = "seed " + std::to_string(seed) + "\n" + first + "---\n" + second + "\n";
      for (const Instant at : {day("2026-05-02"), before->agreements().front().until + std::chrono::hours{30}})
        for (const Book& was : {Book{}, before}) expect_true(before, after, was, at, message, to, facts, tally, what);
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_GT(tally.certain, 0U);
  EXPECT_GT(tally.open, 0U);
  EXPECT_GT(tally.same, 0U);
  EXPECT_GT(tally.more, 0U);
  EXPECT_GT(tally.less, 0U);
  EXPECT_GT(tally.lapsed, 0U);
}

std::string shown(const std::string& draft, const std::string& was, const RecordedDecision& decision) {
  const Book book = book_of(draft);
  const Book earlier = was.empty() ? nullptr : book_of(was);
  std::string out;
  for (const ReplayedField& field : replay(*book, book->agreements().front().name, earlier.get(), decision).fields)
    out += field.path + " " + std::string{schemas::name_of(field.before)} + ">" + std::string{schemas::name_of(field.at_least)} +
           (field.at_least == field.at_most ? "" : ".." + std::string{schemas::name_of(field.at_most)}) + "\n";
  return out;
}

TEST(Replay, what_the_record_does_not_say_is_left_open) {
  const std::string any = "\" from any to any for any\n ";
  const std::string was = "clause 1 \"a" + any + "share subject.sex, subject.ageGroup\n";
  const RecordedDecision decision{day("2026-05-02"), schemas::BodyType::referral, agency("school/eastbury"), agency("police/met"), "channel-referral", "example/1",
                                  {{"subject.sex", Level::full, false}, {"subject.ageGroup", Level::full, false}, {"concern[0].place", Level::withhold, false}},
                                  {"recipient in case: yes"}};
  const struct {
    const char* what;
    std::string clauses, expected;
  } cases[] = {
      {"the same", was, ""},
      {"a cap", was + "clause 2 \"b" + any + "withhold subject.sex\n", "subject.sex full>withhold\n"},
      {"a recorded fact", was + "clause 2 \"b" + any + "when recipient in case share concern.place\n", "concern[0].place withhold>full\n"},
      {"what was not submitted is not known to be so", was + "clause 2 \"b" + any + "unless subject.interpreter is no limit subject.sex to existence\n", "subject.sex full>existence\n"},
      {"no list at all", was + "clause 2 \"b" + any + "when some consent.status is given share concern.place\n", ""},
      {"what was submitted and not asked", was + "clause 2 \"b" + any + "when subject.ageGroup is child share concern.place\n", "concern[0].place withhold>withhold..full\n"},
      {"but that it was there is known", was + "clause 2 \"b" + any + "when subject.ageGroup is present share concern.place\n", "concern[0].place withhold>full\n"},
      {"no fact of the case that was not asked", was + "clause 2 \"b" + any + "when sender in case share concern.place\n", "concern[0].place withhold>withhold..full\n"},
      {"no clause at all", "clause 1 \"a\" from police to any for any share subject\n", "subject.sex full>withhold\nsubject.ageGroup full>withhold\n"},
  };
  for (const auto& one : cases) EXPECT_EQ(shown(one.clauses, "", decision), one.expected) << one.what;
  // A field whose rules are as they were needs no fact of the record.
  const std::string conditional = "clause 1 \"a" + any + "when subject.ageGroup is child share subject.sex\nclause 2 \"b" + any + "share subject.ageGroup\n";
  EXPECT_EQ(shown(conditional, "", decision), "subject.sex full>withhold..full\n");
  EXPECT_EQ(shown(conditional, conditional, decision), "");
}

TEST(Replay, what_was_let_go_after_a_lapse_is_asked_of_the_emergency_clauses) {
  const std::string ordinary = "clause 1 \"a\" from any to any for any share subject.sex, subject.ageGroup\n";
  const std::string emergency = "emergency clause 9 \"e\" from any to any for any share subject.sex\n";
  RecordedDecision decision{day("2027-05-01"), schemas::BodyType::referral, agency("school/eastbury"), agency("police/met"), "channel-referral", "example/1",
                            {{"subject.sex", Level::full, false}, {"declaration.reason", Level::withhold, false}, {"declaration.declaredBy", Level::withhold, false}},
                            {"emergency declared: yes"}, Footing::lapsed};
  EXPECT_EQ(shown(ordinary + emergency, "", decision), "");
  EXPECT_EQ(shown(ordinary, "", decision), "subject.sex full>withhold\n");  // in force it would be shared
  // A record that does not say so is of before the key: the last day of what it was made under tells.
  decision.footing = Footing::in_force;
  EXPECT_EQ(shown(ordinary, "", decision), "");
  EXPECT_EQ(shown(ordinary, ordinary + emergency, decision), "subject.sex full>withhold\n");
}

}  // namespace
}  // namespace concordat::policy
