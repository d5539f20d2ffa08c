#include "adapters/link/spool.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/link/area.h"

namespace concordat::link {
namespace {

Submission submission_of(std::string_view moment, schemas::Urgency urgency = schemas::Urgency::routine) {
  return {schemas::MessageId{make_uuid(*parse_instant(moment))}, urgency, {"case.xml", "", "", "f/case.xml"}, to_bytes(as_bytes("frame of it"))};
}
Record accepted_of(const schemas::MessageId& id) {
  return {.id = id, .origin = {}, .accepted = schemas::Accepted{id, 5, {{"police/met", "disclosed", "", 6, {}, "a/1"}}}, .refused = {}, .statuses = {}};
}
bool lies_in(const Scratch& scratch, const char* state, const schemas::MessageId& id) {
  return std::filesystem::exists(scratch / "spool" / state / format_uuid(id.value()));
}

TEST(Spool, keeps_a_submission_until_it_is_settled_and_its_record_for_ever) {
  const Scratch scratch;
  const Submission submission = submission_of("2026-04-01T00:00:00Z");
  auto spool = Spool::open(scratch / "spool");
  ASSERT_TRUE(spool);
  ASSERT_TRUE(spool->put(submission));
  EXPECT_EQ(spool->read(submission.id)->frame, submission.frame);

  Record record = accepted_of(submission.id);
  ASSERT_TRUE(spool->store(record));
  EXPECT_EQ(spool->pending_count(), 1U) << "the host has not got it yet";
  ASSERT_TRUE(spool->settle(record));
  EXPECT_EQ(spool->pending_count(), 0U);
  EXPECT_TRUE(lies_in(scratch, "answered", submission.id)) << "not delivered yet";
  EXPECT_EQ(spool->read(submission.id)->frame, submission.frame);

  record.statuses.push_back({7, submission.id, "police/met", "delivered", "", *parse_instant("2026-04-02T00:00:00Z")});
  ASSERT_TRUE(spool->store(record));
  ASSERT_TRUE(spool->settle(record));
  EXPECT_FALSE(lies_in(scratch, "answered", submission.id));
  auto reopened = Spool::open(scratch / "spool");
  EXPECT_TRUE(reopened->knows(submission.id));
  EXPECT_EQ(reopened->find_record(submission.id)->statuses.size(), 1U);
}

TEST(Spool, a_refusal_erases_the_submission) {
  const Scratch scratch;
  const Submission submission = submission_of("2026-04-01T00:00:00Z");
  auto spool = Spool::open(scratch / "spool");
  ASSERT_TRUE(spool->put(submission));
  const Record record{.id = submission.id, .origin = {}, .accepted = {}, .refused = schemas::Refused{submission.id, "too-old", {}}, .statuses = {}};
  ASSERT_TRUE(spool->store(record));
  ASSERT_TRUE(spool->settle(record));
  EXPECT_FALSE(lies_in(scratch, "pending", submission.id));
  EXPECT_EQ(Spool::open(scratch / "spool")->find_record(submission.id)->refused->code, "too-old");
}

TEST(Spool, most_urgent_first_then_oldest) {
  const Scratch scratch;
  auto spool = Spool::open(scratch / "spool");
  const Submission second = submission_of("2026-04-01T00:00:02Z");
  const Submission first = submission_of("2026-04-01T00:00:01Z");
  const Submission urgent = submission_of("2026-04-01T00:00:03Z", schemas::Urgency::urgent);
  for (const Submission* one : {&second, &first, &urgent}) ASSERT_TRUE(spool->put(*one));
  for (auto* opened : {&*spool}) {
    const auto pending = opened->pending();
    ASSERT_EQ(pending.size(), 3U);
    EXPECT_EQ(pending[0].id, urgent.id);
    EXPECT_EQ(pending[1].id, first.id);
    EXPECT_EQ(pending[2].id, second.id);
  }
  EXPECT_EQ(Spool::open(scratch / "spool")->pending()[0].id, urgent.id);
}

TEST(Spool, the_secret_is_for_the_owner_alone) {
  const Scratch scratch;
  const Submission submission = submission_of("2026-04-01T00:00:00Z");
  auto spool = Spool::open(scratch / "spool");
  ASSERT_TRUE(spool->put(submission));
  struct stat status {};
  ASSERT_EQ(::stat((scratch / "spool" / "pending" / format_uuid(submission.id.value())).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST(Spool, what_is_no_submission_is_put_aside_not_lost) {
  const Scratch scratch;
  const Submission submission = submission_of("2026-04-01T00:00:00Z");
  ASSERT_TRUE(Spool::open(scratch / "spool")->put(submission));
  const std::string strange = format_uuid(make_uuid(*parse_instant("2026-04-02T00:00:00Z")));
  write_text(scratch / "spool" / "pending" / strange, "not a submission");
  auto spool = Spool::open(scratch / "spool");
  EXPECT_EQ(spool->pending_count(), 1U);
  EXPECT_EQ(spool->unreadable_count(), 1U);
  EXPECT_EQ(read_text(scratch / "spool" / "unreadable" / strange), "not a submission");
}

// A writer is killed at some moment, 40 times over; whatever it had been told was on disk is there, whole.
TEST(Spool, kill_at_any_moment_loses_nothing_that_was_put) {
  const Scratch scratch;
  std::size_t told_in_all = 0;
  for (int round = 0; round < 40; ++round) {
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      auto spool = Spool::open(scratch / "spool");
      for (;;) {
        const Submission submission = submission_of("2026-04-01T00:00:00Z");
        if (!spool->put(submission) || ::write(pipe_ends[1], submission.id.value().bytes.data(), 16) != 16) ::_exit(1);
        if (!spool->store(accepted_of(submission.id)) || !spool->settle(accepted_of(submission.id))) ::_exit(1);
      }
    }
    ::close(pipe_ends[1]);
    ::usleep(static_cast<useconds_t>(20000 + round * 917));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the writer stopped by itself";

    auto spool = Spool::open(scratch / "spool");
    ASSERT_TRUE(spool);
    EXPECT_EQ(spool->unreadable_count(), 0U);
    Uuid told{};
    while (::read(pipe_ends[0], told.bytes.data(), 16) == 16) {
      ++told_in_all;
      const schemas::MessageId id{told};
      EXPECT_TRUE(spool->knows(id));
      const auto read = spool->read(id);
      ASSERT_TRUE(read) << "neither pending nor answered";
      EXPECT_EQ(as_text(read->frame), "frame of it");
    }
    ::close(pipe_ends[0]);
  }
  EXPECT_GT(told_in_all, 20U);
}

}  // namespace
}  // namespace concordat::link
