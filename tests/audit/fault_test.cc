// The log when something is in its way: another process, another file, another key, no space, a damaged
// store.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "audit/fsck.h"
#include "audit/lock.h"
#include "audit/verify_live.h"
#include "scratch.h"
#include "surgery.h"

namespace concordat::audit {
namespace {

class LogFault : public testing::Test {
protected:
  LogError error_of_open() {
    const auto log = open();
    return log ? LogError::unencodable : log.error();  // which open never says
  }
  Result<Log, LogError> open() { return Log::open(test_options(scratch_, clock_)); }
  void make_log() {
    Log log = open_log(scratch_, clock_);
    for (int i = 0; i < 3; ++i) commit(log, batch_of(3));
  }
  std::filesystem::path store() const { return scratch_.log() / "data.mdb"; }
  // Runs in a child; its exit code.
  template <class Body>
  static int in_child(Body body) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(body());
    int status = 0;
    CHECK(::waitpid(child, &status, 0) == child, "wait");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  Scratch scratch_;
  FixedClock clock_;
};

TEST_F(LogFault, ASecondOpenerIsRefused) {
  std::optional<Log> log{open_log(scratch_, clock_)};
  EXPECT_EQ(error_of_open(), LogError::in_use);
  EXPECT_EQ(in_child([&] { return static_cast<int>(error_of_open()); }), static_cast<int>(LogError::in_use));
  commit(*log, batch_of(1));
  log.reset();
  EXPECT_TRUE(open());
}

TEST_F(LogFault, AReaderOfACopyKeepsTheWriterOut) {
  make_log();
  const auto reading = FolderLock::shared(scratch_.log());
  ASSERT_TRUE(reading);
  EXPECT_EQ(error_of_open(), LogError::in_use);
  EXPECT_TRUE(FolderLock::shared(scratch_.log()));  // readers share
}

TEST_F(LogFault, WhatIsNotLmdbIsLeftAsItIs) {
  for (const std::string& content : {std::string{"short"}, std::string(8192, 'x'), std::string(8192, '\0')}) {
    std::filesystem::create_directories(scratch_.log());
    std::ofstream{store(), std::ios::binary} << content;
    EXPECT_EQ(error_of_open(), LogError::not_ours) << content.size();
    EXPECT_EQ(as_text(*read_file(store(), 10000)), content);
  }
}

TEST_F(LogFault, SomebodyElsesLmdbIsNotOurs) {
  std::filesystem::create_directories(scratch_.log());
  { Surgery{scratch_.log()}.put("addresses", key_of(0), Bytes(5)); }
  EXPECT_EQ(error_of_open(), LogError::not_ours);
  EXPECT_EQ(Surgery{scratch_.log()}.get("addresses", key_of(0)), Bytes(5));
}

TEST_F(LogFault, AnotherKeyOrOriginIsNotOurs) {
  make_log();
  Log::Options other_key = test_options(scratch_, clock_);
  other_key.key = SigningKey::generate();
  const auto with_key = Log::open(std::move(other_key));
  ASSERT_FALSE(with_key);
  EXPECT_EQ(with_key.error(), LogError::not_ours);
  Log::Options other_origin = test_options(scratch_, clock_);
  other_origin.origin = "concordat.example/elsewhere";
  const auto with_origin = Log::open(std::move(other_origin));
  ASSERT_FALSE(with_origin);
  EXPECT_EQ(with_origin.error(), LogError::not_ours);
  EXPECT_TRUE(open());
}

TEST_F(LogFault, ADamagedLastCommitIsNotResumed) {
  const struct {
    const char* name;
    LogError expected;
    void (*operate)(Surgery&);
  } cases[] = {
      {"last entry altered", LogError::broken_chain,
       [](Surgery& s) {
         Bytes entry = *s.get("entries", key_of(9));
         entry[60] ^= std::byte{1};
         s.put("entries", key_of(9), entry);
       }},
      {"entry before it altered", LogError::broken_chain,
       [](Surgery& s) {
         Bytes entry = *s.get("entries", key_of(8));
         entry.back() ^= std::byte{1};
         s.put("entries", key_of(8), entry);
       }},
      {"last entry gone", LogError::broken_chain, [](Surgery& s) { s.erase("entries", key_of(9)); }},
      {"last checkpoint gone", LogError::broken_chain,
       [](Surgery& s) { s.erase("checkpoints", key_of(10)); }},
      {"every checkpoint gone", LogError::broken_chain,
       [](Surgery& s) {
         for (const Bytes& key : s.keys("checkpoints")) s.erase("checkpoints", key);
       }},
      {"checkpoint altered", LogError::broken_chain,
       [](Surgery& s) {
         Bytes note = *s.get("checkpoints", key_of(10));
         note[30] ^= std::byte{1};
         s.put("checkpoints", key_of(10), note);
       }},
      {"last node altered", LogError::broken_chain,
       [](Surgery& s) { s.put("nodes", key_of(node_count(10) - 1), Bytes(32)); }},
      {"a peak gone", LogError::broken_chain,
       [](Surgery& s) { s.erase("nodes", key_of(node_position(2, 0))); }},
      {"genesis altered", LogError::not_ours, [](Surgery& s) { s.put("entries", key_of(0), Bytes(5)); }},
      {"genesis gone", LogError::not_ours, [](Surgery& s) { s.erase("entries", key_of(0)); }},
  };
  for (const auto& c : cases) {
    const Scratch scratch;
    {
      Log log = open_log(scratch, clock_);
      for (int i = 0; i < 3; ++i) commit(log, batch_of(3));
    }
    {
      Surgery surgery{scratch.log()};
      c.operate(surgery);
    }
    const auto log = Log::open(test_options(scratch, clock_));
    ASSERT_FALSE(log) << c.name;
    EXPECT_EQ(log.error(), c.expected) << c.name;
  }
}

TEST_F(LogFault, AnEmptiedEntriesTableIsNotANewLog) {
  make_log();
  {
    Surgery surgery{scratch_.log()};
    for (const Bytes& key : surgery.keys("entries")) surgery.erase("entries", key);
  }
  EXPECT_EQ(error_of_open(), LogError::not_ours);
}

TEST_F(LogFault, ALogFromBeforeThereWereActsGetsTheirTable) {
  make_log();
  { Surgery{scratch_.log()}.drop("acts"); }
  std::optional<Log> log{open_log(scratch_, clock_)};
  EXPECT_TRUE(log->rows(Table::acts, Sequence{0}, 10)->empty());
  Batch batch = batch_of(1);
  batch.rows.push_back({Table::acts, 0, Bytes(3)});
  commit(*log, batch);
  EXPECT_EQ(log->rows(Table::acts, Sequence{0}, 10)->size(), 1U);
  log.reset();
  for (const char* table : {"handles", "acts"}) {
    Surgery{scratch_.log()}.drop(table);
  }
  EXPECT_EQ(error_of_open(), LogError::not_ours) << "no log of ours was ever without handles";
}

TEST_F(LogFault, UnreadableDayKeysStopIt) {
  make_log();
  std::ofstream{scratch_.day_keys() / "key-0000000001"} << "garbage";
  EXPECT_EQ(error_of_open(), LogError::day_keys);
}

TEST_F(LogFault, LostDayKeysLoseAnnexesOnly) {
  make_log();
  std::filesystem::remove_all(scratch_.day_keys());
  Log log = open_log(scratch_, clock_);
  EXPECT_FALSE(*log.annex(Sequence{3}));
  commit(log, batch_of(1));
  EXPECT_TRUE(*log.annex(Sequence{10}));
  EXPECT_TRUE(verify_live(log, std::nullopt)->ok());
  EXPECT_EQ(KeyRing::load(scratch_.day_keys())->generations(),
            std::vector<std::uint32_t>{2});  // never 1 again
}

TEST_F(LogFault, AnAlteredAnnexIsSaidSo) {
  make_log();
  {
    Surgery surgery{scratch_.log()};
    surgery.put("annexes", key_of(3), *surgery.get("annexes", key_of(4)));
  }
  const Log log = open_log(scratch_, clock_);
  const auto annex = log.annex(Sequence{3});
  ASSERT_FALSE(annex);
  EXPECT_EQ(annex.error(), LogError::broken_chain);
}

TEST_F(LogFault, AFullMapRefusesAndLosesNothing) {
  Log::Options small = test_options(scratch_, clock_);
  small.map_bytes = std::size_t{512} << 10;
  std::uint64_t acknowledged = 0;
  {
    auto log = Log::open(std::move(small));
    ASSERT_TRUE(log);
    for (;;) {
      Batch batch = batch_of(4);
      batch.rows.push_back({Table::parcels, 0, Bytes(5000)});
      const auto done = log->commit(batch);
      if (!done) {
        EXPECT_EQ(done.error(), LogError::full);
        break;
      }
      acknowledged = done->receipts.back().sequence().value();
      ASSERT_LT(acknowledged, 10000U);
    }
    // Poisoned: nothing is said any more, to anyone.
    EXPECT_EQ(log->commit(batch_of(1)).error(), LogError::full);
    EXPECT_EQ(log->checkpoint().error(), LogError::full);
    EXPECT_EQ(log->reopen_receipt(Sequence{1}).error(), LogError::full);
    EXPECT_EQ(log->delivery_receipt(Sequence{1}).error(), LogError::full);
    EXPECT_EQ(log->rows(Table::parcels, Sequence{0}, 1).error(), LogError::full);
    EXPECT_EQ(verify_live(*log, std::nullopt).error(), LogError::full);
    EXPECT_EQ(export_log(*log, scratch_.root() / "e").error(), LogError::full);
  }
  Log log = open_log(scratch_, clock_);  // with room again
  EXPECT_EQ(log.next_sequence(), Sequence{acknowledged + 1});
  EXPECT_TRUE(verify_live(log, std::nullopt)->ok());
  commit(log, batch_of(1));
}

// A disk that is full: writes past a limit fail, as they do with ENOSPC.
TEST_F(LogFault, AFullDiskRefusesAndLosesNothing) {
  const int said = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    Log log = open_log(scratch_, clock_);
    const rlimit limit{std::size_t{300} << 10, std::size_t{300} << 10};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    for (int i = 0; i < 1000; ++i) {
      const auto done = log.commit(batch_of(8));
      if (!done) return done.error() == LogError::full && i > 3 ? 0 : 1;
    }
    return 2;
  });
  EXPECT_EQ(said, 0);
  Log log = open_log(scratch_, clock_);
  EXPECT_GT(log.next_sequence(), Sequence{24});
  EXPECT_TRUE(verify_live(log, std::nullopt)->ok());
  commit(log, batch_of(1));
}

TEST_F(LogFault, AnExportThatDoesNotFitIsRemoved) {
  make_log();
  const int said = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const Log log = open_log(scratch_, clock_);
    const rlimit limit{100, 100};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto exported = export_log(log, scratch_.root() / "log.export");
    return !exported && exported.error() == LogError::full ? 0 : 1;
  });
  EXPECT_EQ(said, 0);
  EXPECT_FALSE(std::filesystem::exists(scratch_.root() / "log.export"));
}

TEST_F(LogFault, AFolderThatCannotBeMadeIsSaidSo) {
  std::ofstream{scratch_.root() / "file"} << "x";
  Log::Options options = test_options(scratch_, clock_);
  options.folder = scratch_.root() / "file" / "log";
  const auto log = Log::open(std::move(options));
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error(), LogError::locked);
}

TEST(LogErrorCodes, AreStable) {
  EXPECT_EQ(log_error_code(LogError::full), "log-full");
  EXPECT_EQ(log_error_code(LogError::disk), "log-disk");
  EXPECT_EQ(log_error_code(LogError::locked), "log-locked");
  EXPECT_EQ(log_error_code(LogError::broken_chain), "log-broken-chain");
  EXPECT_EQ(log_error_code(LogError::not_ours), "log-not-ours");
  EXPECT_EQ(log_error_code(LogError::in_use), "log-in-use");
  EXPECT_EQ(log_error_code(LogError::unencodable), "log-unencodable");
  EXPECT_EQ(log_error_code(LogError::day_keys), "log-day-keys");
}

}  // namespace
}  // namespace concordat::audit
