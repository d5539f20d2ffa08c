// The language's laws, on random books: what adding, reordering and not knowing may never do.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/policy/example.h"
#include "tests/policy/random_world.h"

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
  for (std::size_t i = 0; i < 2 + world.below(6); ++i)
    clauses.push_back(world.clause(std::to_string(i + 1), effects));
  return clauses;
}

std::vector<Level> levels(const AgreementBook& book, const schemas::Message& message,
                          const schemas::AgencyId& to) {
  std::vector<Level> found;
  for (const Verdict& verdict :
       evaluate(book, message, to, day("2026-05-02"), {Truth::yes, Truth::unknown}).verdicts)
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
    const std::string condition = world.factual_condition(3);
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
