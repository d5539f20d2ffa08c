// What was accepted is on disk, once for each key, and goes on to the in-folder whatever happens in between.
#include "adapters/web/receipts.h"

#include <gmock/gmock.h>

#include "adapters/daemon/out_folder.h"
#include "tests/link/daemon_fixture.h"

namespace concordat::adapters::web {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ReceiptsTest : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_TRUE(make_out_folders(desk_.config));
    ASSERT_TRUE(receipts_.open());
  }
  ReceiptAsked asked(const std::string& key, std::string_view text) const { return {"case-system", key, ".txt", as_bytes(text), {}}; }
  std::vector<std::string> in() const { return desk_.names_in(desk_.config.in); }
  Desk desk_;
  Receipts receipts_{desk_.config};
};

TEST_F(ReceiptsTest, the_document_lies_in_the_in_folder_and_its_receipt_is_found_by_its_client) {
  const auto receipt = receipts_.accept(asked("k", "one"), desk_.clock.at);
  ASSERT_TRUE(receipt);
  EXPECT_FALSE(receipt->is_repeat);
  EXPECT_THAT(in(), ElementsAre(receipt->document));
  EXPECT_EQ(link::read_text(desk_.config.in / receipt->document), "one");
  EXPECT_EQ(receipts_.find(receipt->id, "case-system"), receipt->document);
  EXPECT_FALSE(receipts_.find(receipt->id, "somebody-else"));
  EXPECT_FALSE(receipts_.find("0123", "case-system"));
}

TEST_F(ReceiptsTest, the_same_key_and_document_is_accepted_once_even_after_it_has_gone_on) {
  const auto first = receipts_.accept(asked("k", "one"), desk_.clock.at);
  std::filesystem::remove(desk_.config.in / first->document);  // the daemon has taken it
  const auto again = receipts_.accept(asked("k", "one"), desk_.clock.at);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->is_repeat);
  EXPECT_EQ(again->id, first->id);
  EXPECT_THAT(in(), IsEmpty());
}

TEST_F(ReceiptsTest, the_same_key_with_another_document_or_envelope_is_refused) {
  ASSERT_TRUE(receipts_.accept(asked("k", "one"), desk_.clock.at));
  EXPECT_EQ(receipts_.accept(asked("k", "two"), desk_.clock.at).error().kind, ReceiptRefused::Kind::key_reused);
  ReceiptAsked enveloped = asked("k", "one");
  enveloped.envelope = R"({"urgency": "urgent"})";
  EXPECT_EQ(receipts_.accept(enveloped, desk_.clock.at).error().kind, ReceiptRefused::Kind::key_reused);
  ReceiptAsked other = asked("k", "two");
  other.client = "another-system";  // whose keys are its own
  EXPECT_TRUE(receipts_.accept(other, desk_.clock.at));
}

TEST_F(ReceiptsTest, without_a_key_each_is_another) {
  ASSERT_TRUE(receipts_.accept(asked("", "one"), desk_.clock.at));
  ASSERT_TRUE(receipts_.accept(asked("", "one"), desk_.clock.at));
  EXPECT_THAT(in(), SizeIs(2));
}

TEST_F(ReceiptsTest, what_could_not_go_on_is_accepted_all_the_same_and_goes_on_later) {
  std::filesystem::remove(desk_.config.in);
  const auto receipt = receipts_.accept(asked("k", "one"), desk_.clock.at);
  ASSERT_TRUE(receipt);
  EXPECT_FALSE(receipts_.move_on());
  EXPECT_TRUE(receipts_.find(receipt->id, "case-system"));
  std::filesystem::create_directories(desk_.config.in);
  Receipts after_a_restart{desk_.config};
  ASSERT_TRUE(after_a_restart.open());
  EXPECT_TRUE(after_a_restart.move_on());
  EXPECT_THAT(in(), ElementsAre(receipt->document));
  EXPECT_TRUE(after_a_restart.accept(asked("k", "one"), desk_.clock.at)->is_repeat);
}

// A crash at each moment of moving on: after it nothing is lost and nothing is there twice.
TEST_F(ReceiptsTest, a_crash_between_two_renames_is_finished) {
  ReceiptAsked enveloped = asked("k", "one");
  enveloped.envelope = R"({"urgency": "urgent"})";
  const auto receipt = receipts_.accept(enveloped, desk_.clock.at);
  const auto pending = desk_.config.state / "web/pending" / receipt->id;
  const auto settled = desk_.config.state / "web/receipts" / receipt->id;
  std::filesystem::rename(settled, pending);  // as before the last rename
  EXPECT_TRUE(receipts_.move_on());
  EXPECT_THAT(in(), SizeIs(2));
  std::filesystem::rename(settled, pending);
  std::filesystem::rename(desk_.config.in / receipt->document, pending / receipt->document);  // as before the one before it
  EXPECT_TRUE(receipts_.move_on());
  EXPECT_THAT(in(), ElementsAre(receipt->document, receipt->document + ".envelope.json"));
}

TEST_F(ReceiptsTest, what_was_never_accepted_is_swept_away) {
  link::write_text(desk_.config.state / "web/new/0123/web-0123.txt", "half");
  ASSERT_TRUE(receipts_.open());
  EXPECT_TRUE(receipts_.move_on());
  EXPECT_THAT(in(), IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(desk_.config.state / "web/new/0123"));
}

}  // namespace
}  // namespace concordat::adapters::web
