#include "adapters/daemon/ledger.h"

#include <gmock/gmock.h>

#include "schemas/draft.h"
#include "tests/link/area.h"

namespace concordat::adapters {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

schemas::MessageId message(unsigned serial) {
  return *schemas::parse_message_id("01926f3a-7d3a-7c3e-8a51-00000000000" + std::to_string(serial));
}
schemas::CaseId of_case(unsigned serial) { return *schemas::parse_case_id("01926f3a-7d3a-7c3e-8a52-00000000000" + std::to_string(serial)); }

LedgerEntry entry(unsigned serial, unsigned in_case, std::string reference, std::string person) {
  return {message(serial), of_case(in_case), schemas::BodyType::referral, "doc.xml", "line 1", std::move(reference), std::move(person), {}};
}

class LedgerTest : public testing::Test {
protected:
  void write(const std::vector<LedgerEntry>& entries) { ASSERT_TRUE(ledger_.write(entries)); }
  link::Scratch scratch_;
  Ledger ledger_{scratch_ / "state"};
};

TEST_F(LedgerTest, finds_by_message_reference_document_and_case) {
  write({entry(1, 1, "REF-1", "okoro|2011"), entry(2, 2, "REF-2", "")});
  ASSERT_TRUE(ledger_.find(message(1)));
  EXPECT_EQ(ledger_.find(message(1))->reference, "REF-1");
  EXPECT_FALSE(ledger_.find(message(3)));
  ASSERT_THAT(ledger_.of_reference("REF-2"), SizeIs(1));
  EXPECT_EQ(ledger_.of_reference("REF-2")[0].case_id, of_case(2));
  EXPECT_THAT(ledger_.of_document("doc.xml"), SizeIs(2));
  EXPECT_THAT(ledger_.of_case(of_case(1)), SizeIs(1));
  EXPECT_THAT(ledger_.of_reference("REF-1\n"), IsEmpty());
}

TEST_F(LedgerTest, finds_what_was_sent_about_a_number) {
  LedgerEntry first = entry(1, 1, "E-1", "");
  LedgerEntry second = entry(2, 2, "E-2", "");
  first.numbers = {"BD-1", "9991234500"};
  second.numbers = {"BD-1"};
  write({first, second});
  EXPECT_THAT(ledger_.of_subject("BD-1"), SizeIs(2));
  EXPECT_THAT(ledger_.of_subject("9991234500"), SizeIs(1));
  EXPECT_THAT(ledger_.of_subject("BD-2"), IsEmpty());
}

TEST_F(LedgerTest, writing_again_changes_nothing) {
  for (int i = 0; i < 3; ++i) write({entry(1, 1, "REF", "")});
  EXPECT_THAT(ledger_.of_reference("REF"), SizeIs(1));
}

TEST_F(LedgerTest, a_later_message_goes_on_from_the_one_about_the_same_person) {
  write({entry(1, 1, "PTI-1", "okoro|2011"), entry(2, 2, "PTI-1", "marsh|2001")});
  ASSERT_THAT(earlier_than(ledger_, "PTI-1", "marsh|2001", {}), SizeIs(1));
  EXPECT_EQ(earlier_than(ledger_, "PTI-1", "marsh|2001", {}).back().case_id, of_case(2));
  EXPECT_EQ(earlier_than(ledger_, "PTI-1", "okoro|2011", {}).back().case_id, of_case(1));
  EXPECT_THAT(earlier_than(ledger_, "PTI-1", "bell|1980", {}), IsEmpty()) << "somebody else under the same reference";
  EXPECT_THAT(earlier_than(ledger_, "PTI-1", "", {}), IsEmpty()) << "two could be meant";
  EXPECT_THAT(earlier_than(ledger_, "", "okoro|2011", {}), IsEmpty());
  EXPECT_THAT(earlier_than(ledger_, "PTI-1", "okoro|2011", {message(1)}), IsEmpty()) << "not from itself";
}

TEST_F(LedgerTest, who_says_nobody_is_matched_where_only_one_case_can_be_meant) {
  write({entry(1, 1, "REF", "okoro|2011"), entry(2, 1, "REF", "")});
  ASSERT_THAT(earlier_than(ledger_, "REF", "", {}), SizeIs(2));
  EXPECT_EQ(earlier_than(ledger_, "REF", "", {}).back().message, message(2)) << "the last of the case";
}

TEST(PersonKey, folds_names_and_is_empty_for_nobody) {
  const auto key = [](const std::string& given, const std::string& family, const std::string& birth) {
    schemas::Draft draft;
    const auto name = draft.add("subject.names");
    draft.set("subject.names.given", given, name);
    draft.set("subject.names.family", family, name);
    draft.set("subject.birthDate", birth);
    return person_key(*std::move(draft).finish(schemas::BodyType::referral));
  };
  EXPECT_EQ(key("Zoë", "O'Neill", "2011-06-09"), key("zoe", "O'NEILL", "2011-06-09"));
  EXPECT_NE(key("Zoë", "O'Neill", "2011-06-09"), key("Zoë", "O'Neill", "2011-06-10"));
  schemas::Draft nobody;
  nobody.set("referral.reason", "x");
  EXPECT_EQ(person_key(*std::move(nobody).finish(schemas::BodyType::referral)), "");
}

}  // namespace
}  // namespace concordat::adapters
