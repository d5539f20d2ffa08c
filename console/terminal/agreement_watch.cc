// Looks at the file a few times a second rather than asking the kernel to tell: editors save by writing in place, by
// renaming a new file over it, or by deleting it first, over network shares too, and each of them is seen the same way.
#include <algorithm>
#include <csignal>
#include <ctime>
#include <optional>
#include <sys/stat.h>

#include "console/terminal/agreement.h"
#include "console/terminal/findings.h"
#include "console/terminal/reading.h"
#include "policy/editing.h"

namespace concordat::console {
namespace {

struct Watch {
  std::string file;
  std::string directory;
};

constexpr long look_every_nanoseconds = 200'000'000;
volatile std::sig_atomic_t is_stopped = 0;

void stop(int) { is_stopped = 1; }

// What changes with every way of saving; nothing while there is no such file.
struct Saved {
  ino_t file;
  off_t bytes;
  timespec at;
  bool operator==(const Saved& other) const {
    return file == other.file && bytes == other.bytes && at.tv_sec == other.at.tv_sec && at.tv_nsec == other.at.tv_nsec;
  }
};
std::optional<Saved> saved(const std::string& file) {
  struct stat found{};
  if (::stat(file.c_str(), &found) != 0) return std::nullopt;
  return Saved{found.st_ino, found.st_size, found.st_mtim};
}

void bind_watch(CLI::App& leaf, Watch& to) {
  leaf.add_option("FILE", to.file, "The agreement")->required();
  leaf.add_option("--directory", to.directory, "The organisations there are: a directory.json, or an area's folder")->type_name("PATH");
  leaf.footer("Checks the file now and after every save, until Ctrl-C. With --json, each check is one line:\n"
              "{\"ok\", \"diagnostics\"}. Exit codes: 0 stopped; 1 it cannot be read.\n\n"
              "Example:\n  concordat agreement watch prevent.agreement");
}

void check(const Watch& asked, const std::string& text, const policy::Parties* parties, Terminal& terminal) {
  const auto findings = policy::diagnose(text, parties);
  const bool has_errors = policy::has_errors(findings);
  if (terminal.is_json()) {
    terminal.data(findings_json({{asked.file, findings}}, Lines::one));
    return;
  }
  for (const policy::Diagnostic& found : findings) terminal.data(policy::render(asked.file, text, found));
  const auto errors = static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [](const policy::Diagnostic& found) {
    return found.severity() == policy::Severity::error;
  }));
  terminal.talk(asked.file + ": " + (has_errors ? terminal.tinted(std::to_string(errors) + (errors == 1 ? " error" : " errors"), Tint::bad)
                                                : terminal.tinted("is good", Tint::good)));
}

Exit run_watch(const Watch& asked, Terminal& terminal) {
  std::optional<policy::Parties> parties;
  if (!asked.directory.empty()) {
    const auto directory = read_directory(asked.directory, terminal);
    if (!directory) return directory.error();
    parties = policy::parties_of(*directory);
  }
  // Later it may be away for a moment, while it is being saved.
  if (const auto text = read_text(asked.file, terminal); !text) return text.error();
  struct sigaction action{};
  action.sa_handler = stop;  // and no restart: a signal ends the wait
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  std::optional<Saved> checked;
  while (is_stopped == 0 && terminal.is_written()) {
    const auto now = saved(asked.file);
    if (now && now != checked) {
      const auto text = read_text(asked.file, terminal);
      if (text) check(asked, *text, parties ? &*parties : nullptr, terminal);
      checked = now;
    }
    const timespec pause{0, look_every_nanoseconds};
    ::nanosleep(&pause, nullptr);
  }
  return Exit::done;
}

}  // namespace

void add_agreement_watch(CLI::App& family, Tree& tree) {
  add_leaf<Watch>(family, tree, "watch", "Checks an agreement each time it is saved", bind_watch, run_watch);
}

}  // namespace concordat::console
