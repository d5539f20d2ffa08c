// What the program does beside serving: accounts, certificates, and a first console for a demonstration area. Each adds its
// subcommands, and sets `exit` when one has run.
#pragma once

#include <CLI/CLI.hpp>

namespace concordat::console::web {

inline constexpr int exit_done = 0;
inline constexpr int exit_could_not_run = 1;
inline constexpr int exit_invalid_input = 3;

int complain(int exit, std::string_view what);  // to stderr; gives the exit code back

void add_account_commands(CLI::App& app, int& exit);
void add_first_commands(CLI::App& app, int& exit);  // certificate, demonstration, code

}  // namespace concordat::console::web
