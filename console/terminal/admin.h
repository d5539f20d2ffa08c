// Questions to a running broker, over its admin endpoint: one at a time, each answered or given up on. The broker
// records who asked what and why before it answers.
//
//   TRY(const std::string json, ask_broker(officer, {.question = "queue", .reason = "weekly check"}, terminal));
#pragma once

#include "console/terminal/officer.h"
#include "schemas/frame.h"

namespace concordat::console {

// The answers' JSON; a question whose answer comes in parts (entries) is the caller's to ask again.
Result<schemas::Answer, Exit> ask_broker(const Officer& officer, const schemas::Ask& question, const Terminal& terminal);

}  // namespace concordat::console
