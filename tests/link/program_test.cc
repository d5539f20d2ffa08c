// The program itself, as a process: exit codes, one at a time, a clean stop, no core dumps. No broker answers here.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include <csignal>
#include <fstream>

#include "tests/link/area.h"
#include "tests/place/place.h"

namespace concordat::link {
namespace {

class Program {
public:
  Program(const std::vector<std::string>& arguments, const std::filesystem::path& errors) {
    child_ = ::fork();
    if (child_ != 0) return;
    const int file = ::open(errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(file, STDERR_FILENO);
    std::vector<char*> argv{const_cast<char*>("concordat-adapter")};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    ::setenv("ASAN_OPTIONS", "detect_leaks=0", 1);  // the leak checker traces its process, which this one forbids
    ::execv((test::bin_dir() / "concordat-adapter").c_str(), argv.data());
    ::_exit(127);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() {
    if (child_ > 0) signal(SIGKILL), static_cast<void>(wait());
  }
  void signal(int number) const { ::kill(child_, number); }
  int wait() {
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }
  std::string limits() const {
    std::ifstream file{"/proc/" + std::to_string(child_) + "/limits"};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

private:
  pid_t child_;
};

class ProgramTest : public testing::Test {
protected:
  void SetUp() override {
    char public_key[41];
    char secret_key[41];
    ASSERT_EQ(::zmq_curve_keypair(public_key, secret_key), 0);
    schemas::Directory directory = test_directory();
    directory.organisations[0].transport_key = public_key;
    ASSERT_EQ(::zmq_curve_keypair(public_key_of_broker_, secret_key_of_broker_), 0);
    directory.broker_key = public_key_of_broker_;
    write_directory(scratch_ / "", directory);
    write_text(scratch_ / "curve.secret", std::string{public_key} + "\n" + secret_key + "\n");
    write_text(scratch_ / "signing.seed", to_hex(key_of(school_seed).seed().expose()));
    write_text(scratch_ / "adapter.toml", R"(kind = "school"
agency = "school/abbey"
brokers = ["tcp://127.0.0.1:1"]
directory = "directory.json"
approvers = "approvers.json"
curve_secret = "curve.secret"
signing_seed = "signing.seed"
in = "in"
out = "out"
rejected = "rejected"
state = "state"
[defaults]
scheme = "prevent"
purpose = "channel-referral"
area = "E09000002"
)");
  }
  std::vector<std::string> config() const { return {"--config", scratch_ / "adapter.toml"}; }
  std::string errors() const { return read_text(scratch_ / "errors"); }
  bool says_within(std::string_view text, int tenths) const {
    for (; tenths > 0 && errors().find(text) == std::string::npos; --tenths) ::usleep(100000);
    return errors().find(text) != std::string::npos;
  }
  Scratch scratch_;
  char public_key_of_broker_[41] = {};
  char secret_key_of_broker_[41] = {};
};

TEST_F(ProgramTest, starts_takes_documents_in_and_stops_when_told) {
  Program program{config(), scratch_ / "errors"};
  ASSERT_TRUE(says_within("started school/abbey", 100)) << errors();
  EXPECT_THAT(program.limits(), testing::ContainsRegex("Max core file size +0 +0"));
  write_text(scratch_ / "in" / "Zoe Neill.json", "{");
  EXPECT_TRUE(says_within("rejected", 100));
  EXPECT_TRUE(std::filesystem::exists(scratch_ / "rejected" / "Zoe Neill.json.report.txt"));
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
  EXPECT_THAT(errors(), testing::HasSubstr("stopped"));
  EXPECT_THAT(errors(), testing::Not(testing::HasSubstr("Neill")));
}

TEST_F(ProgramTest, a_second_one_is_refused) {
  Program first{config(), scratch_ / "errors"};
  ASSERT_TRUE(says_within("started", 100)) << errors();
  Program second{config(), scratch_ / "errors-2"};
  EXPECT_EQ(second.wait(), 1);
  EXPECT_THAT(read_text(scratch_ / "errors-2"), testing::HasSubstr("another adapter is at work"));
}

TEST_F(ProgramTest, invalid_configuration_is_three_with_file_line_and_key) {
  write_text(scratch_ / "adapter.toml", "kind = \"school\"\nagency = \"School\"\n");
  Program program{config(), scratch_ / "errors"};
  EXPECT_EQ(program.wait(), 3);
  EXPECT_THAT(errors(), testing::HasSubstr("adapter.toml:2: agency: must be an agency id"));
}

TEST_F(ProgramTest, killed_it_starts_again) {
  {
    Program program{config(), scratch_ / "errors"};
    ASSERT_TRUE(says_within("started", 100)) << errors();
    program.signal(SIGKILL);
    EXPECT_EQ(program.wait(), 1000 + SIGKILL);
  }
  Program again{config(), scratch_ / "errors"};
  EXPECT_TRUE(says_within("started", 100)) << errors();
}

}  // namespace
}  // namespace concordat::link
