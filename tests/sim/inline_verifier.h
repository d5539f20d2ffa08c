// Verification without threads: done at once, and given back in any order, as a pool may.
#pragma once

#include <deque>

#include "broker/verifier.h"
#include "tests/sim/dice.h"

namespace concordat::sim {

class InlineVerifier final : public broker::Verifier {
public:
  explicit InlineVerifier(Dice& dice) : dice_(dice) {}
  bool offer(broker::ToVerify work) override;
  std::optional<broker::Verified> take() override;
  std::size_t waiting() const override { return done_.size(); }

private:
  Dice& dice_;
  std::deque<broker::Verified> done_;
};

}  // namespace concordat::sim
