// The leaves of `concordat audit`, one file each: audit_verify.cc holds add_audit_verify, and so on.
#pragma once

#include "console/terminal/command.h"

namespace concordat::console {

void add_audit_check_consistency(CLI::App& family, Tree& tree);
void add_audit_check_inclusion(CLI::App& family, Tree& tree);
void add_audit_checkpoint(CLI::App& family, Tree& tree);
void add_audit_compare(CLI::App& family, Tree& tree);
void add_audit_erase(CLI::App& family, Tree& tree);
void add_audit_export(CLI::App& family, Tree& tree);
void add_audit_key(CLI::App& family, Tree& tree);
void add_audit_proceed(CLI::App& family, Tree& tree);
void add_audit_prove(CLI::App& family, Tree& tree);
void add_audit_events(CLI::App& family, Tree& tree);
void add_audit_papers(CLI::App& family, Tree& tree);  // account, sar, breach, ropa, dpia, register, retention
void add_audit_recall(CLI::App& family, Tree& tree);
void add_audit_reindex(CLI::App& family, Tree& tree);
void add_audit_rerun(CLI::App& family, Tree& tree);
void add_audit_rotate(CLI::App& family, Tree& tree);
void add_audit_search(CLI::App& family, Tree& tree);
void add_audit_show(CLI::App& family, Tree& tree);
void add_audit_verify(CLI::App& family, Tree& tree);

}  // namespace concordat::console
