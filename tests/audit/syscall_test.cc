// One system call fails, each one in turn: a commit then says so, the log says nothing more, and what a
// new opening finds is the log before that commit or after it, whole either way.
//
// The calls are replaced for this program, which LMDB's shared library then uses too.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <set>

#include "audit/fsck.h"
#include "audit/verify_live.h"
#include "scratch.h"

namespace {

int calls_until_failure = -1;  // -1: never
int failure_errno = EIO;
bool failed_yet = false;
int calls_until_death = -1;  // of this process, before the call

void die_if_due() {
  if (calls_until_death >= 0 && calls_until_death-- == 0) ::_exit(9);
}

bool fails_now() {
  die_if_due();
  if (calls_until_failure < 0 || calls_until_failure-- > 0) return false;
  errno = failure_errno;
  failed_yet = true;
  return true;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {
ssize_t pwrite(int file, const void* bytes, size_t count, off_t offset) {
  static auto* const next = real<decltype(pwrite)>("pwrite");
  return fails_now() ? -1 : next(file, bytes, count, offset);
}
ssize_t pwritev(int file, const iovec* pieces, int count, off_t offset) {
  static auto* const next = real<decltype(pwritev)>("pwritev");
  return fails_now() ? -1 : next(file, pieces, count, offset);
}
ssize_t writev(int file, const iovec* pieces, int count) {
  static auto* const next = real<decltype(writev)>("writev");
  return fails_now() ? -1 : next(file, pieces, count);
}
int fdatasync(int file) {
  static auto* const next = real<decltype(fdatasync)>("fdatasync");
  return fails_now() ? -1 : next(file);
}
int fsync(int file) {
  static auto* const next = real<decltype(fsync)>("fsync");
  return fails_now() ? -1 : next(file);
}
// These only ever end the process.
ssize_t write(int file, const void* bytes, size_t count) {
  static auto* const next = real<decltype(write)>("write");
  die_if_due();
  return next(file, bytes, count);
}
int rename(const char* from, const char* to) noexcept {
  static auto* const next = real<decltype(rename)>("rename");
  die_if_due();
  return next(from, to);
}
int unlink(const char* name) noexcept {
  static auto* const next = real<decltype(unlink)>("unlink");
  die_if_due();
  return next(name);
}
}

namespace concordat::audit {
namespace {

struct Armed {  // while it lives, the n-th call from now fails
  Armed(int calls, int code) {
    calls_until_failure = calls;
    failure_errno = code;
    failed_yet = false;
  }
  Armed(const Armed&) = delete;
  Armed& operator=(const Armed&) = delete;
  ~Armed() { calls_until_failure = -1; }
};

Batch large_batch() {
  Batch batch = batch_of(6);
  for (std::size_t i = 0; i < 6; ++i) batch.rows.push_back({Table::parcels, i, Bytes(6000 * i)});
  return batch;
}

class OneCallFails : public testing::TestWithParam<int> {};

TEST_P(OneCallFails, InACommit) {
  int failures = 0;
  for (int call = 0;; ++call) {
    const Scratch scratch;
    const FixedClock clock;
    {
      Log log = open_log(scratch, clock);
      commit(log, batch_of(2));
      const bool committed = [&] {
        const Armed armed{call, GetParam()};
        return log.commit(large_batch()).has_value();
      }();
      if (!failed_yet) {
        EXPECT_TRUE(committed);
        break;
      }
      ++failures;
      ASSERT_FALSE(committed) << "call " << call << " failed and the commit did not say so";
      const LogError expected = GetParam() == ENOSPC ? LogError::full : LogError::disk;
      const auto after = log.commit(batch_of(1));
      ASSERT_FALSE(after) << call;
      EXPECT_EQ(after.error(), expected) << call;
      EXPECT_FALSE(log.checkpoint()) << call;
      EXPECT_FALSE(log.reopen_receipt(Sequence{1})) << call;
    }
    Log log = open_log(scratch, clock);
    const std::uint64_t size = log.next_sequence().value();
    EXPECT_TRUE(size == 3 || size == 9) << "call " << call << " left " << size;
    EXPECT_EQ(log.rows(Table::parcels, Sequence{0}, 100)->size(), size == 3 ? 0U : 6U) << call;
    EXPECT_TRUE(verify_live(log, std::nullopt)->ok()) << call;
    commit(log, large_batch());
    EXPECT_TRUE(verify_live(log, std::nullopt)->ok()) << call;
  }
  EXPECT_GE(failures, 3);  // data, sync, meta
}

TEST_P(OneCallFails, InBeginning) {
  int failures = 0;
  for (int call = 0;; ++call) {
    const Scratch scratch;
    const FixedClock clock;
    bool opened = false;
    {
      const Armed armed{call, GetParam()};
      opened = Log::open(test_options(scratch, clock)).has_value();
    }
    if (!failed_yet) {
      EXPECT_TRUE(opened);
      break;
    }
    ++failures;
    EXPECT_FALSE(opened) << "call " << call << " failed and opening did not say so";
    Log log = open_log(scratch, clock);  // no repair needed
    commit(log, batch_of(1));
    EXPECT_TRUE(verify_live(log, std::nullopt)->ok()) << call;
  }
  EXPECT_GE(failures, 5);  // day key, store, tables, genesis, folder
}

TEST_P(OneCallFails, InAKeysRotation) {
  const Instant now = *parse_instant("2026-04-01T09:30:00Z");
  int failures = 0;
  for (int call = 0;; ++call) {
    const Scratch scratch;
    auto ring = KeyRing::open(scratch.day_keys(), now, 0);
    ASSERT_TRUE(ring);
    bool rotated = false;
    {
      const Armed armed{call, GetParam()};
      rotated = ring->rotate(now).has_value();
    }
    if (!failed_yet) {
      EXPECT_TRUE(rotated);
      break;
    }
    ++failures;
    EXPECT_FALSE(rotated) << call;
    EXPECT_EQ(ring->current().generation, 1U)
        << call;  // nothing is sealed under a key that may not be on disk
    const auto again = KeyRing::open(scratch.day_keys(), now, 0);
    ASSERT_TRUE(again) << call;
    EXPECT_NE(again->find(1), nullptr) << call;
  }
  EXPECT_GE(failures, 2);  // file, folder
}

Batch erasing(std::uint64_t sequence) {
  Batch batch;
  batch.events.push_back({.kind = EventKind::erased, .at = *parse_instant("2026-04-01T10:00:00Z"), .actor = "council/lbbd/ig", .code = "retention", .about = Sequence{sequence}});
  return batch;
}

TEST_P(OneCallFails, InAnErasure) {
  int failures = 0;
  for (int call = 0;; ++call) {
    const Scratch scratch;
    const FixedClock clock;
    bool erased = false;
    {
      Log log = open_log(scratch, clock);
      commit(log, batch_of(4));
      const Armed armed{call, GetParam()};
      erased = log.commit(erasing(2)).has_value();
    }
    Log log = open_log(scratch, clock);
    const bool is_there = log.next_sequence() == Sequence{6};
    EXPECT_TRUE(is_there || !erased) << call;
    EXPECT_EQ((*log.annex(Sequence{2})).has_value(), !is_there) << call;
    EXPECT_EQ(KeyRing::load(scratch.day_keys())->find(1) == nullptr, is_there) << call << ": the old key goes with the annex";
    for (const std::uint64_t other : {1U, 3U, 4U}) EXPECT_TRUE(*log.annex(Sequence{other})) << call;
    EXPECT_TRUE(verify_live(log, std::nullopt)->ok()) << call;
    if (!failed_yet) {
      EXPECT_TRUE(erased);
      break;
    }
    ++failures;
    EXPECT_FALSE(erased) << "call " << call << " failed and the erasure did not say so";
  }
  EXPECT_GE(failures, 10);  // two keys, the note, the commit, the destruction
}

// A kill between any two steps leaves an erasure not begun, or one that the next start completes.
TEST(KilledErasing, LeavesTheOldStateOrTheNew) {
  int killed = 0;
  std::set<std::size_t> sizes;
  for (int call = 0;; ++call) {
    const Scratch scratch;
    const FixedClock clock;
    { Log log = open_log(scratch, clock); commit(log, batch_of(4)); }
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto log = Log::open(test_options(scratch, clock));
      if (!log) ::_exit(1);
      calls_until_death = call;
      const bool erased = log->commit(erasing(2)).has_value();
      calls_until_death = -1;
      ::_exit(erased ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) != 1) << call;
    Log log = open_log(scratch, clock);
    sizes.insert(log.next_sequence().value());
    const bool is_there = log.next_sequence() == Sequence{6};
    EXPECT_EQ((*log.annex(Sequence{2})).has_value(), !is_there) << call;
    EXPECT_EQ(KeyRing::load(scratch.day_keys())->find(1) == nullptr, is_there) << call;
    EXPECT_FALSE(std::filesystem::exists(scratch.day_keys() / "condemned")) << call;
    for (const std::uint64_t other : {1U, 3U, 4U}) EXPECT_TRUE(*log.annex(Sequence{other})) << call;
    EXPECT_TRUE(verify_live(log, std::nullopt)->ok()) << call;
    commit(log, batch_of(1));
    if (WEXITSTATUS(status) == 0) break;
    ++killed;
  }
  EXPECT_GE(killed, 15);
  EXPECT_EQ(sizes, (std::set<std::size_t>{5, 6}));
}

INSTANTIATE_TEST_SUITE_P(Errors, OneCallFails, testing::Values(EIO, ENOSPC));

}  // namespace
}  // namespace concordat::audit
