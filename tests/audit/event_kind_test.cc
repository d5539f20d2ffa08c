#include "audit/event_kind.h"

#include <gtest/gtest.h>

#include <set>

namespace concordat::audit {
namespace {

TEST(EventKind, NumbersAndNamesAreFormat) {
  const struct {
    std::uint8_t number;
    std::string_view name;
  } cases[] = {{1, "genesis"},    {2, "accepted"},     {3, "disclosed"},
               {4, "refused"},    {5, "waiting"},      {6, "released"},
               {7, "delivered"},  {8, "acknowledged"}, {9, "returned"},
               {10, "retried"},   {11, "emergency"},   {12, "emergency-reviewed"},
               {13, "agreement"}, {14, "accession"},   {15, "directory"},
               {16, "access"},    {17, "recall"},      {18, "recall-acknowledged"},
               {19, "erased"},    {20, "key-rotated"}, {21, "started"},
               {22, "stopped"}};
  for (const auto& c : cases) {
    const auto kind = event_kind_from_number(c.number);
    ASSERT_TRUE(kind) << c.name;
    EXPECT_EQ(event_kind_name(*kind), c.name);
    EXPECT_EQ(event_kind_from_name(c.name), kind);
  }
}

TEST(EventKind, NothingElseIsAKind) {
  EXPECT_FALSE(event_kind_from_number(0));
  for (int number = 23; number < 256; ++number)
    EXPECT_FALSE(event_kind_from_number(static_cast<std::uint8_t>(number)));
  EXPECT_FALSE(event_kind_from_name(""));
  EXPECT_FALSE(event_kind_from_name("Accepted"));
}

}  // namespace
}  // namespace concordat::audit
