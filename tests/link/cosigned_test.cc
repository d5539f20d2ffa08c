// Links as witnesses: they cosign what they keep, and ask that others have cosigned what they are shown.
#include "adapters/link/cosigned.h"

#include <gtest/gtest.h>

#include "audit/cosignature.h"
#include "tests/link/area.h"

namespace concordat::link {
namespace {

using namespace std::chrono_literals;

class CosignedTest : public testing::Test {
protected:
  CosignedTest() {
    for (int i = 0; i < 8; ++i) log_.append({});
  }
  // A checkpoint of `size` entries, cosigned by the school, and what leads from it to the one of eight.
  schemas::Deliver shown(const MemoryLog& log, std::uint64_t size) const {
    schemas::Deliver deliver{schemas::DisclosureId{Digest{}}, {}, {}, {}, 0};
    deliver.witnessed = log.note(size) + audit::cosign(log.note(size), school.value(), key_of(school_seed), now_);
    deliver.continued = log.consistency(size, 8);
    return deliver;
  }
  std::string judged(const schemas::Deliver& deliver, std::size_t needed, Instant at, const schemas::AgencyId& self) const {
    const auto receipt = audit::verify_checkpoint(log_.note(8), directory_.log_key);
    const auto checked = check_cosigned(deliver, *receipt, {self, directory_, kept_, at, needed});
    return checked ? "ok" : std::string{checked.error().code};
  }
  Scratch scratch_;
  MemoryLog log_;
  schemas::Directory directory_ = test_directory();
  KeptCheckpoint kept_ = *KeptCheckpoint::open(scratch_ / "checkpoint", {directory_.log_key, directory_.log_origin});
  Instant now_ = TestClock{}.now();
};

TEST_F(CosignedTest, one_other_agency_is_enough_for_one) {
  EXPECT_EQ(judged(shown(log_, 5), 1, now_, police), "ok");
  EXPECT_EQ(judged(shown(log_, 8), 1, now_, police), "ok");
  EXPECT_EQ(judged(shown(log_, 5), 2, now_, police), "not-cosigned");
  EXPECT_EQ(judged(shown(log_, 5), 1, now_, school), "not-cosigned") << "its own word is not another's";
  EXPECT_EQ(judged(shown(log_, 5), 1, now_ + 25h, police), "not-cosigned") << "long ago";
  EXPECT_EQ(judged(shown(log_, 5), 1, now_ - 1h, police), "not-cosigned") << "of the future";
}

TEST_F(CosignedTest, whoever_asks_for_none_takes_none) {
  const schemas::Deliver bare{schemas::DisclosureId{Digest{}}, {}, {}, {}, 0};
  EXPECT_EQ(judged(bare, 0, now_, police), "ok");
  EXPECT_EQ(judged(bare, 1, now_, police), "not-cosigned");
}

// The broker showed the school one log and shows the police another: the school's word gives it away, or is not there.
TEST_F(CosignedTest, a_split_view_cannot_be_cosigned) {
  MemoryLog other;
  for (int i = 0; i < 8; ++i) {
    audit::Entry entry;
    entry.actor = "police/elsewhere";
    other.append(entry);
  }
  EXPECT_EQ(judged(shown(other, 5), 0, now_, police), "log-inconsistent");
  EXPECT_EQ(judged(shown(other, 8), 1, now_, police), "log-inconsistent");
  schemas::Deliver moved = shown(log_, 5);  // the school's word of this log, put under a checkpoint of the other
  moved.witnessed = log_.note(6) + audit::cosign(other.note(6), school.value(), key_of(school_seed), now_);
  moved.continued = log_.consistency(6, 8);
  EXPECT_EQ(judged(moved, 1, now_, police), "not-cosigned");
}

}  // namespace
}  // namespace concordat::link
