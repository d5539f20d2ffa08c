// Backoff: how long to wait before trying again. Doubles, is capped, and is spread over its upper half, so that links
// that failed together do not come back together. Its randomness is seeded: the same seed waits the same.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace concordat::link {

class Backoff {
public:
  using Wait = std::chrono::milliseconds;
  Backoff(Wait first, Wait cap, std::uint64_t seed) : first_(first), cap_(cap), state_(seed) {}

  Wait after(unsigned attempts) {
    const Wait whole = std::min(cap_, Wait{first_.count() << std::min(attempts, 20U)});
    return whole / 2 + Wait{static_cast<Wait::rep>(draw() % static_cast<std::uint64_t>(whole.count() / 2 + 1))};
  }

private:
  std::uint64_t draw() {  // splitmix64
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31);
  }
  Wait first_;
  Wait cap_;
  std::uint64_t state_;
};

}  // namespace concordat::link
