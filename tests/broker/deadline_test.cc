#include "broker/deadline.h"

#include <gtest/gtest.h>

namespace concordat::broker {
namespace {

using policy::Unit;

struct Case {
  const char* name;
  const char* from;
  policy::Span within;
  const char* until;
};
class Deadline : public testing::TestWithParam<Case> {};

TEST_P(Deadline, is_when_it_says) {
  EXPECT_EQ(format_instant(deadline(*parse_instant(GetParam().from), GetParam().within)), GetParam().until);
}
INSTANTIATE_TEST_SUITE_P(
    Each, Deadline,
    testing::Values(Case{"hours", "2026-05-01T17:00:00.000Z", {4, Unit::hour}, "2026-05-01T21:00:00.000Z"},
                    Case{"days", "2026-05-01T17:00:00.000Z", {2, Unit::day}, "2026-05-03T17:00:00.000Z"},
                    Case{"one_working_day_of_a_friday", "2026-05-01T17:00:00.000Z", {1, Unit::working_day}, "2026-05-04T17:00:00.000Z"},
                    Case{"five_working_days", "2026-05-06T08:30:00.000Z", {5, Unit::working_day}, "2026-05-13T08:30:00.000Z"},
                    Case{"days_are_londons", "2026-05-01T23:30:00.000Z", {1, Unit::working_day}, "2026-05-03T23:30:00.000Z"},
                    Case{"a_month_that_is_shorter", "2026-01-31T10:00:00.000Z", {1, Unit::month}, "2026-02-28T10:00:00.000Z"},
                    Case{"years", "2024-02-29T10:00:00.000Z", {1, Unit::year}, "2025-02-28T10:00:00.000Z"}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace concordat::broker
