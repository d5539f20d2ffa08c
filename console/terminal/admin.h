// Questions to a running broker, over its admin endpoint: one at a time, each answered or given up on. The broker
// records who asked what and why before it answers.
//
//   TRY(const std::string json, ask_broker(officer, {.question = "queue", .reason = "weekly check"}, terminal));
#pragma once

#include "audit/log_keys.h"
#include "console/asking/line.h"
#include "console/terminal/officer.h"
#include "schemas/frame.h"

namespace concordat::console {

// The answers' JSON; a question whose answer comes in parts (entries) is the caller's to ask again.
Result<schemas::Answer, Exit> ask_broker(const Officer& officer, const schemas::Ask& question, const Terminal& terminal);
// The same of a question that takes its time: `hear` gets the answers that say how far it has come, then comes the one that says what.
Result<schemas::Answer, Exit> ask_broker_at_length(const Officer& officer, const schemas::Ask& question, const Line::Hear& hear, const Terminal& terminal);
// The log's keys, as far as the answer's changes lead on from the one that this officer knows.
audit::LogKeys keys_of(const Officer& officer, const schemas::Answer& answer);

}  // namespace concordat::console
