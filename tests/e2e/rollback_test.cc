// Somebody stops the broker, changes the log behind its back, and starts it again: an older copy put back, the tail cut off,
// another history of the same key written on. The log itself is flawless each time; only who remembers can tell. Real
// processes, real files; found before anything leaves, by the broker's own memory or by the first link that says hello.
#include <gtest/gtest.h>

#include "audit/notes_file.h"
#include "audit/tree.h"
#include "tests/audit/surgery.h"
#include "tests/e2e/area_fixture.h"

namespace concordat::e2e {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class Rollback : public testing::Test {
protected:
  // All adapters hold a checkpoint of a log with one message more than `older` has.
  void SetUp() override {
    area_.edit_broker_toml("witnesses_at_start = 0", "witnesses_at_start = 1");
    area_.start_all();
    area_.put("school", sample_name("school"), sample("school"));
    ASSERT_TRUE(area_.wait_for([&] { return documents() == 4; })) << area_.log("broker");
    area_.stop("broker");
    older_ = area_.copy_log("older");
    older_size_ = area_.entries().size();
    area_.start_broker();
    ASSERT_TRUE(welcomed(2)) << area_.log("broker");
    area_.put("nhs", "referral.json", sample("nhs"));
    ASSERT_TRUE(area_.wait_for([&] { return documents() >= 6; })) << area_.log("broker");
    ASSERT_TRUE(area_.wait_for([&] { return fs::exists(data() / audit::cosigned_name); })) << "what links cosigned is written down";
    for (const std::string& kind : all_kinds) {  // whichever answers first later on has seen more than `older`: a hello shows it
      area_.stop(kind);
      area_.start_adapter(kind);
      ASSERT_TRUE(area_.wait_for([&] { return held(kind) > older_size_; })) << kind;
    }
    area_.stop("broker");
    ASSERT_TRUE(area_.fsck().ok());
    full_size_ = area_.entries().size();
  }
  std::size_t documents() const {
    std::size_t count = 0;
    for (const std::string& kind : all_kinds) count += area_.documents(kind).size();
    return count;
  }
  bool welcomed(std::size_t times) const {
    return area_.wait_for([&] {
      return std::all_of(all_kinds.begin(), all_kinds.end(), [&](const std::string& kind) { return count_of(area_.log(kind), " welcomed") >= times; });
    }, 40s);
  }
  // The size of the checkpoint that an adapter keeps: the second line of its note.
  std::uint64_t held(const std::string& kind) const {
    const auto note = read_file(area_.adapter_path(kind, "state/checkpoint"), audit::note_bytes_max);
    if (!note) return 0;
    const std::string_view text = as_text(*note);
    const std::string_view after_origin = text.substr(text.find('\n') + 1);
    return std::stoull(std::string{after_origin.substr(0, after_origin.find('\n'))});
  }
  fs::path data() const { return area_.path("broker/data"); }
  void put_back() {
    fs::remove_all(data());
    fs::copy(older_, data());
    fs::remove(data() / audit::cosigned_name);  // whoever does this takes the broker's own memory away too
  }
  // As the log was when it had `size` entries, a checkpoint's size; everything in it holds.
  void cut_to(std::uint64_t size) {
    fs::remove(data() / audit::cosigned_name);
    audit::Surgery log{data()};
    for (const char* table : audit::store_names) {
      const bool is_nodes = std::string_view{table} == "nodes";
      const bool is_checkpoints = std::string_view{table} == "checkpoints";
      const std::uint64_t end = is_nodes ? audit::node_count(size) : is_checkpoints ? size + 1 : size;
      for (const Bytes& key : log.keys(table))
        if (*audit::number_of(key) >= end) log.erase(table, key);
    }
  }
  void refused_by_a_link(std::uint64_t entries_then) {
    const std::size_t documents_before = documents();
    area_.put("police", sample_name("police"), sample("police"));
    area_.start_broker();
    EXPECT_TRUE(area_.wait_for([&] { return area_.log("broker").find("halted") != std::string::npos; }, 40s)) << area_.log("broker");
    EXPECT_NE(area_.log("broker").find("checkpoint-inconsistent"), std::string::npos);
    EXPECT_TRUE(area_.wait_for([&] {
      return std::any_of(all_kinds.begin(), all_kinds.end(), [&](const std::string& kind) { return area_.log(kind).find("checkpoint-inconsistent") != std::string::npos; });
    }, 40s)) << "a link alarms too";
    EXPECT_EQ(documents(), documents_before) << "nothing left";
    for (const std::string& kind : all_kinds) area_.stop(kind);
    area_.stop("broker");
    EXPECT_EQ(area_.entries().size(), entries_then) << "nothing was appended";
  }

  Area area_;
  fs::path older_;
  std::size_t older_size_ = 0, full_size_ = 0;
};

TEST_F(Rollback, an_older_copy_put_back_is_found_by_the_first_link) {
  put_back();
  ASSERT_TRUE(area_.fsck().ok()) << "in itself it is flawless";
  refused_by_a_link(older_size_);
}

TEST_F(Rollback, a_tail_cut_off_is_found_by_the_first_link) {
  std::uint64_t seen_by_all = full_size_;
  for (const std::string& kind : all_kinds) seen_by_all = std::min(seen_by_all, held(kind));
  std::uint64_t size = 0;
  for (const Bytes& key : audit::Surgery{data()}.keys("checkpoints"))
    if (const std::uint64_t one = *audit::number_of(key); one < seen_by_all) size = one;
  ASSERT_GT(size, 0u);
  cut_to(size);
  ASSERT_TRUE(area_.fsck().ok()) << "in itself it is flawless";
  refused_by_a_link(size);
}

TEST_F(Rollback, an_older_copy_under_what_links_cosigned_is_found_by_the_broker_itself) {
  const auto cosigned = audit::read_notes(data() / audit::cosigned_name);
  put_back();
  ASSERT_TRUE(audit::write_notes(data() / audit::cosigned_name, *cosigned));
  area_.launch_broker();
  const auto code = area_.broker().wait(15s);
  EXPECT_EQ(code.value_or(-1), 1) << area_.log("broker");
  EXPECT_NE(area_.log("broker").find("checkpoint-inconsistent"), std::string::npos);
  EXPECT_EQ(area_.entries().size(), older_size_);
  for (const std::string& kind : all_kinds) area_.stop(kind);
}

// The worst case: nobody is asked at the start, no link is there, and the other history has grown past what they hold.
TEST_F(Rollback, another_history_grown_past_what_links_hold_is_found_by_the_first_link) {
  for (const std::string& kind : all_kinds) area_.stop(kind);
  put_back();
  area_.edit_broker_toml("witnesses_at_start = 1", "witnesses_at_start = 0");
  area_.start_broker();
  for (std::size_t asked = 0; asked < full_size_ - older_size_ + 3; ++asked)
    ASSERT_EQ(area_.command({"queue", "list", "--area", area_.path("").string(), "--reason", "another history"}).exit_code, 0);
  area_.launch_adapter("school");
  EXPECT_TRUE(area_.wait_for([&] { return area_.log("broker").find("halted") != std::string::npos; }, 40s)) << area_.log("broker");
  EXPECT_TRUE(area_.wait_for([&] { return area_.log("school").find("checkpoint-inconsistent") != std::string::npos; }, 20s)) << area_.log("school");
  area_.stop("school");
  area_.stop("broker");
  EXPECT_GT(area_.entries().size(), full_size_);
  EXPECT_TRUE(area_.fsck().ok()) << "in itself it is flawless";
}

TEST_F(Rollback, the_log_that_was_left_goes_on_when_a_link_has_borne_it_out_or_an_officer_says_so) {
  for (const std::string& kind : all_kinds) area_.stop(kind);
  area_.start_broker();
  EXPECT_EQ(area_.command({"queue", "list", "--area", area_.path("").string(), "--reason", "weekly"}).exit_code, 1) << "no link has answered";
  area_.launch_adapter("school");
  EXPECT_TRUE(area_.wait_for([&] { return count_of(area_.log("broker"), "witnessed") >= 2; }, 20s)) << area_.log("broker");
  const Ran listed = area_.command({"queue", "list", "--area", area_.path("").string(), "--reason", "weekly"});
  EXPECT_EQ(listed.exit_code, 0) << listed.output << area_.log("broker");
  area_.stop("school");
  area_.stop("broker");
  area_.start_broker();
  EXPECT_EQ(area_.command({"audit", "proceed", "--area", area_.path("").string(), "--reason", "compared by telephone"}).exit_code, 0);
  EXPECT_EQ(area_.command({"queue", "list", "--area", area_.path("").string(), "--reason", "weekly"}).exit_code, 0);
  area_.stop("broker");
  ASSERT_TRUE(area_.fsck().ok());
  std::size_t proceeded = 0;
  for (const audit::Entry& entry : area_.entries()) proceeded += entry.kind == audit::EventKind::access && entry.code == "proceed" ? 1 : 0;
  EXPECT_EQ(proceeded, 1U);

  // What agencies cosigned is printed from the folder, without the broker.
  const Ran cosigned = area_.command({"audit", "checkpoint", "--cosigned", "--log", area_.path("").string()});
  EXPECT_EQ(cosigned.exit_code, 0) << cosigned.output;
  EXPECT_NE(cosigned.output.find("\xE2\x80\x94 police/met "), std::string::npos) << cosigned.output;
}

}  // namespace
}  // namespace concordat::e2e
