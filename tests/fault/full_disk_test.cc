// A full disk under the broker's log: submissions are refused `log-unavailable`, nothing leaves, nothing is lost, and when there is
// room again it goes on.
#include <gtest/gtest.h>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>

#include "tests/e2e/raw_link.h"

namespace concordat::e2e {
namespace {

using namespace std::chrono_literals;

class FullDisk : public testing::Test {
protected:
  void greet() {
    const std::string key = area_.directory().broker_key;
    if (!nhs_) nhs_.emplace(area_.endpoint(), key, keys_of(area_, "nhs"));
    if (!police_) police_.emplace(area_.endpoint(), key, keys_of(area_, "police"));
    ASSERT_TRUE(nhs_->greet());
    ASSERT_TRUE(police_->greet(64));
  }
  // As a link does it: the same bytes until they are answered.
  std::string submit(const Bytes& frame) {
    for (int tries = 0; tries < 20; ++tries) {
      nhs_->send(frame);
      const std::string answer = nhs_->answer(500ms);
      if (!answer.empty()) return answer;
    }
    return "(no answer)";
  }
  Bytes message(std::size_t number) const {
    return schemas::encode_frame(sealed(referral("nhs", {.text = "number " + std::to_string(number) + std::string(20000, '.'), .recipients = {"police/met"}}),
                                        signing_key_of(area_, "nhs")));
  }
  void take_deliveries(std::chrono::milliseconds patience) {
    while (const auto deliver = police_->hear<schemas::Deliver>(patience)) {
      EXPECT_TRUE(taken_.insert(deliver->disclosure).second) << "delivered twice in one session";
      police_->say(schemas::Ack{deliver->disclosure, 0});
    }
  }

  // `fill` leaves the log no room; `make_room` gives it back.
  void refuses_and_recovers(const std::function<void()>& fill, const std::function<void()>& make_room) {
    greet();
    ASSERT_EQ(submit(message(0)), "police/met disclosed");
    take_deliveries(500ms);
    ASSERT_EQ(taken_.size(), 1U);
    fill();
    std::size_t accepted = 1;
    Bytes refused;
    while (accepted < 200 && refused.empty()) {
      const Bytes frame = message(accepted);
      const std::string answer = submit(frame);
      if (answer == "police/met disclosed") ++accepted;
      else EXPECT_EQ(answer, "refused log-unavailable");
      if (answer != "police/met disclosed") refused = frame;
    }
    ASSERT_FALSE(refused.empty()) << "the disk was never full";
    EXPECT_NE(area_.log("broker").find("log-full"), std::string::npos) << area_.log("broker");
    take_deliveries(500ms);
    EXPECT_LE(taken_.size(), accepted) << "nothing leaves that is not on disk";
    EXPECT_TRUE(area_.broker().is_running());

    make_room();
    std::string answer;
    EXPECT_TRUE(area_.wait_for([&] {
      nhs_->send(refused);
      answer = nhs_->answer(500ms);
      if (answer == "refused say-hello") greet();
      return answer == "police/met disclosed";
    })) << answer << area_.log("broker");
    ++accepted;
    ASSERT_TRUE(police_->greet(64));
    EXPECT_TRUE(area_.wait_for([&] {
      take_deliveries(300ms);
      return taken_.size() >= accepted;
    })) << taken_.size() << " of " << accepted;
    take_deliveries(300ms);
    EXPECT_EQ(taken_.size(), accepted);
    area_.stop("broker");
    const audit::FsckReport report = area_.fsck();
    EXPECT_TRUE(report.ok()) << audit::fault_code(report.wrong->fault);
    std::size_t recorded = 0;
    for (const audit::Entry& entry : area_.entries()) recorded += entry.kind == audit::EventKind::accepted ? 1 : 0;
    EXPECT_EQ(recorded, accepted);
  }

  Area area_;
  std::optional<RawLink> nhs_, police_;
  std::set<schemas::DisclosureId> taken_;
};

// Needs no rights: the kernel refuses to let the log's file grow, as a full disk would (EFBIG for ENOSPC).
TEST_F(FullDisk, of_a_file_that_may_not_grow) {
  struct Ignored {  // inherited by the broker: without it the kernel would end it
    Ignored() { ::signal(SIGXFSZ, SIG_IGN); }
    ~Ignored() { ::signal(SIGXFSZ, SIG_DFL); }
  } const ignored;
  area_.start_broker();
  const auto limit = [&](rlim_t bytes) {
    const rlimit files{bytes, RLIM_INFINITY};
    ASSERT_EQ(::prlimit(area_.broker().id(), RLIMIT_FSIZE, &files, nullptr), 0);
  };
  refuses_and_recovers([&] { limit(std::filesystem::file_size(area_.path("broker/data/data.mdb"))); }, [&] { limit(RLIM_INFINITY); });
}

TEST_F(FullDisk, of_a_file_system_without_space) {
  const auto data = area_.path("broker/data");
  if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("concordat-e2e", data.c_str(), "tmpfs", 0, "size=4m,mode=0700") != 0)
    GTEST_SKIP() << "may not mount a file system of its own";
  area_.start_broker();
  refuses_and_recovers(
      [&] {
        std::ofstream filler{data / "filler", std::ios::binary};
        while (filler.write(std::string(4096, 'x').c_str(), 4096).flush()) {
        }
      },
      [&] { std::filesystem::remove(data / "filler"); });
  ::umount2(data.c_str(), MNT_DETACH);
}

}  // namespace
}  // namespace concordat::e2e
