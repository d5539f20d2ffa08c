// A whole run from one seed: chaos for a while, then everything is mended, and then the oracle judges.
//
//   const Outcome outcome = run({.seed = 7});
//   if (!outcome.complaints.empty()) ...      // the seed tried again gives the same run
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace concordat::sim {

struct Plan {
  std::uint64_t seed = 0;
  std::size_t steps = 500;
};

struct Outcome {
  std::vector<std::string> complaints;
  std::size_t messages = 0;
  std::size_t deliveries = 0;
  std::uint64_t entries = 0;
  std::size_t crashes = 0;
  std::size_t acts = 0;  // of governance, that counted
  std::uint64_t trace = 0;
};

Outcome run(const Plan& plan);

}  // namespace concordat::sim
