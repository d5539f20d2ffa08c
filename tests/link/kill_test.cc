// Documents are dropped and the process that takes them in is killed at any moment, again and again. In the end every
// document is in the spool once: all its messages, none twice.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "adapters/daemon/out_folder.h"
#include "tests/link/daemon_fixture.h"

namespace concordat::adapters {
namespace {

void take_all(const Config& config, const Clock& clock) {
  const SigningKey key = link::key_of(link::school_seed);
  auto spool = link::Spool::open(config.state / "spool");
  auto taking = Taking::open({config, line_kind(), key, clock, *spool});
  if (!taking->recover()) ::_exit(2);
  for (const std::string& name : InFolder{config.in}.all())
    if (!taking->take(name)) ::_exit(3);
}

TEST(Kill, at_any_moment_of_taking_in_sends_everything_once) {
  Desk desk;
  ASSERT_TRUE(make_out_folders(desk.config));
  int documents = 0;
  const auto drop = [&] {
    for (int i = 0; i < 6; ++i) desk.drop("case-" + std::to_string(documents++) + ".txt", "2011-06-09|one\n2012-06-09|two\n2013-06-09|three");
  };
  drop();
  int killed = 0;
  for (int round = 0; round < 400 && killed < 25; ++round) {
    const pid_t child = ::fork();
    if (child == 0) {
      take_all(desk.config, desk.clock);
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(500 + (round * 7919) % 20000));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    killed += WIFSIGNALED(status) ? 1 : 0;
    if (!WIFSIGNALED(status)) {
      ASSERT_EQ(WEXITSTATUS(status), 0);
      drop();  // it was faster than the knife
    }
  }
  take_all(desk.config, desk.clock);
  EXPECT_GT(killed, 5) << "the test is worth something only if it interrupts";

  const auto spool = link::Spool::open(desk.config.state / "spool");
  std::map<std::pair<std::string, std::string>, int> times;
  for (const auto& pending : spool->pending()) {
    const auto submission = spool->read(pending.id);
    ASSERT_TRUE(submission);
    ++times[{submission->origin.native, submission->origin.place}];
    EXPECT_TRUE(std::filesystem::exists(desk.config.state / "originals" / submission->origin.original));
  }
  EXPECT_EQ(times.size(), static_cast<std::size_t>(documents) * 3U);
  for (const auto& [from, count] : times) EXPECT_EQ(count, 1) << from.first << ", " << from.second;
  EXPECT_TRUE(desk.names_in(desk.config.in).empty());
  EXPECT_TRUE(desk.names_in(desk.config.state / "taking").empty());
}

}  // namespace
}  // namespace concordat::adapters
