#include "adapters/link/desks.h"

#include <gtest/gtest.h>

#include "tests/link/area.h"

namespace concordat::link {
namespace {

const std::vector<schemas::Desk> two{{"referral", "channel-referral", "Prevent desk", "1"}, {"update", "safeguarding-mash", "Hub", "2"}};

TEST(Desks, are_kept_and_an_empty_list_forgets_none) {
  const Scratch scratch;
  Desks desks = Desks::open(scratch / "desks");
  EXPECT_EQ(desks.find("referral", "channel-referral"), nullptr);
  ASSERT_TRUE(desks.keep(two));
  ASSERT_TRUE(desks.keep({}));
  const Desks again = Desks::open(scratch / "desks");
  ASSERT_NE(again.find("referral", "channel-referral"), nullptr);
  EXPECT_EQ(again.find("referral", "channel-referral")->name, "Prevent desk");
}

TEST(Desks, are_found_for_the_type_else_the_purpose_else_at_all) {
  const Scratch scratch;
  Desks desks = Desks::open(scratch / "desks");
  ASSERT_TRUE(desks.keep(two));
  EXPECT_EQ(desks.find("referral", "safeguarding-mash")->name, "Hub");
  EXPECT_EQ(desks.find("closure", "something-else")->name, "Prevent desk");
}

TEST(Desks, of_a_file_that_holds_none_are_none) {
  const Scratch scratch;
  write_text(scratch / "desks", "not desks");
  EXPECT_EQ(Desks::open(scratch / "desks").find("referral", "channel-referral"), nullptr);
}

}  // namespace
}  // namespace concordat::link
