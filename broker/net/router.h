// The router: one ROUTER socket that links, or officers, connect to. Knows sizes and who ZAP says is at the
// other end, never meaning. Trusts no routing id but those it made itself, never hands one over, never
// blocks, drops any frame without a User-Id.
#pragma once

#include <optional>
#include <string>
#include <zmq.hpp>

#include "broker/network.h"

namespace concordat::broker {

struct CurveKeys {
  std::string public_key;  // Z85
  std::string secret_key;  // Z85
};

struct Arrived {
  Session session;
  Bytes frame;
};

class Router {
public:
  Router(zmq::context_t& context, const std::string& endpoint, const char* domain, const CurveKeys& keys, std::size_t frame_bytes);

  // The next frame that came whole, in one part, from somebody ZAP named; nothing when there is none now.
  std::optional<Arrived> receive();
  SendOutcome send(const Session& to, ByteView frame);
  zmq::socket_ref handle() { return socket_; }
  std::string endpoint() const { return socket_.get(zmq::sockopt::last_endpoint); }

private:
  zmq::socket_t socket_;
};

}  // namespace concordat::broker
