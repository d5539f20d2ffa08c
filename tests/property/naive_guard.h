// The leak guard once more, from docs/agreement-language.md alone: what a passage gives away, and what then waits. It
// knows only the plainest way to write a value (as the field has it), which is how passages() writes them.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/property/naive_evaluator.h"
#include "tests/property/random_world.h"

namespace concordat::policy {

struct NaiveWeighed {
  NaiveResult result;
  std::set<std::pair<std::uint32_t, std::uint32_t>> findings;  // a passage, and the field whose value it gives away
  std::string kept_back;                                       // "INDEX=LEVEL …": what waits for the sender
};

// What the gate comes to, where naive_evaluate() came to `before`.
NaiveWeighed naive_weigh(const schemas::Message& message, const NaiveResult& before, const std::vector<Approval>& approvals);

// Puts values worth finding into the message, and sentences that hold them, or nearly.
void write_passages(schemas::Message& message, RandomWorld& world);

}  // namespace concordat::policy
