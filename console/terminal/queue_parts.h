// What the commands of the queue family share: a question to the broker whose answer is a list, and the family's other files.
#pragma once

#include <string>

#include "console/asking/told.h"
#include "console/terminal/admin.h"
#include "console/terminal/command.h"

namespace concordat::console {

// The answer has a member called like the question.
Result<Told, Exit> ask_queue(const OfficerOptions& asked, const std::string& question, const Terminal& terminal);
void add_queue_holds(CLI::App& family, Tree& tree);
void add_queue_emergencies(CLI::App& family, Tree& tree);
// The lists alone, for the families whose other leaves are signed.
void add_hold_list(CLI::App& family, Tree& tree, const std::string& name);
void add_emergency_list(CLI::App& family, Tree& tree, const std::string& name);

}  // namespace concordat::console
