#include "adapters/link/transport.h"

#include <zmq.hpp>

#include "base/check.h"
#include "schemas/frame.h"

namespace concordat::link {
namespace {

constexpr int queue_frames_max = 64;
constexpr int handshake_milliseconds = 5000;
constexpr int reconnect_first_milliseconds = 200;
constexpr int reconnect_cap_milliseconds = 10000;

class CurveTransport final : public Transport {
public:
  explicit CurveTransport(const CurveSettings& settings) : settings_(settings) { connect(); }

  bool send(ByteView frame) override {
    try {
      return socket_.send(zmq::buffer(frame.data(), frame.size()), zmq::send_flags::dontwait).has_value();
    } catch (const zmq::error_t&) {
      return false;  // the session resends, and reconnects on silence
    }
  }

  std::optional<Bytes> receive(std::chrono::milliseconds timeout) override {
    try {
      zmq::pollitem_t item{socket_.handle(), 0, ZMQ_POLLIN, 0};
      if (zmq::poll(&item, 1, timeout) == 0) return std::nullopt;
      zmq::message_t part;
      if (!socket_.recv(part, zmq::recv_flags::dontwait)) return std::nullopt;
      const bool alone = !part.more();
      Bytes frame = to_bytes({part.data<std::byte>(), part.size()});
      while (part.more())
        if (!socket_.recv(part, zmq::recv_flags::dontwait)) break;
      if (!alone) frame.clear();  // a frame is one part: the session sees a malformed one
      return frame;
    } catch (const zmq::error_t&) {
      return std::nullopt;  // a signal, or a socket that the session will replace on silence
    }
  }

  void reconnect() override {
    next_ = (next_ + 1) % settings_.brokers.size();
    try {
      connect();
    } catch (const zmq::error_t&) {
      CHECK(false, "a socket that could be made once could not be made again");
    }
  }

private:
  // Every option before connect: ZeroMQ ignores most of them afterwards.
  void connect() {
    zmq::socket_t fresh{context_, zmq::socket_type::dealer};
    fresh.set(zmq::sockopt::linger, 0);
    fresh.set(zmq::sockopt::sndhwm, queue_frames_max);
    fresh.set(zmq::sockopt::rcvhwm, queue_frames_max);
    fresh.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(schemas::frame_bytes_max));
    fresh.set(zmq::sockopt::handshake_ivl, handshake_milliseconds);
    // No ZeroMQ heartbeat: its PING can end a broker that runs on libzmq 4.3.4 (broker/net/router.cc).
    fresh.set(zmq::sockopt::tcp_keepalive, 1);
    fresh.set(zmq::sockopt::reconnect_ivl, reconnect_first_milliseconds);
    fresh.set(zmq::sockopt::reconnect_ivl_max, reconnect_cap_milliseconds);
    fresh.set(zmq::sockopt::immediate, 1);  // nothing is queued for a broker that is not there
    fresh.set(zmq::sockopt::curve_serverkey, settings_.broker_key);
    fresh.set(zmq::sockopt::curve_publickey, settings_.keys->public_key);
    const auto secret = settings_.keys->secret.expose();
    std::string text{as_text(secret)};
    fresh.set(zmq::sockopt::curve_secretkey, text);
    cleanse({reinterpret_cast<std::byte*>(text.data()), text.size()});
    fresh.connect(settings_.brokers[next_]);
    socket_ = std::move(fresh);
  }

  CurveSettings settings_;
  std::size_t next_ = 0;
  zmq::context_t context_{1};
  zmq::socket_t socket_;
};

}  // namespace

Result<std::unique_ptr<Transport>, std::string> connect_curve(const CurveSettings& settings) {
  if (settings.brokers.empty()) return Fail{std::string{"no broker is named"}};
  CHECK(settings.keys != nullptr, "a transport needs its keys");
  try {
    return std::unique_ptr<Transport>{std::make_unique<CurveTransport>(settings)};
  } catch (const zmq::error_t& error) {
    return Fail{"ZeroMQ does not take an address or key: " + std::string{error.what()}};
  }
}

}  // namespace concordat::link
