// A leaf of the command tree: arguments of its own, a run that gives an exit code, and --json.
//
//   struct Check { std::vector<std::string> files; };
//   add_leaf<Check>(family, tree, "check", "Says what is wrong with agreements",
//                   [](CLI::App& leaf, Check& to) { leaf.add_option("FILE", to.files)->required(); },
//                   [](const Check& arguments, Terminal& terminal) { return Exit::done; });
#pragma once

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

#include "console/terminal/terminal.h"

namespace concordat::console {

struct Tree {
  CLI::App& root;
  Terminal& terminal;
  Exit exit = Exit::done;
};

inline CLI::App& add_family(Tree& tree, const std::string& name, const std::string& what) {
  CLI::App* family = tree.root.add_subcommand(name, what);
  family->require_subcommand(1);
  return *family;
}

template <class Arguments, class Bind, class Run>
void add_leaf(CLI::App& family, Tree& tree, const std::string& name, const std::string& what, Bind bind, Run run) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* leaf = family.add_subcommand(name, what);
  bind(*leaf, *arguments);
  leaf->add_flag_callback("--json", [&tree] { tree.terminal.set_form(Form::json); }, "Print data as JSON");
  leaf->callback([&tree, arguments, run] { tree.exit = run(*arguments, tree.terminal); });
}

// Each family's file has one of these.
void add_area(Tree& tree);
void add_agreement(Tree& tree);
void add_message(Tree& tree);
void add_schema(Tree& tree);
void add_send(Tree& tree);
void add_answers(Tree& tree);
void add_receipt(Tree& tree);
void add_audit(Tree& tree);
void add_queue(Tree& tree);
void add_hold(Tree& tree);
void add_emergency(Tree& tree);
void add_ceremony(Tree& tree);
void add_directory(Tree& tree);
void add_agency(Tree& tree);
void add_person(Tree& tree);
void add_status(Tree& tree);

}  // namespace concordat::console
