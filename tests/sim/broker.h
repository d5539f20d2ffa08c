// One life of the simulated broker: the real core and pipeline over the simulation's ports. What outlives
// it is on the disk.
#pragma once

#include <memory>

#include "broker/pipeline.h"
#include "tests/sim/inline_verifier.h"
#include "tests/sim/ledger.h"
#include "tests/sim/network.h"

namespace concordat::sim {

class SimBroker {
public:
  SimBroker(const std::filesystem::path& folder, SimNetwork& network, const SimClock& clock, Dice& dice, const LedgerFaults& faults,
            broker::Governance first);  // taken where the log has none
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
