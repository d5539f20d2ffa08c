// What the commands of the queue family share: a question to the broker whose answer is a list, and the family's other files.
#pragma once

#include <nlohmann/json.hpp>

#include "console/terminal/admin.h"
#include "console/terminal/command.h"

namespace concordat::console {

// The answer as JSON, which has a member called like the question.
Result<nlohmann::ordered_json, Exit> ask_queue(const OfficerOptions& asked, const std::string& question, const Terminal& terminal);
// A member as text: a string's own, else its JSON; empty where there is none.
std::string text_of(const nlohmann::ordered_json& row, const char* key);

void add_queue_holds(CLI::App& family, Tree& tree);
void add_queue_emergencies(CLI::App& family, Tree& tree);

}  // namespace concordat::console
