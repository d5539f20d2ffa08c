// What editors use of the command: completion and hover at a place, and the watch over a file.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/console/ran.h"
#include "tests/place/place.h"

namespace concordat {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::string good = "agreement \"a\" version 1\nscheme x\narea E09000002\nparties council/lbbd, police/met\nin force 2026-04-01 until 2027-04-01\n"
                         "purpose p means \"P\" basis ukgdpr.6.1.e\nclause 1 \"C\" from council, police to council, police for p share subject.names\n";
const std::string bad = good + "  withhold subject.nickname\n";

TEST(Complete, is_json_for_plugins) {
  const Folder folder;
  const std::string file = folder.write("a.agreement", good + "  withhold subject.nam\n");
  const Ran ran = folder.run("agreement complete " + file + " --line 8 --column 23 --json");
  EXPECT_EQ(ran.exit, 0) << ran.err;
  const json found = json::parse(ran.out);
  EXPECT_EQ(found["replaces"], (json{{"line", 8}, {"column", 12}, {"length", 11}}));
  EXPECT_EQ(found["suggestions"][0]["text"], "subject.names");
  EXPECT_EQ(folder.run("agreement complete " + file + " --line 1 --column 13").exit, 2);
  EXPECT_EQ(folder.run("agreement complete /nowhere --line 1 --column 1").exit, 1);
}

TEST(Hover, says_what_a_word_means) {
  const Folder folder;
  const std::string file = folder.write("a.agreement", good);
  const Ran ran = folder.run("agreement hover " + file + " --line 6 --column 30 --json");
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(json::parse(ran.out)["title"], "ukgdpr.6.1.e");
  EXPECT_EQ(folder.run("agreement hover " + file + " --line 6 --column 20 --json").out, "null\n");
}

// A watch that runs while the test saves the file as editors do.
class Watching {
public:
  explicit Watching(const Folder& folder, const std::string& file) : out_(folder.place() / "seen") {
    child_ = ::fork();
    if (child_ != 0) return;
    const int to = ::open(out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(to, STDOUT_FILENO);
    const std::string program = (test::bin_dir() / "concordat").string();
    ::execl(program.c_str(), "concordat", "agreement", "watch", file.c_str(), "--json", nullptr);
    ::_exit(127);
  }
  ~Watching() {
    if (child_ > 0) stop();
  }
  Watching(const Watching&) = delete;
  Watching& operator=(const Watching&) = delete;

  // The checks so far, once there are that many: each is whether it was good.
  std::vector<bool> seen(std::size_t count) const {
    std::vector<bool> found;
    for (int turn = 0; turn < 300 && found.size() < count; ++turn) {
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
      found.clear();
      std::ifstream in{out_};
      for (std::string line; std::getline(in, line) && !in.eof();) found.push_back(json::parse(line)["ok"].get<bool>());
    }
    return found;
  }
  int stop() {
    ::kill(child_, SIGINT);
    int status = -1;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return status;
  }

private:
  fs::path out_;
  ::pid_t child_ = -1;
};

TEST(Watch, checks_after_every_way_of_saving_and_stops_cleanly) {
  const Folder folder;
  const std::string file = folder.write("a.agreement", good);
  Watching watching{folder, file};
  ASSERT_EQ(watching.seen(1), (std::vector<bool>{true}));
  folder.write("a.agreement", bad);  // in place
  ASSERT_EQ(watching.seen(2), (std::vector<bool>{true, false}));
  fs::rename(folder.write("a.new", good), file);  // a new file over the old one
  ASSERT_EQ(watching.seen(3), (std::vector<bool>{true, false, true}));
  fs::remove(file);
  std::this_thread::sleep_for(std::chrono::milliseconds{500});
  fs::rename(folder.write("a.new", bad), file);  // deleted first
  ASSERT_EQ(watching.seen(4), (std::vector<bool>{true, false, true, false}));
  const int status = watching.stop();
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(Watch, needs_a_file) {
  const Folder folder;
  EXPECT_EQ(folder.run("agreement watch /nowhere/a.agreement").exit, 1);
}

}  // namespace
}  // namespace concordat
