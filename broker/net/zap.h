// ZAP (ZeroMQ RFC 27): decides for every CURVE handshake whether that key may connect, and as whom. Must be
// running before any other socket of its context is bound, because ZeroMQ lets everyone in where no
// ZAP socket answers.
//
// The User-Id it gives is "NAME KEY": the agency or officer, and the Z85 transport key it proved.
#pragma once

#include <memory>
#include <thread>
#include <zmq.hpp>

#include "broker/net/rulings.h"

namespace concordat::broker {

inline constexpr const char* link_domain = "concordat";
inline constexpr const char* admin_domain = "concordat-admin";

class Zap {
public:
  // Binds in the calling thread, so that when this returns it answers.
  Zap(zmq::context_t& context, std::shared_ptr<const Rulings> rulings);
  ~Zap();
  Zap(const Zap&) = delete;
  Zap& operator=(const Zap&) = delete;

private:
  void run();
  zmq::context_t& context_;
  zmq::socket_t replies_;
  zmq::socket_t stop_;
  std::shared_ptr<const Rulings> rulings_;
  std::thread thread_;
};

}  // namespace concordat::broker
