// The diff against the evaluator: nothing between an agreement and itself, every reported cell shown by its example,
// and nothing that random messages find which the diff did not. CONCORDAT_RUNS asks for more pairs.
#include "policy/agreement_diff.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <tuple>

#include "policy/explain.h"
#include "tests/policy/example.h"
#include "tests/property/random_world.h"

namespace concordat::policy {
namespace {

using schemas::Level;
using Book = std::shared_ptr<const AgreementBook>;

std::uint64_t pairs() {
  const char* const text = std::getenv("CONCORDAT_RUNS");
  return text == nullptr ? 40 : std::strtoull(text, nullptr, 10);
}

Book book_alone(const std::string& text) {
  return book_of({{text, Status::active, {agency("school/eastbury"), agency("school/riverside")}}});
}

// What a field comes to: nothing of a message that no agreement governs, or whose agreement is not in force.
Level outcome(const AgreementBook& book, const schemas::Message& message, const schemas::AgencyId& to, Instant at, const Shift& shift,
              std::size_t field) {
  return evaluate(book, message, to, at, shift.picture.facts, AgreementDiff::approvals(shift, book)).verdicts[field].outcome;
}

std::size_t place_of(const schemas::Message& message, const Shift& shift, schemas::FieldId field) {
  for (std::size_t i = 0; i < message.body.fields.size(); ++i) {
    const bool is_own = shift.picture.own == MessagePicture::top || message.body.fields[i].element == shift.picture.own;
    if (message.body.fields[i].id == field && is_own) return i;
  }
  ADD_FAILURE() << "the example does not hold its field";
  return 0;
}

void expect_examples(const AgreementBook& before, const AgreementBook& after, const AgreementDiff& diff, const std::string& what) {
  for (const Shift& shift : diff.shifts)
    for (const Cell& cell : shift.cells) {
      const auto message = diff.example(shift, cell);
      const auto place = place_of(message, shift, cell.field);
      ASSERT_EQ(outcome(before, message, cell.recipient, diff.at_before, shift, place), shift.before) << what << schemas::FieldTable::get()[cell.field].path;
      ASSERT_EQ(outcome(after, message, cell.recipient, diff.at_after, shift, place), shift.after) << what << schemas::FieldTable::get()[cell.field].path;
      ASSERT_EQ(shift.direction == Direction::more, shift.after > shift.before);
    }
}

using Found = std::set<std::tuple<std::size_t, int, std::string, std::string, std::string, std::uint16_t, Level, Level>>;
Found listed(const AgreementDiff& diff) {
  Found found;
  for (const Shift& shift : diff.shifts)
    for (const Cell& cell : shift.cells)
      found.emplace(shift.ground, static_cast<int>(cell.type), cell.sender.value(), cell.recipient.value(), cell.purpose, cell.field.value(), shift.before, shift.after);
  return found;
}

struct Tally {
  std::size_t compared = 0, differing = 0, cells = 0;
};

// Random messages, on the diff's own grounds and day, without restrictions of their own.
void search(RandomWorld& world, const AgreementBook& before, const AgreementBook& after, const AgreementDiff& diff, const std::string& what, Tally& tally) {
  const Found known = listed(diff);
  for (int i = 0; i < 20; ++i) {
    schemas::Message message = world.message();
    const auto to = world.recipient();
    const auto facts = world.facts();
    // What its type cannot carry no message of that type holds.
    std::erase_if(message.body.fields, [&](const schemas::Field& field) {
      const schemas::FieldEntry& entry = schemas::FieldTable::get()[field.id];
      return entry.path.starts_with("sourceRestrictions") || std::find(entry.bodies.begin(), entry.bodies.end(), message.envelope.type) == entry.bodies.end();
    });
    std::erase_if(message.body.elements, [](const schemas::Element& element) { return schemas::FieldTable::get()[element.list].path == "sourceRestrictions"; });
    const bool is_asked = message.envelope.type != schemas::BodyType::recall && message.envelope.purpose != "undeclared" && to.value() != "police/elsewhere" && to != message.envelope.sender;
    if (!is_asked) continue;
    message.envelope.agreement.reset();
    for (std::size_t ground = 0; ground < diff.grounds.size(); ++ground) {
      message.envelope.scheme = diff.grounds[ground].scheme;
      message.envelope.area = diff.grounds[ground].area;
      const auto a = evaluate(before, message, to, diff.at_before, facts);
      const auto b = evaluate(after, message, to, diff.at_after, facts);
      for (std::size_t at = 0; at < a.verdicts.size(); ++at) {
        ++tally.compared;
        if (a.verdicts[at].outcome == b.verdicts[at].outcome) continue;
        ++tally.differing;
        const schemas::Field& field = message.body.fields[at];
        ASSERT_TRUE(known.contains({ground, static_cast<int>(message.envelope.type), message.envelope.sender.value(), to.value(), message.envelope.purpose,
                                    field.id.value(), a.verdicts[at].outcome, b.verdicts[at].outcome}))
            << what << "not found: " << schemas::FieldTable::get()[field.id].path << " of " << schemas::name_of(message.envelope.type) << " from "
            << message.envelope.sender.value() << " to " << to.value() << ": " << schemas::name_of(a.verdicts[at].outcome) << " to "
            << schemas::name_of(b.verdicts[at].outcome);
      }
    }
  }
}

TEST(AgreementDiff, finds_all_that_random_search_finds_and_shows_each_by_an_example) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= pairs(); ++seed) {
    RandomWorld world{seed};
    const std::string first = world.agreement("a", 1, "prevent", 2 + static_cast<int>(world.below(6)));
    std::string second = first + world.clause("new", RandomWorld::Effects::any);
    if (world.chance(3)) second = world.agreement("a", 2, world.chance(4) ? "mash" : "prevent", 2 + static_cast<int>(world.below(6)));
    const Book before = book_alone(first);
    const Book after = book_alone(second);
    const std::string what = "seed " + std::to_string(seed) + "\n" + first + "---\n" + second + "\n";
    const AgreementDiff diff = diff_agreements(*before, *after, Solver::Reasoner::search_first);
    expect_examples(*before, *after, diff, what);
    search(world, *before, *after, diff, what, tally);
    if (HasFatalFailure()) return;
    for (const Shift& shift : diff.shifts) tally.cells += shift.cells.size();
    ASSERT_TRUE(diff_agreements(*before, *before, Solver::Reasoner::search_first).shifts.empty()) << what;
    // The reverse is the same, told the other way.
    const AgreementDiff back = diff_agreements(*after, *before, Solver::Reasoner::search_first);
    ASSERT_EQ(listed(back).size(), listed(diff).size()) << what;
  }
  EXPECT_GT(tally.differing, 100U);
  EXPECT_GT(tally.cells, tally.differing);
}

std::string shown(const AgreementDiff& diff, const std::string& to) {
  std::string out;
  for (const Shift& shift : diff.shifts) {
    std::set<std::string> fields;
    for (const Cell& cell : shift.cells)
      if (cell.recipient.value() == to && cell.sender.value() == "school/eastbury" && cell.type == schemas::BodyType::referral && cell.purpose == "channel-referral")
        fields.insert(schemas::FieldTable::get()[cell.field].path);
    for (const std::string& field : fields) {
      out += field + " " + std::string{schemas::name_of(shift.before)} + ">" + std::string{schemas::name_of(shift.after)};
      for (const auto& way : shift.when) {
        out += " when";
        for (const std::string& fact : way) out += " {" + fact + "}";
      }
      out += shift.has_other_ways ? " or otherwise\n" : "\n";
    }
  }
  return out;
}

TEST(AgreementDiff, says_which_fields_how_far_and_when) {
  const std::string any = "\" from any to any for any\n ";
  const struct {
    const char* what;
    std::string before, after, expected;
  } cases[] = {
      {"nothing", "clause 1 \"a" + any + "share subject\n", "clause 7 \"b" + any + "share subject\n", ""},
      {"the same by other words", "clause 1 \"a" + any + "when subject.ageGroup is child share concern.code\n",
       "clause 1 \"a" + any + "unless not subject.ageGroup is child share concern.code\n", ""},
      {"the same by other clauses", "clause 1 \"a" + any + "when subject.ageGroup is child or subject.ageGroup is adult share concern.place\n",
       "clause 1 \"a" + any + "when subject.ageGroup is child share concern.place\nclause 2 \"a" + any + "when subject.ageGroup is adult share concern.place\n", ""},
      {"at least high is high or veryHigh", "clause 1 \"a" + any + "when some concern.risk.level at least high share subject.sex\n",
       "clause 1 \"a" + any + "when some concern.risk.level is one of high, veryHigh share subject.sex\n", ""},
      {"a view", "clause 1 \"a" + any + "share subject.birthDate as year\n", "clause 1 \"a" + any + "share subject.birthDate as month\n",
       "subject.birthDate year>month when\n"},
      {"under a condition", "clause 1 \"a" + any + "share subject.sex\n", "clause 1 \"a" + any + "share subject.sex\nclause 2 \"b" + any + "when subject.ageGroup is child share concern.place\n",
       "concern.place withhold>full when {subject.ageGroup is child}\n"},
      {"two ways", "clause 1 \"a" + any + "share subject.sex\n",
       "clause 1 \"a" + any + "share subject.sex\nclause 2 \"b" + any + "when recipient in case or sender in case share concern.place\n",
       "concern.place withhold>full when {recipient in case} when {sender in case}\n"},
      {"an empty list is not known", "clause 1 \"a" + any + "share subject.sex\n", "clause 1 \"a" + any + "share subject.sex\nclause 2 \"b" + any + "unless every consent.status is given withhold subject.sex\n",
       "subject.sex full>withhold when {it is not known that every consent.status is given}\n"},
      {"in its own element", "clause 1 \"a" + any + "share subject.address.kind\n",
       "clause 1 \"a" + any + "share subject.address.kind\nclause 2 \"b" + any + "unless subject.address.confidential is no withhold subject.address.kind\n",
       "subject.address.kind full>withhold when {it is not known that subject.address.confidential is no}\n"},
      {"by a key", "clause 1 \"a" + any + "share relatedPersons.note\n", "clause 1 \"a" + any + "share relatedPersons.note\nclause 2 \"b" + any + "conceal relatedPersons[role perpetrator].note\n",
       "relatedPersons.note full>conceal when {it may be that relatedPersons.role is perpetrator}\n"},
      {"without its companions", "clause 1 \"a" + any + "share subject.sex\n", "clause 1 \"a" + any + "share subject.sex\nclause 2 \"b" + any + "share concern.code\n",
       "concern.code withhold>full when {it is not so that concern.codeSystem is present}\n"},
      {"through a companion", "clause 1 \"a" + any + "share subject.identifiers\n", "clause 1 \"a" + any + "share subject.identifiers\nclause 2 \"b" + any + "limit subject.identifiers.verified to existence\n",
       "subject.identifiers.verified full>existence when\nsubject.identifiers.value full>withhold when {subject.identifiers.verified is present}\n"},
  };
  for (const auto& one : cases) {
    const Book before = book_of(one.before);
    const Book after = book_of(one.after);
    EXPECT_EQ(shown(diff_agreements(*before, *after, Solver::Reasoner::search_first), "police/met"), one.expected) << one.what;
  }
}

TEST(AgreementDiff, grounds_are_where_either_governs) {
  const std::string dates = "2026-04-01 until 2027-04-01";
  const std::string clause = "clause 1 \"a\" from any to any for any share subject.sex\n";
  const Book before = book_alone(random_headers("a", 1, "prevent", dates, "E09000002") + clause);
  const Book wider = book_alone(random_headers("a", 2, "prevent", dates, "E09000002, E09000001") + clause);
  const AgreementDiff diff = diff_agreements(*before, *wider, Solver::Reasoner::search_first);
  ASSERT_EQ(diff.grounds.size(), 2U);
  ASSERT_EQ(diff.shifts.size(), 1U);
  EXPECT_EQ(diff.grounds[diff.shifts[0].ground].area, "E09000001");
  EXPECT_EQ(diff.shifts[0].direction, Direction::more);
  const Book later = book_alone(random_headers("a", 2, "prevent", "2027-04-01 until 2028-04-01", "E09000002") + clause);
  EXPECT_TRUE(diff_agreements(*before, *later, Solver::Reasoner::search_first).shifts.empty());
  EXPECT_EQ(diff_agreements(*before, *later, Solver::Reasoner::search_first).at_after, day("2027-04-01"));
}

TEST(AgreementDiff, caps_alone_are_judged_as_if_another_granted_everything) {
  const std::string dates = "2026-04-01 until 2027-04-01";
  const Book before = book_alone(random_headers("c", 1, "any", dates, "E09000002") + "clause 1 \"a\" from any to any for any withhold subject.sex\n");
  const Book after = book_alone(random_headers("c", 2, "any", dates, "E09000002") + "clause 1 \"a\" from any to any for any withhold subject.sex\n  limit subject.birthDate to year\n");
  const AgreementDiff diff = diff_agreements(*before, *after, Solver::Reasoner::search_first);
  EXPECT_TRUE(diff.is_granted_elsewhere);
  EXPECT_EQ(shown(diff, "police/met"), "subject.birthDate full>year when\n");
}

TEST(AgreementDiff, what_the_recipient_is_told_is_part_of_it) {
  const std::string any = "\" from any to any for any\n ";
  const Book before = book_of("clause 1 \"a" + any + "share subject.sex, subject.language\n");
  const Book after = book_of("clause 1 \"a" + any + "share subject.sex, subject.language\nclause 2 \"b" + any + "unless subject.ageGroup is adult withhold subject.sex\n");
  const AgreementDiff diff = diff_agreements(*before, *after, Solver::Reasoner::search_first);
  ASSERT_EQ(diff.notices.size(), 1U);
  EXPECT_EQ(diff.notices[0].path, "subject.sex");
  EXPECT_EQ(diff.notices[0].direction, Direction::less);
  EXPECT_EQ(diff.notices[0].recipients.size(), 6U);
}

}  // namespace
}  // namespace concordat::policy
