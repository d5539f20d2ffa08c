// The language's laws, on random books: what adding, reordering and not knowing may never do.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "policy/explain.h"
#include "tests/policy/example.h"
#include "tests/property/random_world.h"

namespace concordat::policy {
namespace {

using schemas::Level;

constexpr std::uint64_t books = 150;
const std::string dates = "2026-04-01 until 2027-04-01";

std::shared_ptr<const AgreementBook> book_with(const std::vector<std::string>& clauses) {
  std::string text = random_headers("a", 1, "prevent", dates, "E09000002");
  for (const std::string& clause : clauses) text += clause;
  return book_of({{text, Status::active, {agency("school/eastbury")}}});
}

std::vector<std::string> random_clauses(RandomWorld& world, RandomWorld::Effects effects) {
  std::vector<std::string> clauses;
  const std::size_t count = 2 + world.below(6);
  for (std::size_t i = 0; i < count; ++i) clauses.push_back(world.clause(std::to_string(i + 1), effects));
  if (effects == RandomWorld::Effects::any && world.chance(3))
    clauses.push_back(world.emergency_clause("9.1", clauses));
  return clauses;
}

std::vector<Level> levels(const AgreementBook& book, const schemas::Message& message,
                          const schemas::AgencyId& to) {
  std::vector<Level> found;
  for (const Verdict& verdict :
       evaluate(book, message, to, day("2026-05-02"), {Truth::yes, Truth::unknown, {}}).verdicts)
    found.push_back(verdict.outcome);
  return found;
}

// Each law holds for `messages` messages of one pair of books.
template <class Law>
void on_random_messages(RandomWorld& world, const AgreementBook& before, const AgreementBook& after,
                        Law law) {
  for (int i = 0; i < 6; ++i) {
    const auto message = world.message();
    const auto to = world.recipient();
    const auto a = levels(before, message, to);
    const auto b = levels(after, message, to);
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t at = 0; at < a.size(); ++at) law(a[at], b[at]);
  }
}

TEST(Laws, adding_a_cap_never_releases_more) {
  std::size_t lowered = 0;
  for (std::uint64_t seed = 1; seed <= books; ++seed) {
    RandomWorld world{seed};
    auto clauses = random_clauses(world, RandomWorld::Effects::any);
    const auto before = book_with(clauses);
    clauses.insert(clauses.begin() + static_cast<std::ptrdiff_t>(world.below(clauses.size())),
                   world.clause("cap", RandomWorld::Effects::caps));
    const auto after = book_with(clauses);
    on_random_messages(world, *before, *after, [&](Level a, Level b) {
      EXPECT_LE(b, a) << "seed " << seed;
      lowered += b < a;
    });
  }
  EXPECT_GT(lowered, 0U);
}

TEST(Laws, suspending_a_part_or_leaving_never_releases_more) {
  const std::vector<std::string> parts{"subject", "subject.names", "concern", "health", "relatedPersons", "subject.birthDate", "consent"};
  std::size_t lowered = 0;
  for (std::uint64_t seed = 1; seed <= books; ++seed) {
    RandomWorld world{seed};
    std::string text = random_headers("a", 1, "prevent", dates, "E09000002");
    for (const std::string& clause : random_clauses(world, RandomWorld::Effects::any)) text += clause;
    AgreementSource source{text, Status::active, {agency("school/eastbury")}};
    const auto before = book_of({source});
    switch (world.below(3)) {
      case 0: source.suspended = {{.field = world.pick(parts)}}; break;
      case 1: source.suspended = {{.recipient = world.recipient()}}; break;
      default: source.left = {world.recipient()};
    }
    on_random_messages(world, *before, *book_of({source}), [&](Level a, Level b) {
      EXPECT_LE(b, a) << "seed " << seed;
      lowered += b < a ? 1 : 0;
    });
  }
  EXPECT_GT(lowered, 20U) << "the random books hardly ever meet what is suspended";
}

TEST(Laws, taking_a_grant_away_never_releases_more) {
  std::size_t lowered = 0;
  for (std::uint64_t seed = 1; seed <= books; ++seed) {
    RandomWorld world{seed};
    auto clauses = random_clauses(world, RandomWorld::Effects::any);
    const auto after = book_with(clauses);
    const bool is_emergency = world.chance(2);
    clauses.insert(clauses.begin() + static_cast<std::ptrdiff_t>(world.below(clauses.size())),
                   is_emergency ? world.emergency_clause("more", clauses)
                                : world.clause("more", RandomWorld::Effects::grants));
    const auto before = book_with(clauses);
    on_random_messages(world, *before, *after, [&](Level a, Level b) {
      EXPECT_LE(b, a) << "seed " << seed;
      lowered += b < a;
    });
  }
  EXPECT_GT(lowered, 0U);
}

// Companions apart: one that is absent cannot be left behind, and so holds nothing back.
TEST(Laws, a_fact_that_becomes_absent_never_shares_more) {
  const auto& table = schemas::FieldTable::get();
  std::size_t lowered = 0;
  for (std::uint64_t seed = 1; seed <= books; ++seed) {
    RandomWorld world{seed};
    world.ask_no_presence();
    auto clauses = random_clauses(world, RandomWorld::Effects::any);
    clauses.push_back(world.emergency_clause("9.2", clauses));
    const auto book = book_with(clauses);
    const auto whole = world.message();
    const auto to = world.recipient();
    const CaseFacts known{Truth::yes, Truth::yes, {{"a", "panel"}}};
    const auto before = evaluate(*book, whole, to, day("2026-05-02"), known).verdicts;
    const auto compare = [&](const schemas::Message& less, const CaseFacts& facts, std::size_t gone) {
      const auto after = evaluate(*book, less, to, day("2026-05-02"), facts).verdicts;
      for (std::size_t i = 0; i < after.size(); ++i) {
        if (!table[less.body.fields[i].id].companions.empty()) continue;
        const std::size_t was = i < gone ? i : i + 1;
        EXPECT_LE(after[i].outcome, before[was].outcome) << "seed " << seed;
        lowered += after[i].outcome < before[was].outcome;
      }
    };
    for (const CaseFacts& facts :
         {CaseFacts{Truth::unknown, Truth::yes, known.stages},
          CaseFacts{Truth::yes, Truth::unknown, known.stages}, CaseFacts{Truth::yes, Truth::yes, {}}})
      compare(whole, facts, whole.body.fields.size());
    for (std::size_t gone = 0; gone < whole.body.fields.size(); ++gone) {
      const auto& entry = table[whole.body.fields[gone].id];
      if (!entry.is_fact || entry.is_key) continue;
      auto less = whole;
      less.body.fields.erase(less.body.fields.begin() + static_cast<std::ptrdiff_t>(gone));
      compare(less, known, gone);
    }
  }
  EXPECT_GT(lowered, 0U);
}

TEST(Laws, what_is_released_was_submitted_and_at_a_view_the_field_has) {
  std::size_t released = 0;
  for (std::uint64_t seed = 1; seed <= books; ++seed) {
    RandomWorld world{seed};
    auto clauses = random_clauses(world, RandomWorld::Effects::any);
    clauses.push_back(world.emergency_clause("9.2", clauses));
    const auto book = book_with(clauses);
    for (int i = 0; i < 6; ++i) {
      const auto message = world.message();
      const auto verdicts =
          evaluate(*book, message, world.recipient(), day("2026-05-02"), world.facts()).verdicts;
      ASSERT_EQ(verdicts.size(), message.body.fields.size());
      for (std::uint32_t at = 0; at < verdicts.size(); ++at) {
        EXPECT_EQ(verdicts[at].field, at);
        if (verdicts[at].outcome < Level::existence) continue;
        ++released;
        const auto& entry = schemas::FieldTable::get()[message.body.fields[at].id];
        EXPECT_TRUE(entry.has_view(verdicts[at].outcome)) << entry.path << ", seed " << seed;
      }
    }
  }
  EXPECT_GT(released, 0U);
}

TEST(Laws, order_never_matters) {
  std::size_t released = 0;
  for (std::uint64_t seed = 1; seed <= books; ++seed) {
    RandomWorld world{seed};
    auto clauses = random_clauses(world, RandomWorld::Effects::any);
    const auto before = book_with(clauses);
    std::reverse(clauses.begin(), clauses.end());
    const auto after = book_with(clauses);
    on_random_messages(world, *before, *after, [&](Level a, Level b) {
      EXPECT_EQ(a, b) << "seed " << seed;
      released += a > Level::withhold;
    });
  }
  EXPECT_GT(released, 0U);
}

// A body off the wire stands in order; whoever makes one by hand need not.
TEST(Laws, the_order_in_which_fields_stand_never_matters) {
  const auto by_field = [](const AgreementBook& book, const schemas::Message& message, const schemas::AgencyId& to) {
    std::map<std::pair<schemas::ElementIndex, schemas::FieldId>, std::string> found;
    const Evaluation evaluation = evaluate(book, message, to, day("2026-05-02"), {});
    const Explanation words = explain(book, message, evaluation);
    for (const Verdict& verdict : evaluation.verdicts) {
      const schemas::Field& field = message.body.fields[verdict.field];
      const ExplainedField& row = words.fields[verdict.field];
      found[{field.element, field.id}] = row.outcome + " " + row.granted_by.value_or("-") + " " + row.capped_by.value_or("-") + " " + row.because;
    }
    return found;
  };
  std::size_t moved = 0;
  for (std::uint64_t seed = 1; seed <= books; ++seed) {
    RandomWorld world{seed};
    const auto book = book_with(random_clauses(world, RandomWorld::Effects::any));
    for (int i = 0; i < 6; ++i) {
      auto message = world.message();
      if (message.envelope.emergency) continue;  // whether it is declared is looked up where it would stand
      const auto to = world.recipient();
      const auto before = by_field(*book, message, to);
      auto& fields = message.body.fields;
      for (std::size_t at = fields.size(); at > 1; --at) std::swap(fields[at - 1], fields[world.below(at)]);
      moved += fields.size() > 1;
      EXPECT_EQ(by_field(*book, message, to), before) << "seed " << seed;
    }
  }
  EXPECT_GT(moved, 0U);
}

TEST(Laws, adding_a_grant_never_overrides_a_cap) {
  std::size_t raised = 0;
  for (std::uint64_t seed = 1; seed <= books; ++seed) {
    RandomWorld world{seed};
    const auto grants = random_clauses(world, RandomWorld::Effects::grants);
    std::vector<std::string> all = random_clauses(world, RandomWorld::Effects::caps);
    for (std::size_t i = 0; i < all.size(); ++i)
      all[i].replace(0, all[i].find('"'), "clause cap" + std::to_string(i) + " ");
    // What the caps leave of everything granted is the most that any grants can reach.
    std::vector<std::string> most = all;
    most.push_back(
        "clause most \"m\" from any to any for any when referrer.anonymous is present or referrer.anonymous "
        "is absent\n"
        "  share subject, concern, consent, relatedPersons, health, offending, socialCare, education, "
        "referral, sourceRestrictions\n"
        "  share subject.religion, subject.ethnicity\n");
    all.insert(all.end(), grants.begin(), grants.end());
    const auto bounded = book_with(most);
    const auto granted = book_with(all);
    on_random_messages(world, *granted, *bounded, [&](Level a, Level b) {
      EXPECT_LE(a, b) << "seed " << seed;
      raised += a > Level::withhold;
    });
  }
  EXPECT_GT(raised, 0U);
}

TEST(Laws, knowing_less_shares_less) {
  const auto reason = *schemas::FieldTable::get().field("referral.reason");
  std::size_t shared = 0;
  for (std::uint64_t seed = 1; seed <= books; ++seed) {
    RandomWorld world{seed};
    world.ask_no_presence();
    const std::string condition = world.condition(3);
    const auto grant =
        book_with({"clause 1 \"g\" from any to any for any when " + condition + " share referral.reason\n"});
    const auto cap = book_with({"clause 1 \"g\" from any to any for any share referral.reason\n",
                                "clause 2 \"c\" from any to any for any when " + condition +
                                    " limit referral.reason to existence\n"});
    for (int i = 0; i < 10; ++i) {
      const auto whole = world.message();
      const auto to = world.recipient();
      for (std::size_t gone = 0; gone < whole.body.fields.size(); ++gone) {
        const auto& entry = schemas::FieldTable::get()[whole.body.fields[gone].id];
        if (!entry.is_fact || entry.is_key) continue;  // without its key an element may mean another
        auto less = whole;
        less.body.fields.erase(less.body.fields.begin() + static_cast<std::ptrdiff_t>(gone));
        for (const auto* book : {&grant, &cap}) {
          const auto outcome = [&](const schemas::Message& message) {
            const auto found = levels(**book, message, to);
            for (std::size_t at = 0; at < found.size(); ++at)
              if (message.body.fields[at].id == reason) return found[at];
            return Level::conceal;
          };
          EXPECT_LE(outcome(less), outcome(whole)) << "seed " << seed << ": " << condition;
          shared += outcome(less) < outcome(whole);
        }
      }
    }
  }
  EXPECT_GT(shared, 0U);
}

}  // namespace
}  // namespace concordat::policy
