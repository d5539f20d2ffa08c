// A process commits as fast as it can and is killed at a random moment, again and again on the same
// log. What it was told is committed is there; what is there is a log.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>
#include <thread>

#include "audit/fsck.h"
#include "scratch.h"

namespace concordat::audit {
namespace {

struct Acknowledgement {
  std::uint64_t sequence;
  Digest entry;
};

[[noreturn]] void commit_until_killed(const Scratch& scratch, int out) {
  const FixedClock clock;
  auto log = Log::open(test_options(scratch, clock));
  if (!log) ::_exit(1);
  for (std::size_t tick = 0;; ++tick) {
    Batch batch = batch_of(tick % 7 + 1);
    batch.rows.push_back({Table::parcels, 0, Bytes(tick % 3 * 3000)});
    const auto done = log->commit(batch);
    if (!done) ::_exit(1);
    const Receipt& last = done->receipts.back();
    const Acknowledgement told{last.sequence().value(), last.entry()};
    if (::write(out, &told, sizeof told) != static_cast<ssize_t>(sizeof told)) ::_exit(1);
  }
}

std::optional<Acknowledgement> next_told(int in) {
  Acknowledgement told{};
  if (::read(in, &told, sizeof told) != static_cast<ssize_t>(sizeof told)) return std::nullopt;
  return told;
}

std::optional<Acknowledgement> last_told(int in, std::optional<Acknowledgement> last) {
  Acknowledgement told{};
  while (::read(in, &told, sizeof told) == static_cast<ssize_t>(sizeof told)) last = told;
  return last;
}

TEST(Crash, WhatWasAcknowledgedIsThere) {
  const Scratch scratch;
  const FixedClock clock;
  std::mt19937 random{20260401};
  for (int round = 0; round < 12; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      commit_until_killed(scratch, ends[1]);
    }
    ::close(ends[1]);
    // On a busy machine a child may not come to its first commit in time: so every other round waits for that, and then kills at a
    // random moment among commits; the rest may kill while the log is being opened.
    const bool is_among_commits = round % 2 == 0;
    const auto first = is_among_commits ? next_told(ends[0]) : std::nullopt;
    std::this_thread::sleep_for(std::chrono::microseconds{random() % 60000});
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "round " << round << ": the child gave up by itself";
    const auto told = last_told(ends[0], first);
    ::close(ends[0]);

    auto log = Log::open(test_options(scratch, clock));
    ASSERT_TRUE(log) << "round " << round << ": " << log_error_code(log.error());
    ASSERT_TRUE(told || !is_among_commits) << "round " << round << ": nothing was committed";
    if (told) {
      ASSERT_GT(log->next_sequence(), Sequence{told->sequence});
      const auto receipt = log->reopen_receipt(Sequence{told->sequence});
      ASSERT_TRUE(receipt && *receipt);
      EXPECT_EQ((*receipt)->entry(), told->entry);
    }
    const std::uint64_t size = log->next_sequence().value();
    const Checkpoint kept = log->checkpoint()->checkpoint;
    { const Log closed = std::move(*log); }
    const FsckReport report = fsck(scratch.copy(), {.key = test_key().verify_key(), .known = kept});
    ASSERT_TRUE(report.ok()) << "round " << round << ": " << fault_code(report.wrong->fault);
    EXPECT_EQ(report.entries, size);
  }
}

}  // namespace
}  // namespace concordat::audit
