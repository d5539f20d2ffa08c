// How much memory something asks for at its peak, beyond what was held before: what a fuzz target bounds by its input.
// A target that uses it has its own operator new (peak.cc), which counts.
#pragma once

#include <cstddef>

namespace concordat::fuzz {

void start_counting();
std::size_t stop_counting();  // bytes, at the peak since

template <class Act>
std::size_t peak_of(Act act) {
  start_counting();
  act();
  return stop_counting();
}

}  // namespace concordat::fuzz
