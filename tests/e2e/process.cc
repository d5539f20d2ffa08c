#include "tests/e2e/process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "base/check.h"
#include "tests/place/place.h"

namespace concordat::e2e {

using namespace std::chrono_literals;

#ifdef __SANITIZE_THREAD__
constexpr int patience = 10;
#else
constexpr int patience = 1;
#endif

bool wait_until(const std::function<bool()>& holds, std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit * patience;
  for (;;) {
    if (holds()) return true;
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(20ms);
  }
}

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// Beside and renamed: whoever watches the folder sees the whole or nothing.
void write_text(const std::filesystem::path& file, std::string_view text) {
  const std::filesystem::path beside = file.string() + ".part";
  {
    std::ofstream out{beside, std::ios::binary | std::ios::trunc};
    out << text;
    CHECK(out.good(), "a test's file cannot be written");
  }
  std::filesystem::rename(beside, file);
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

Process::Process(const std::string& program, const std::vector<std::string>& arguments, const std::filesystem::path& output) : output_(output) {
  const std::string path = (test::bin_dir() / program).string();
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const int file = ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  CHECK(file >= 0, "no file for a program's output");
  const pid_t parent = ::getpid();
  child_ = ::fork();
  CHECK(child_ >= 0, "cannot fork");
  if (child_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    ::dup2(file, STDERR_FILENO);
    ::dup2(file, STDOUT_FILENO);
    ::setenv("ASAN_OPTIONS", "detect_leaks=0", 1);  // the leak checker traces its process, which these forbid
    ::execv(path.c_str(), argv.data());
    ::_exit(127);
  }
  ::close(file);
}

Process::~Process() { kill_now(); }

bool Process::is_running() { return !wait(0ms); }

void Process::signal(int number) const {
  if (!ended_) ::kill(child_, number);
}

std::optional<int> Process::wait(std::chrono::milliseconds limit) {
  wait_until([this] {
    int status = 0;
    if (!ended_ && ::waitpid(child_, &status, WNOHANG) == child_)
      ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    return ended_.has_value();
  }, limit);
  return ended_;
}

void Process::kill_now() {
  signal(SIGKILL);
  CHECK(wait(10s), "a killed process does not go");
}

Ran run(const std::string& program, const std::vector<std::string>& arguments, const std::filesystem::path& scratch) {
  Process process{program, arguments, scratch / (std::filesystem::path{program}.filename().string() + ".ran")};
  const auto code = process.wait(60s);
  return {code.value_or(-1), process.output()};
}

}  // namespace concordat::e2e
