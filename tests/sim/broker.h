// One life of the simulated broker: the real core and pipeline over the simulation's ports. What outlives
// it is on the disk.
#pragma once

#include <deque>
#include <memory>

#include "broker/pipeline.h"
#include "tests/sim/ledger.h"
#include "tests/sim/network.h"

namespace concordat::sim {

// Verifies at once, but gives back in any order, as a pool may.
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

class SimBroker {
public:
  SimBroker(const std::filesystem::path& folder, SimNetwork& network, const SimClock& clock, Dice& dice, const LedgerFaults& faults,
            broker::Governance first);
  SimBroker(const SimBroker&) = delete;
  SimBroker& operator=(const SimBroker&) = delete;
  ~SimBroker();

  void turn();
  void crash() { ledger_.crash(); }
  broker::Pipeline& pipeline() { return pipeline_; }
  const broker::Core& core() const { return core_; }

private:
  SimNetwork& network_;
  SimLedger ledger_;
  broker::Core core_;
  InlineVerifier verifier_;
  broker::Pipeline pipeline_;
};

}  // namespace concordat::sim
