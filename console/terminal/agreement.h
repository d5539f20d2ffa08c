// The leaves of `concordat agreement`, one file each.
#pragma once

#include "console/terminal/command.h"

namespace concordat::console {

void add_agreement_check(CLI::App& family, Tree& tree);
void add_agreement_editing(CLI::App& family, Tree& tree);  // complete, hover
void add_agreement_diff(CLI::App& family, Tree& tree);
void add_agreement_explain(CLI::App& family, Tree& tree);
void add_agreement_format(CLI::App& family, Tree& tree);
void add_agreement_replay(CLI::App& family, Tree& tree);
void add_agreement_test(CLI::App& family, Tree& tree);
void add_agreement_watch(CLI::App& family, Tree& tree);
void add_agreement_matrix(CLI::App& family, Tree& tree);
void add_agreement_render(CLI::App& family, Tree& tree);

}  // namespace concordat::console
