#include <chrono>
#include <thread>

#include "base/text.h"
#include "console/terminal/command.h"
#include "console/terminal/outgoing.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds look_again_after{100};

struct Send {
  std::string adapter;
  std::vector<std::string> files;
  std::vector<std::string> beside;
  unsigned wait = 0;
};

void bind_send(CLI::App& leaf, Send& to) {
  leaf.add_option("--adapter", to.adapter, "The adapter's settings")->required()->type_name("adapter.toml");
  leaf.add_option("FILE", to.files, "Native documents")->required();
  leaf.add_option("--beside", to.beside, "A file that belongs to the one FILE (a detail, a class list); may be given several times")
      ->type_name("FILE")->expected(1)->take_all();
  leaf.add_option("--wait", to.wait, "Wait so long for the answers and until the recipients have it, and print the tables")->type_name("SECONDS");
  leaf.footer("Puts each document into the adapter's in-folder; the adapter must run to take it.\n"
              "Exit codes: 0 done, with --wait: every recipient has it; 2 refused, or waiting for a person; 3 the document was\n"
              "rejected, with each place and code; 1 it could not be put there, or no answer came in time.\n\n"
              "Example:\n  concordat send --adapter demo/adapters/school/adapter.toml --wait 30 concern.json");
}

Exit worse(Exit a, Exit b) { return static_cast<int>(a) > static_cast<int>(b) ? a : b; }

// Waits until nothing more comes by itself, or until the deadline.
Result<std::vector<SentAnswer>, Exit> await(const Outgoing& sent, steady_clock::time_point deadline, const Terminal& terminal) {
  while (true) {
    if (const auto report = sent.rejection()) {
      for (const std::string& line : split(trim(*report), '\n')) terminal.talk("concordat: " + sent.name() + ": " + line);
      return Fail{Exit::invalid_input};
    }
    const bool is_taken = sent.is_taken();
    auto answers = sent.answers(terminal);
    if (!answers) return answers;
    bool is_over = is_taken && !answers->empty();
    for (const SentAnswer& answer : *answers) is_over = is_over && answer.is_final();
    if (is_over || steady_clock::now() > deadline) return answers;
    terminal.progress("answers:", answers->size());
    std::this_thread::sleep_for(look_again_after);
  }
}

Exit exit_of(const std::vector<SentAnswer>& answers, const std::string& name, const Terminal& terminal) {
  if (answers.empty()) return terminal.failed(name + ": no answer came in time; is the adapter running?");
  Exit exit = Exit::done;
  for (const SentAnswer& answer : answers) {
    if (answer.is_final()) exit = worse(exit, answer.is_disclosed() ? Exit::done : Exit::answered_no);
    else exit = worse(exit, terminal.failed(name + ": accepted, but not every recipient has it yet"));
  }
  return exit;
}

Exit run_send(const Send& asked, Terminal& terminal) {
  if (!asked.beside.empty() && asked.files.size() != 1) return terminal.failed("--beside belongs to one FILE: send the others by themselves");
  const auto config = adapters::read_config(asked.adapter);
  if (!config) return terminal.invalid(asked.adapter, adapters::format_error(config.error()));
  std::vector<Outgoing> sent;
  for (const std::string& file : asked.files) {
    sent.emplace_back(*config, file);
    const auto put = sent.back().put({asked.beside.begin(), asked.beside.end()});
    if (!put) return terminal.failed(put.error().what);
    terminal.talk("concordat: " + file + " lies in " + config->in.string());
  }
  if (asked.wait == 0) return Exit::done;

  const auto deadline = steady_clock::now() + std::chrono::seconds{asked.wait};
  Exit exit = Exit::done;
  std::vector<std::string> printed;
  for (const Outgoing& document : sent) {
    const auto answers = await(document, deadline, terminal);
    terminal.progress_done();
    if (!answers) {
      exit = worse(exit, answers.error());
      continue;
    }
    for (const SentAnswer& answer : *answers) {
      if (terminal.is_json()) printed.emplace_back(trim(answer.json));
      else terminal.data(answer_table(answer, terminal) + "\n");
    }
    exit = worse(exit, exit_of(*answers, document.name(), terminal));
  }
  if (terminal.is_json()) terminal.data("[" + join(printed, ",\n") + "]\n");
  return exit;
}

}  // namespace

void add_send(Tree& tree) {
  add_leaf<Send>(tree.root, tree, "send", "Hand native documents to an adapter, and see what becomes of them", bind_send, run_send);
}

}  // namespace concordat::console
