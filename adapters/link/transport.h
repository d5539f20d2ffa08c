// Transport: how frames travel between a link and its broker, as a port. The ZeroMQ one is made here; tests and
// the simulator bring their own. Frames may be lost; the session bears doubled and reordered ones too. None is ever
// changed: CURVE sees to that.
//
//   TRY(std::unique_ptr<Transport> wire, connect_curve({.brokers = {"tcp://10.0.0.1:7400"}, …}));
//   wire->send(encode_frame(Hello{…}));
//   std::optional<Bytes> frame = wire->receive(200ms);
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/link/keys.h"
#include "base/bytes.h"
#include "base/result.h"

namespace concordat::link {

class Transport {
public:
  virtual ~Transport() = default;
  // False when it cannot be taken now: nobody is connected, or the queue is full. Nothing was sent then.
  virtual bool send(ByteView frame) = 0;
  // The next frame, waiting at most `timeout`; nothing on time-out or on a signal.
  virtual std::optional<Bytes> receive(std::chrono::milliseconds timeout) = 0;
  // Drops the connection and what was queued on it, and tries the next broker of the list.
  virtual void reconnect() = 0;
};

struct CurveSettings {
  std::vector<std::string> brokers;  // "tcp://HOST:PORT", tried in order
  std::string broker_key;            // Z85, from the directory
  const CurveKeys* keys = nullptr;   // the agency's own; outlives the transport
};

// A DEALER. It connects by itself and again after each loss; the error says which setting is at fault.
Result<std::unique_ptr<Transport>, std::string> connect_curve(const CurveSettings& settings);

}  // namespace concordat::link
