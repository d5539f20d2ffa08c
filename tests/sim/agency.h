// One agency of a simulation: the real link over a simulated wire, with its spool, inbox and checkpoint in
// a real folder, and a native system that sometimes refuses what it is given.
#pragma once

#include <filesystem>

#include "adapters/link/session.h"
#include "tests/sim/network.h"

namespace concordat::sim {

struct HostFaults {  // per mille of calls
  unsigned refuses = 0;          // nothing was stored
  unsigned stores_and_fails = 0;  // it was stored all the same: it will be handed on again
};

class SimAgency final : public link::Host {
public:
  SimAgency(const Area& area, std::size_t index, std::filesystem::path folder, SimNetwork& network, const SimClock& clock, Dice& dice,
            Oracle& oracle, const HostFaults& faults);
  ~SimAgency() override;

  bool is_up() const;
  void start();
  void crash();
  void turn();
  void submit(const schemas::Message& message);
  bool is_idle() const;
  // A person reads the last delivery.
  void acknowledge();

  Result<Unit, FileError> take_record(const link::Record& record) override;
  Result<Unit, FileError> take_delivery(const link::Delivery& delivery) override;
  void raise(const link::Alarm& alarm) override;
  void note(std::string_view code, std::string_view subject) override;

private:
  class Wire;
  struct Running;
  bool refuses();

  const Area& area_;
  std::size_t index_;
  std::filesystem::path folder_;
  SimNetwork& network_;
  const SimClock& clock_;
  Dice& dice_;
  Oracle& oracle_;
  const HostFaults& faults_;
  std::optional<schemas::DisclosureId> last_;
  std::unique_ptr<Running> running_;
};

}  // namespace concordat::sim
