// Runs a condition's program. Apart from condition.h only because it is a template.
#pragma once

#include <array>

#include "base/check.h"
#include "policy/condition.h"

namespace concordat::policy {

// Brackets and nots nest 50 deep at most, and each level of `or` over `and` holds two values open.
inline constexpr std::size_t program_depth_max = 256;

template <class TruthOf>
Truth run(const Program& program, TruthOf truth_of) {
  std::array<Truth, program_depth_max> stack;
  std::size_t depth = 0;
  for (const Step& step : program) {
    switch (step.kind) {
      case Step::Kind::atom:
        CHECK(depth < stack.size(), "a condition deeper than the parser allows");
        stack[depth++] = truth_of(step.atom);
        break;
      case Step::Kind::both:
        --depth;
        stack[depth - 1] = both(stack[depth - 1], stack[depth]);
        break;
      case Step::Kind::either:
        --depth;
        stack[depth - 1] = either(stack[depth - 1], stack[depth]);
        break;
      case Step::Kind::negated:
        stack[depth - 1] = negated(stack[depth - 1]);
        break;
    }
  }
  return stack[0];
}

}  // namespace concordat::policy
