#include "tests/sim/dice.h"

namespace concordat::sim {
namespace {

Dice& randomness() {
  static Dice dice{0};
  return dice;
}

}  // namespace

std::uint64_t Dice::draw() {
  std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15U;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
  return mixed ^ (mixed >> 31);
}

void seed_randomness(std::uint64_t seed) { randomness() = Dice{seed}; }

}  // namespace concordat::sim

// The linker gives calls of RAND_bytes to this (--wrap).
extern "C" int __wrap_RAND_bytes(unsigned char* out, int count);
extern "C" int __wrap_RAND_bytes(unsigned char* out, int count) {
  for (int i = 0; i < count; ++i) out[i] = static_cast<unsigned char>(concordat::sim::randomness().draw());
  return 1;
}
