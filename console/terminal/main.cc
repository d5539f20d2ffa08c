// concordat: the command. Builds the command tree, runs the one leaf that was asked for, and turns what it
// says into an exit code.
#include <sys/stat.h>

#include <algorithm>
#include <exception>
#include <optional>

#include "base/text.h"
#include "console/terminal/command.h"

namespace {

// Where a command was expected and a word stands that is none: what to say of it.
std::optional<std::string> unknown_command(const CLI::App& root, const std::vector<std::string>& words) {
  const CLI::App* at = &root;
  std::string path = root.get_name();
  for (const std::string& word : words) {
    if (word.starts_with('-')) return std::nullopt;
    const auto commands = at->get_subcommands([](const CLI::App*) { return true; });
    if (commands.empty()) return std::nullopt;
    const auto next = std::find_if(commands.begin(), commands.end(), [&](const CLI::App* each) { return each->get_name() == word; });
    if (next == commands.end()) {
      std::vector<std::string> names;
      for (const CLI::App* each : commands) names.push_back(each->get_name());
      const auto guess = concordat::nearest(word, names);
      return path + " has no command \"" + word + "\"" + (guess ? "; did you mean \"" + *guess + "\"?" : "; " + path + " --help lists them");
    }
    at = *next;
    path += " " + word;
  }
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace concordat::console;
  ::umask(077);
  Terminal terminal;
  CLI::App root{"concordat: look at an area, and act on it", "concordat"};
  Tree tree{root, terminal};
  root.require_subcommand(1);
  root.set_version_flag("--version", "concordat 0.1.0");
  root.set_help_all_flag("--help-all", "Print the help of every command");
  root.footer(
      "Data goes to stdout and talk to stderr; --json after any command prints its data as JSON.\n"
      "NO_COLOR in the environment switches colour off.\n"
      "Exit codes: 0 done; 1 could not run (also: wrong words on the command line); 2 the answer is no\n"
      "(refused, waiting, does not verify); 3 the input is invalid, with file, line and field.\n\n"
      "Examples:\n"
      "  concordat area init demo\n"
      "  concordat agreement explain --agreement a.agreement --directory demo --message m.json --to police/met\n"
      "  concordat send --adapter demo/adapters/nhs/adapter.toml --wait 30 referral.json\n"
      "  concordat audit verify --area demo");
  add_area(tree);
  add_agreement(tree);
  add_message(tree);
  add_schema(tree);
  add_send(tree);
  add_answers(tree);
  add_receipt(tree);
  add_audit(tree);
  add_queue(tree);
  add_hold(tree);
  add_emergency(tree);
  add_ceremony(tree);
  add_directory(tree);
  add_agency(tree);
  add_person(tree);
  add_status(tree);
  try {
    root.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (const auto unknown = unknown_command(root, {argv + 1, argv + argc}); unknown && error.get_exit_code() != 0)
      return static_cast<int>(terminal.failed(*unknown));
    return root.exit(error) == 0 ? 0 : static_cast<int>(Exit::could_not_run);
  } catch (const std::exception&) {  // its text might hold a value
    return static_cast<int>(terminal.failed("stopped by an error that should not be"));
  }
  if (!terminal.is_written()) return static_cast<int>(terminal.failed("stdout could not be written"));
  return static_cast<int>(tree.exit);
}
