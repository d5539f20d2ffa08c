// kill -9 of the broker and of adapters at random moments while 200 messages are on their way: nothing is lost, nothing is
// written twice, and the log needs no repair.
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "tests/e2e/officer.h"

namespace concordat::e2e {
namespace {

using namespace std::chrono_literals;
using audit::EventKind;

constexpr std::size_t of_each_sender = 100;
constexpr std::size_t rounds = 12;
const std::vector<std::string> senders{"school", "nhs"};

class Killing : public testing::Test {
protected:
  void launch(const std::string& name) {
    if (name == "broker") area_.start_broker();
    else area_.launch_adapter(name);
  }
  std::size_t expected_at(const std::string& kind) const {
    const bool is_sender = std::find(senders.begin(), senders.end(), kind) != senders.end();
    return of_each_sender * (senders.size() - (is_sender ? 1 : 0));
  }
  bool is_settled() const {
    for (const std::string& kind : all_kinds)
      if (area_.documents(kind).size() < expected_at(kind)) return false;
    for (const std::string& kind : senders)
      if (area_.answers(kind) < of_each_sender) return false;
    return true;
  }
  Area area_;
};

TEST_F(Killing, loses_nothing_and_doubles_nothing) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random{seed};
  area_.start_all();
  std::vector<std::string> names = all_kinds;
  names.insert(names.end(), 3, "broker");  // the most interesting to kill
  std::size_t put = 0;
  for (std::size_t round = 0; round < rounds; ++round) {
    for (const std::size_t until = of_each_sender * (round + 1) / rounds; put < until; ++put)
      for (const std::string& kind : senders) area_.put(kind, std::to_string(put) + "-" + sample_name(kind), sample(kind));
    std::this_thread::sleep_for(std::chrono::milliseconds{random() % 700});  // the moment is the point of it
    const std::string victim = names[random() % names.size()];
    area_.kill9(victim);
    launch(victim);
  }
  // The last: all at once. Who comes back says hello, so nobody waits for a heartbeat.
  area_.kill9("broker");
  for (const std::string& kind : all_kinds) area_.kill9(kind);
  area_.start_all();
  EXPECT_TRUE(area_.wait_for([&] { return is_settled(); }, 60s));
  EXPECT_TRUE(area_.wait_for([&] { return queue_of(area_) == R"({"parcels":[]})"; })) << "every delivery is acknowledged";

  for (const std::string& kind : all_kinds) EXPECT_EQ(area_.documents(kind).size(), expected_at(kind)) << kind;
  for (const std::string& kind : senders) {
    EXPECT_EQ(area_.answers(kind), of_each_sender);
    EXPECT_EQ(area_.rejected(kind), 0U);
    EXPECT_TRUE(std::filesystem::is_empty(area_.adapter_path(kind, "in")));
  }
  for (const std::string& kind : all_kinds) area_.stop(kind);
  area_.stop("broker");

  const audit::FsckReport report = area_.fsck();
  EXPECT_TRUE(report.ok()) << audit::fault_code(report.wrong->fault);
  std::map<EventKind, std::size_t> kinds;
  for (const audit::Entry& entry : area_.entries()) ++kinds[entry.kind];
  EXPECT_EQ(kinds[EventKind::accepted], of_each_sender * senders.size());
  EXPECT_EQ(kinds[EventKind::disclosed], of_each_sender * senders.size() * 4);
  EXPECT_EQ(kinds[EventKind::delivered], of_each_sender * senders.size() * 4);
  EXPECT_EQ(kinds[EventKind::refused], 0U);
  EXPECT_EQ(kinds[EventKind::returned], 0U);
  area_.start_broker();
  area_.stop("broker");
  EXPECT_TRUE(area_.fsck().ok());
}

}  // namespace
}  // namespace concordat::e2e
