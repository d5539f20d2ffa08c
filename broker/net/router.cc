#include "broker/net/router.h"

#include <array>

namespace concordat::broker {
namespace {

constexpr int frames_queued_max = 64;
constexpr std::size_t routing_id_bytes = 5;

// Router-made ids are a zero byte and a number; a peer that chose its own is not spoken with.
std::optional<ConnectionId> connection_of(const zmq::message_t& id) {
  const auto* bytes = id.data<unsigned char>();
  if (id.size() != routing_id_bytes || bytes[0] != 0) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = 1; i < routing_id_bytes; ++i) number = (number << 8) | bytes[i];
  return ConnectionId{number};
}

std::array<unsigned char, routing_id_bytes> routing_id_of(ConnectionId connection) {
  std::array<unsigned char, routing_id_bytes> id{};
  for (std::size_t i = 1; i < routing_id_bytes; ++i)
    id[i] = static_cast<unsigned char>((connection.value() >> (8 * (routing_id_bytes - 1 - i))) & 0xff);
  return id;
}

}  // namespace

Router::Router(zmq::context_t& context, const std::string& endpoint, const char* domain, const CurveKeys& keys, std::size_t frame_bytes)
    : socket_(context, zmq::socket_type::router) {
  socket_.set(zmq::sockopt::linger, 0);
  socket_.set(zmq::sockopt::router_mandatory, true);
  socket_.set(zmq::sockopt::router_handover, false);
  socket_.set(zmq::sockopt::sndhwm, frames_queued_max);
  socket_.set(zmq::sockopt::rcvhwm, frames_queued_max);
  socket_.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(frame_bytes));
  socket_.set(zmq::sockopt::handshake_ivl, 5000);
  // Not ZeroMQ's own heartbeat: in libzmq 4.3.4 its timer ends the whole process when the peer of a connection whose queue
  // is full has died (stream_engine_base.cpp, timer_event). Ours goes above it, and TCP finds the half-open ones.
  socket_.set(zmq::sockopt::tcp_keepalive, 1);
  socket_.set(zmq::sockopt::tcp_keepalive_idle, 20);
  socket_.set(zmq::sockopt::tcp_keepalive_intvl, 5);
  socket_.set(zmq::sockopt::tcp_keepalive_cnt, 3);
  socket_.set(zmq::sockopt::curve_server, true);
  socket_.set(zmq::sockopt::curve_secretkey, keys.secret_key);
  socket_.set(zmq::sockopt::zap_domain, std::string{domain});
#ifdef ZMQ_ZAP_ENFORCE_DOMAIN
  socket_.set(zmq::sockopt::zap_enforce_domain, true);  // a draft option: Debian's libzmq is built without (docs/adr)
#endif
  socket_.bind(endpoint);
}

std::optional<Arrived> Router::receive() {
  for (;;) {
    zmq::message_t id;
    if (!socket_.recv(id, zmq::recv_flags::dontwait)) return std::nullopt;
    zmq::message_t frame;
    std::size_t parts = 0;
    for (bool more = id.more(); more; ++parts) {
      zmq::message_t part;
      if (!socket_.recv(part, zmq::recv_flags::dontwait)) break;
      more = part.more();
      if (parts == 0) frame = std::move(part);
    }
    const auto connection = connection_of(id);
    const char* user = parts == 0 ? nullptr : zmq_msg_gets(frame.handle(), "User-Id");
    if (!connection || user == nullptr) continue;
    const std::string_view named{user};
    const std::size_t space = named.rfind(' ');
    if (space == std::string_view::npos) continue;
    // A frame is one part. More, like nothing at all, is malformed and is answered so.
    const std::size_t size = parts == 1 ? frame.size() : 0;
    return Arrived{{*connection, std::string{named.substr(0, space)}, std::string{named.substr(space + 1)}},
                   to_bytes({frame.data<std::byte>(), size})};
  }
}

SendOutcome Router::send(const Session& to, ByteView frame) {
  const auto id = routing_id_of(to.connection);
  try {
    if (!socket_.send(zmq::buffer(id), zmq::send_flags::sndmore | zmq::send_flags::dontwait)) return SendOutcome::full;
    if (!socket_.send(zmq::const_buffer{frame.data(), frame.size()}, zmq::send_flags::dontwait)) return SendOutcome::full;
  } catch (const zmq::error_t&) {  // EHOSTUNREACH: it has gone
    return SendOutcome::unreachable;
  }
  return SendOutcome::sent;
}

}  // namespace concordat::broker
