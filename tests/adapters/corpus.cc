// Runs every sample document through `concordat message translate`, as an agency would, and prints a table: file, kind,
// what became of it, how many subjects, the code and place of the first refusal, and how much is told as not carried.
//
//   CONCORDAT_SAMPLES=/path/to/samples build/dev/bin/adapter_corpus [KIND]
//
// A sample lies in the folder of its kind. Fails on a crash, a hang, an exit code that is not 0 or 3, a refusal that names
// no code or no place, and on a silent half: a message without a subject, exit 0 with a part rejected, exit 3 with none.
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "adapters/json.h"
#include "adapters/native.h"
#include "base/text.h"
#include "tests/place/place.h"

namespace concordat {
namespace {

namespace fs = std::filesystem;
constexpr std::chrono::seconds patience{60};

struct Ran {
  int exit = -1;  // -1: killed by a signal or by us
  bool is_hung = false;
  std::string out;
  std::string err;
};

Ran run(const fs::path& program, const std::vector<std::string>& words) {
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (::pipe(out.data()) != 0 || ::pipe(err.data()) != 0) return {};
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    for (const int descriptor : {out[0], out[1], err[0], err[1]}) ::close(descriptor);
    std::vector<char*> arguments;
    std::string name = program.string();
    arguments.push_back(name.data());
    std::vector<std::string> copies = words;
    for (std::string& word : copies) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execv(name.c_str(), arguments.data());
    ::_exit(127);
  }
  ::close(out[1]);
  ::close(err[1]);
  Ran ran;
  std::array<pollfd, 2> open{pollfd{out[0], POLLIN, 0}, pollfd{err[0], POLLIN, 0}};
  std::array<std::string*, 2> into{&ran.out, &ran.err};
  const auto end = std::chrono::steady_clock::now() + patience;
  while ((open[0].fd >= 0 || open[1].fd >= 0) && !ran.is_hung) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0 || ::poll(open.data(), open.size(), static_cast<int>(left)) == 0) ran.is_hung = true;
    for (std::size_t i = 0; i < open.size() && !ran.is_hung; ++i) {
      if (open[i].fd < 0 || (open[i].revents & (POLLIN | POLLHUP)) == 0) continue;
      std::array<char, 65536> buffer{};
      const ssize_t got = ::read(open[i].fd, buffer.data(), buffer.size());
      if (got > 0) into[i]->append(buffer.data(), static_cast<std::size_t>(got));
      if (got <= 0) open[i].fd = -1;
    }
  }
  if (ran.is_hung) ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(out[0]);
  ::close(err[0]);
  if (WIFEXITED(status)) ran.exit = WEXITSTATUS(status);
  return ran;
}

struct Sample {
  std::string kind;
  std::string name;
  std::string became;  // "translated", "in part", "refused"
  std::size_t subjects = 0;
  std::size_t not_carried = 0;
  std::string why;     // "code at place" of the first refusal
  std::string fault;   // what this program fails on; empty if nothing
};

bool names_somebody(const adapters::Json& message) {
  for (const adapters::Json& body : message["body"].items) {
    const adapters::Json& subject = body["subject"];
    if (!subject["names"].items.empty() || !subject["identifiers"].items.empty()) return true;
  }
  return false;
}

// What `--report json` says on stderr: {"notCarried": …, "leftOut": …, "problems": [{"code", "where", "what"}]}.
void judge(Sample& sample, const Ran& ran) {
  const auto fault = [&](std::string_view what) {
    if (sample.fault.empty()) sample.fault = what;
  };
  if (ran.is_hung) return fault("hangs");
  if (ran.exit < 0) return fault("crashes");
  if (ran.exit != 0 && ran.exit != 3) return fault("exits " + std::to_string(ran.exit));
  const auto report = adapters::read_json(as_bytes(ran.err));
  if (!report) return fault("says what is not a report");
  const std::vector<adapters::Json>& problems = (*report)["problems"].items;
  for (const adapters::Json& told : (*report)["notCarried"].items) sample.not_carried += told["paths"].items.size();
  for (const adapters::Json& problem : problems)
    if (problem["code"].text.empty() || problem["where"].text.empty()) fault("refuses without code or place");
  if (!problems.empty()) sample.why = problems[0]["code"].text + " at " + problems[0]["where"].text;
  if (!ran.out.empty()) {
    const auto messages = adapters::read_json(as_bytes(ran.out));
    if (!messages) return fault("prints what is not JSON");
    const auto count = [&](const adapters::Json& message) {
      sample.subjects += names_somebody(message) ? 1U : 0U;
      if (!names_somebody(message)) fault("has a message without a subject");
    };
    if (messages->is_array())
      for (const adapters::Json& message : messages->items) count(message);
    else
      count(*messages);
  }
  sample.became = sample.subjects == 0 ? "refused" : problems.empty() ? "translated" : "in part";
  if (ran.exit == 0 && (sample.subjects == 0 || !problems.empty())) fault("exits 0 with a half");
  if (ran.exit == 3 && problems.empty()) fault("exits 3 and does not say why");
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() > width) text = text.substr(0, width - 1) + "~";
  text.resize(width, ' ');
  return text;
}

int print(const std::vector<Sample>& samples) {
  struct Sum {
    std::size_t all = 0, whole = 0, part = 0, subjects = 0;
  };
  std::map<std::string, Sum> sums;
  int faults = 0;
  std::cout << padded("file", 62) << padded("kind", 10) << padded("became", 11) << padded("subjects", 9) << padded("not carried", 12)
            << "refused because\n";
  for (const Sample& sample : samples) {
    Sum& sum = sums[sample.kind];
    ++sum.all;
    sum.whole += sample.became == "translated" ? 1U : 0U;
    sum.part += sample.became == "in part" ? 1U : 0U;
    sum.subjects += sample.subjects;
    std::cout << padded(sample.name, 62) << padded(sample.kind, 10) << padded(sample.became, 11) << padded(std::to_string(sample.subjects), 9)
              << padded(std::to_string(sample.not_carried), 12) << sample.why << "\n";
    if (!sample.fault.empty()) std::cout << "  FAULT: " << sample.fault << "\n";
    faults += sample.fault.empty() ? 0 : 1;
  }
  for (const auto& [kind, sum] : sums)
    std::cout << kind << ": " << sum.whole << " translated, " << sum.part << " in part, " << sum.all - sum.whole - sum.part << " refused, of "
              << sum.all << "; " << sum.subjects << " subjects\n";
  std::cout << samples.size() << " samples, " << faults << " faults\n";
  return faults == 0 && !samples.empty() ? 0 : 1;
}

}  // namespace
}  // namespace concordat

int main(int count, char** words) {
  using namespace concordat;
  const char* const root = std::getenv("CONCORDAT_SAMPLES");
  if (root == nullptr || *root == '\0') {
    std::cout << "CONCORDAT_SAMPLES is not set: there is nothing to run\n";
    return 77;  // what ctest is told to count as skipped
  }
  const fs::path command = test::bin_dir() / "concordat";
  std::vector<Sample> samples;
  for (const adapters::Kind& kind : adapters::kinds()) {
    if (count > 1 && std::string_view{words[1]} != kind.name) continue;
    const fs::path folder = fs::path{root} / kind.name;
    if (!fs::is_directory(folder)) continue;
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator{folder})
      if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
      Sample sample{.kind = std::string{kind.name}, .name = fs::relative(file, folder).string(), .became = {}, .why = {}, .fault = {}};
      judge(sample, run(command, {"message", "translate", "--from", sample.kind, "--report", "json", "--json", file.string()}));
      samples.push_back(std::move(sample));
    }
  }
  return print(samples);
}
