// An officer has a key changed: who may, what is recorded, and what the links and the disk know afterwards.
#include <gmock/gmock.h>

#include "tests/broker/fixture.h"

namespace concordat::broker {
namespace {

namespace fs = std::filesystem;
using audit::EventKind;
using testing::ElementsAre;

class RotateTest : public BrokerTest {
protected:
  RotateTest() {
    CHECK(write_file(seed_file(), as_bytes(to_hex(sim::Area::log_key().seed().expose()) + "\n"), FileMode::owner_only), "no seed file");
    core_.log_seed.emplace(seed_file());
    hello(school);
    run();
  }
  fs::path seed_file() const { return scratch_.root() / "log.seed"; }
  std::string rotate(const std::string& key, const Session& officer) {
    pipeline_.ask(officer, {.question = "rotate", .reason = "yearly change", .text = key});
    run();
    return network_.all<schemas::Answer>().back().code;
  }
};

TEST_F(RotateTest, the_logs_key_is_changed_in_the_log_on_the_disk_and_for_the_links) {
  const VerifyKey old_key = ledger_.log().verify_key();
  const std::string before = ledger_.log().checkpoint()->note;
  network_.replies.clear();
  EXPECT_EQ(rotate("log", area_.officer()), "");
  const audit::Entry entry = entries(EventKind::key_rotated).back();
  EXPECT_EQ(entry.code, audit::log_key_code);
  EXPECT_NE(entry.actor.find('/'), std::string::npos) << "at whose word";
  const VerifyKey new_key = ledger_.log().verify_key();
  EXPECT_NE(new_key, old_key);
  EXPECT_EQ(LogSeed{seed_file()}.current()->verify_key(), new_key);
  EXPECT_FALSE(fs::exists(scratch_.root() / "log.seed.next"));
  EXPECT_FALSE(fs::exists(scratch_.root() / "log.seed.old"));
  EXPECT_THAT(network_.refusals(), ElementsAre("say-hello")) << "links are to be welcomed anew";

  // Whoever holds a checkpoint of the old key is welcomed with the change, and follows.
  pipeline_.receive(session(school), schemas::Hello{.software = "test", .checkpoint = before, .credit = 4, .session = {}});
  const schemas::Welcome welcome = network_.all<schemas::Welcome>().back();
  audit::LogKeys keys{old_key, std::string{sim::log_origin}};
  keys.follow_all(welcome.key_changes);
  EXPECT_EQ(keys.current(), new_key);
  const auto kept = audit::verify_checkpoint(before, keys);
  const auto latest = audit::verify_checkpoint(welcome.checkpoint, keys);
  ASSERT_TRUE(kept && latest);
  EXPECT_TRUE(audit::verify_advance(*kept, *latest, welcome.consistency));

  // And the broker goes on under it.
  submit(referral(school, {police}), school);
  run();
  EXPECT_FALSE(entries(EventKind::accepted).empty());
  EXPECT_TRUE(audit::verify_checkpoint(ledger_.log().checkpoint()->note, new_key));
}

TEST_F(RotateTest, a_commit_that_fails_leaves_the_old_key_in_use) {
  const VerifyKey old_key = ledger_.log().verify_key();
  ledger_.fate = HeldLedger::Fate::lost;
  pipeline_.ask(area_.officer(), {.question = "rotate", .reason = "yearly change", .text = "log"});
  run();
  ledger_.fate = HeldLedger::Fate::written;
  EXPECT_TRUE(fs::exists(scratch_.root() / "log.seed.next"));
  clock_.advance(std::chrono::seconds{10});
  run();
  EXPECT_EQ(ledger_.log().verify_key(), old_key);
  ASSERT_TRUE(core_.log_seed->settle(ledger_.log().verify_key()));  // as whoever opens the log does
  EXPECT_FALSE(fs::exists(scratch_.root() / "log.seed.next"));
  EXPECT_EQ(LogSeed{seed_file()}.current()->verify_key(), old_key);
}

TEST_F(RotateTest, is_for_officers_whose_role_includes_it) {
  schemas::Directory directory = *core_.rules.directory;
  directory.officers.push_back({"op", directory.organisations[0].id, "operator", std::string(40, 'p')});
  core_.rules.directory = std::make_shared<const schemas::Directory>(directory);
  const std::uint64_t size = log_size();
  const std::size_t changes = entries(EventKind::key_rotated).size();
  for (const char* key : {"log", "data", "subject"}) EXPECT_EQ(rotate(key, {ConnectionId{2}, "op", std::string(40, 'p')}), "not-permitted") << key;
  EXPECT_EQ(rotate("lock", area_.officer()), "invalid-question");
  EXPECT_EQ(log_size(), size + 4) << "each was asked, and that is recorded";
  EXPECT_EQ(entries(EventKind::key_rotated).size(), changes);
}

TEST_F(RotateTest, the_data_key_is_changed_and_what_waits_is_still_delivered) {
  submit(referral(school, {police}), school);  // nobody there: it waits
  run();
  const std::uint32_t generation = core_.vault.generation();
  EXPECT_EQ(rotate("data", area_.officer()), "");
  run();
  EXPECT_GT(core_.vault.generation(), generation);
  EXPECT_FALSE(core_.vault.has_older()) << "the old one is destroyed";
  EXPECT_EQ(entries(EventKind::key_rotated).back().code, "data-key");
  hello(police);
  run();
  EXPECT_FALSE(network_.sent.empty());
}

class LogSeedTest : public testing::Test {
protected:
  LogSeedTest() {
    CHECK(write_file(file(), as_bytes(to_hex(first_.seed().expose())), FileMode::owner_only), "no seed file");
  }
  fs::path file() const { return scratch_.root() / "log.seed"; }
  fs::path beside(const char* ending) const { return scratch_.root() / (std::string{"log.seed"} + ending); }
  audit::Scratch scratch_;
  SigningKey first_ = SigningKey::generate();
  LogSeed seed_{file()};
};

TEST_F(LogSeedTest, keeps_what_signs_wherever_the_process_dies) {
  const SigningKey next = *seed_.prepare();
  EXPECT_EQ(fs::status(beside(".next")).permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
  EXPECT_EQ(LogSeed{file()}.current()->verify_key(), first_.verify_key());
  EXPECT_EQ((*LogSeed{file()}.next())->verify_key(), next.verify_key());
  // Killed after the old one was linked and before it was replaced.
  fs::create_hard_link(file(), beside(".old"));
  ASSERT_TRUE(seed_.settle(next.verify_key()));
  EXPECT_EQ(seed_.current()->verify_key(), next.verify_key());
  EXPECT_FALSE(fs::exists(beside(".old")) || fs::exists(beside(".next")));
  // Killed after it was replaced and before the old one was overwritten.
  CHECK(write_file(beside(".old"), as_bytes(to_hex(first_.seed().expose())), FileMode::owner_only), "no old file");
  ASSERT_TRUE(seed_.settle(next.verify_key()));
  EXPECT_EQ(seed_.current()->verify_key(), next.verify_key());
  EXPECT_FALSE(fs::exists(beside(".old")));
}

TEST_F(LogSeedTest, forgets_a_change_that_was_not_committed) {
  ASSERT_TRUE(seed_.prepare());
  ASSERT_TRUE(seed_.settle(first_.verify_key()));
  EXPECT_EQ(seed_.current()->verify_key(), first_.verify_key());
  EXPECT_FALSE(fs::exists(beside(".next")));
  EXPECT_FALSE(*seed_.next());
}

}  // namespace
}  // namespace concordat::broker
