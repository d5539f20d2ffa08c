#include "base/uuid.h"

#include <gtest/gtest.h>

namespace concordat {
namespace {

TEST(Uuid, version_7_carries_its_time_and_orders_by_it) {
  const Instant early = *parse_instant("2026-04-01T00:00:00Z");
  const Uuid a = make_uuid(early);
  const Uuid b = make_uuid(early + std::chrono::milliseconds{1});
  EXPECT_LT(a, b);
  EXPECT_EQ(format_uuid(a)[14], '7');
  EXPECT_NE(make_uuid(early), make_uuid(early));
}

TEST(Uuid, reads_only_its_own_shape) {
  const Uuid uuid = make_uuid(*parse_instant("2026-04-01T00:00:00Z"));
  EXPECT_EQ(*parse_uuid(format_uuid(uuid)), uuid);
  for (const char* bad : {"", "9589fb37-87a2-48d8-968f-b371429208a", "9589fb3787a248d8968fb371429208a8----",
                          "9589fb37-87a2-48d8-968f-b371429208ag", "9589fb37-87a2-48d8-968f-b371429208a8 "})
    EXPECT_FALSE(parse_uuid(bad)) << bad;
}

}  // namespace
}  // namespace concordat
