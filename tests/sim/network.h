// The network of a simulation: between each agency and the broker a wire in each direction, that loses,
// doubles, delays and reorders as the dice say. Implements the broker's port; link_wire.h is the other end.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "broker/network.h"
#include "tests/sim/dice.h"
#include "tests/sim/oracle.h"
#include "tests/sim/sim_clock.h"

namespace concordat::sim {

struct WireFaults {  // per mille of frames
  unsigned lost = 0;
  unsigned doubled = 0;
  unsigned late = 0;
  unsigned overtaking = 0;
  unsigned full = 0;  // a send is refused for the moment
};

class SimNetwork final : public broker::Network {
public:
  struct Arrived {
    broker::Session session;
    Bytes frame;
  };

  SimNetwork(const Area& area, const SimClock& clock, Dice& dice, Oracle& oracle, const WireFaults& faults);

  broker::SendOutcome reply(const broker::Session& to, const broker::Reply& reply) override;
  broker::SendOutcome send(const broker::Session& to, const broker::Dispatch& dispatch, const broker::Evidence& evidence) override;
  std::optional<Arrived> receive();
  // nullptr while it is not available.
  void read_log_by(std::function<const audit::Log*()> log) { log_ = std::move(log); }
  void broker_lost();  // every connection is another one now, and what was under way is gone

  // An agency's end.
  bool submit(std::size_t agency, ByteView frame);
  std::optional<Bytes> take(std::size_t agency);
  void reconnect(std::size_t agency);

private:
  struct Wire {
    std::multimap<Instant, Bytes> frames;
    Instant last{};
  };
  struct Line {
    broker::ConnectionId connection;
    Wire up;
    Wire down;
  };
  void put(Wire& wire, ByteView frame);
  std::optional<Bytes> take_due(Wire& wire);
  broker::SendOutcome put_down(const broker::Session& to, ByteView frame);

  const Area& area_;
  const SimClock& clock_;
  Dice& dice_;
  Oracle& oracle_;
  const WireFaults& faults_;
  std::function<const audit::Log*()> log_ = [] { return nullptr; };
  std::vector<Line> lines_;
  std::uint64_t connections_ = 100;
};

}  // namespace concordat::sim
