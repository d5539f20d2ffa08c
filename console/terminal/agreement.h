// The leaves of `concordat agreement`, one file each.
#pragma once

#include "console/terminal/command.h"
#include "console/terminal/officer.h"
#include "schemas/directory.h"

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
void add_agreement_propose(CLI::App& family, Tree& tree);  // propose, approve
void add_agreement_words(CLI::App& family, Tree& tree);    // reject, activate, suspend, resume, withdraw, accede, leave
void add_agreement_history(CLI::App& family, Tree& tree);  // history, list

// What these leaves make, for a proposal to attach.
// Of all of a draft's scenarios; fails unless every one comes out as expected.
Result<std::string, Exit> scenarios_passed(const std::string& file, const Terminal& terminal);
// What was decided under the name, decided again under the draft; `was` is the text in force, or empty.
Result<std::string, Exit> replay_of(const std::string& draft, const std::string& was, const schemas::Directory& directory, const OfficerOptions& asked,
                                    const Terminal& terminal);

}  // namespace concordat::console
