// The leaves of `concordat agreement`, one file each.
#pragma once

#include "console/terminal/command.h"

namespace concordat::console {

void add_agreement_check(CLI::App& family, Tree& tree);
void add_agreement_explain(CLI::App& family, Tree& tree);
void add_agreement_format(CLI::App& family, Tree& tree);
void add_agreement_test(CLI::App& family, Tree& tree);

}  // namespace concordat::console
