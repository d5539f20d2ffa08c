// Dice: every choice of a simulation, from one seed; and the randomness of base/crypto with it, so that
// salts, keys and ids fall the same way when the seed is tried again.
#pragma once

#include <cstddef>
#include <cstdint>

namespace concordat::sim {

class Dice {
public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t draw();  // splitmix64
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(draw() % bound); }
  bool falls(unsigned per_mille) { return draw() % 1000 < per_mille; }

private:
  std::uint64_t state_;
};

// From here on, all that base/crypto draws follows from this seed. The simulation is linked so that its
// random bytes come from here; production code has no such door.
void seed_randomness(std::uint64_t seed);

}  // namespace concordat::sim
