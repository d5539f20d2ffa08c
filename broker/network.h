// The network as the pipeline sees it: sessions whose agency the transport has proved, a way to answer
// one, and a way to send a Dispatch. broker/net/ in production, the simulator's in tests.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/strong.h"
#include "broker/dispatch.h"
#include "schemas/frame.h"

namespace concordat::broker {

using ConnectionId = Strong<struct ConnectionTag, std::uint64_t>;

// Who is at the other end, as CURVE and ZAP proved it; the pipeline still asks the directory each time.
struct Session {
  ConnectionId connection;
  std::string name;           // agency id, or an officer's name at the admin endpoint
  std::string transport_key;  // Z85
  std::shared_ptr<const Secret<32>> key = nullptr;  // once it said hello: what is sent to it is boxed under this
};

// Everything the broker may say that discloses nothing of a message.
using Reply = std::variant<schemas::Welcome, schemas::Accepted, schemas::Refused, schemas::Heartbeat, schemas::Status,
                           schemas::Acknowledged, schemas::Answer, schemas::SeenCheckpoint>;

// What proves a dispatch to its recipient.
struct Evidence {
  Bytes receipt;                    // audit::encode_receipt
  std::vector<Digest> consistency;  // from the checkpoint the link holds when this reaches it
  std::uint64_t from_size = 0;
  std::uint64_t to_size = 0;
  std::string witnessed = {};         // an earlier checkpoint, with other agencies' cosignatures
  std::vector<Digest> continued = {};  // from it to the receipt's
};

enum class SendOutcome { sent, unreachable, full };

class Network {
public:
  virtual SendOutcome reply(const Session& to, const Reply& reply) = 0;
  virtual SendOutcome send(const Session& to, const Dispatch& dispatch, const Evidence& evidence) = 0;

protected:
  ~Network() = default;
};

}  // namespace concordat::broker
