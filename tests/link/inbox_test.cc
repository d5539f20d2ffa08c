#include "adapters/link/inbox.h"

#include <sys/stat.h>

#include "tests/link/area.h"

namespace concordat::link {
namespace {

Held held_of(std::string_view name) {
  return {schemas::DisclosureId{sha256(as_bytes(name))}, to_bytes(as_bytes("payload")), to_bytes(as_bytes("receipt"))};
}

TEST(Inbox, a_delivery_is_held_then_handed_and_known_for_ever) {
  const Scratch scratch;
  const Held held = held_of("a");
  {
    auto inbox = Inbox::open(scratch / "inbox");
    ASSERT_TRUE(inbox);
    EXPECT_FALSE(inbox->knows(held.id));
    ASSERT_TRUE(inbox->store(held));
    EXPECT_TRUE(inbox->knows(held.id));
  }
  {
    auto inbox = Inbox::open(scratch / "inbox");  // stopped before it was handed on
    ASSERT_EQ(inbox->held().size(), 1U);
    const auto read = inbox->read(held.id);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->payload, held.payload);
    EXPECT_EQ(read->receipt, held.receipt);
    ASSERT_TRUE(inbox->mark_handed(held.id));
  }
  auto inbox = Inbox::open(scratch / "inbox");
  EXPECT_TRUE(inbox->held().empty());
  EXPECT_TRUE(inbox->knows(held.id));
  EXPECT_FALSE(inbox->knows(held_of("b").id));
  EXPECT_TRUE(inbox->read(held.id));
}

TEST(Inbox, only_the_owner_may_read_what_came) {
  const Scratch scratch;
  auto inbox = Inbox::open(scratch / "inbox");
  ASSERT_TRUE(inbox->store(held_of("a")));
  struct stat status {};
  ASSERT_EQ(::stat((scratch / "inbox" / "held" / name_of(held_of("a").id)).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  ASSERT_EQ(::stat((scratch / "inbox" / "held").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700U);
}

TEST(Inbox, a_write_cut_short_is_swept_away_and_a_damaged_file_is_no_delivery) {
  const Scratch scratch;
  const Held held = held_of("a");
  ASSERT_TRUE(Inbox::open(scratch / "inbox")->store(held));
  const auto file = scratch / "inbox" / "held" / name_of(held.id);
  write_text(file.string() + ".new-1-0", "half");
  const std::string whole = read_text(file);
  write_text(file, whole.substr(0, whole.size() - 1));
  auto inbox = Inbox::open(scratch / "inbox");
  EXPECT_EQ(inbox->held().size(), 1U);
  EXPECT_FALSE(inbox->read(held.id));
  EXPECT_FALSE(std::filesystem::exists(file.string() + ".new-1-0"));
}

TEST(DisclosureName, round_trips_and_takes_nothing_else) {
  const schemas::DisclosureId id = held_of("a").id;
  EXPECT_EQ(parse_disclosure_id(name_of(id)), id);
  for (const char* text : {"", "ab", "zz"}) EXPECT_FALSE(parse_disclosure_id(text)) << text;
  EXPECT_FALSE(parse_disclosure_id(name_of(id) + "00"));
}

}  // namespace
}  // namespace concordat::link
