// One program as a child: started with arguments, its stderr and stdout each in a file, ended by its own id when this goes, and
// by the kernel when the test itself dies.
//
//   Process broker{"concordatd", {"--config", file}, folder / "broker.err"};
//   broker.signal(SIGTERM);
//   EXPECT_EQ(broker.wait(5s), 0);
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace concordat::e2e {

// Polls until it holds; false at the deadline, which is ten times as far under the thread sanitizer.
bool wait_until(const std::function<bool()>& holds, std::chrono::milliseconds limit);

std::string read_text(const std::filesystem::path& file);  // empty if it is not there
void write_text(const std::filesystem::path& file, std::string_view text);
std::size_t count_of(std::string_view text, std::string_view part);

class Process {
public:
  Process(const std::string& program, const std::vector<std::string>& arguments, const std::filesystem::path& output);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  pid_t id() const { return child_; }
  bool is_running();
  void signal(int number) const;
  // Its exit code, or 1000 and the signal that ended it; nothing if it has not ended by then.
  std::optional<int> wait(std::chrono::milliseconds limit);
  void kill_now();  // SIGKILL, and waits for it to be gone
  std::string output() const { return read_text(output_); }

private:
  pid_t child_;
  std::optional<int> ended_;
  std::filesystem::path output_;
};

struct Ran {
  int exit_code;
  std::string output;  // both streams
};
// Runs a program to its end, with a minute for it.
Ran run(const std::string& program, const std::vector<std::string>& arguments, const std::filesystem::path& scratch);

}  // namespace concordat::e2e
