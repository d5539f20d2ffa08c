// The real ZeroMQ, over loopback: a ROUTER with CURVE stands in for the broker.
#include "adapters/link/transport.h"

#include <zmq.h>

#include "tests/link/area.h"

namespace concordat::link {
namespace {

using namespace std::chrono_literals;

struct KeyPair {
  KeyPair() { CHECK(::zmq_curve_keypair(public_key, secret_key) == 0, "no CURVE in this ZeroMQ"); }
  CurveKeys keys() const { return {public_key, Secret<40>{as_bytes(std::string_view{secret_key, 40}).first<40>()}}; }
  char public_key[41];
  char secret_key[41];
};

class Router {
public:
  explicit Router(const KeyPair& keys) {
    const int server = 1;
    const int linger = 0;
    ::zmq_setsockopt(socket_, ZMQ_CURVE_SERVER, &server, sizeof server);
    ::zmq_setsockopt(socket_, ZMQ_CURVE_SECRETKEY, keys.secret_key, 41);
    ::zmq_setsockopt(socket_, ZMQ_LINGER, &linger, sizeof linger);
    const int timeout = 3000;
    ::zmq_setsockopt(socket_, ZMQ_RCVTIMEO, &timeout, sizeof timeout);
    CHECK(::zmq_bind(socket_, "tcp://127.0.0.1:*") == 0, "cannot bind");
    char endpoint[64];
    std::size_t size = sizeof endpoint;
    ::zmq_getsockopt(socket_, ZMQ_LAST_ENDPOINT, endpoint, &size);
    endpoint_ = endpoint;
  }
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;
  ~Router() {
    ::zmq_close(socket_);
    ::zmq_ctx_term(context_);
  }
  std::string receive() {
    char buffer[4096];
    const int id = ::zmq_recv(socket_, buffer, sizeof buffer, 0);
    if (id < 0) return "(nothing)";
    peer_.assign(buffer, static_cast<std::size_t>(id));
    const int size = ::zmq_recv(socket_, buffer, sizeof buffer, 0);
    return {buffer, static_cast<std::size_t>(size)};
  }
  void reply(std::string_view text, int flags = 0) {
    ::zmq_send(socket_, peer_.data(), peer_.size(), ZMQ_SNDMORE);
    ::zmq_send(socket_, text.data(), text.size(), flags);
  }
  void add_part(std::string_view text) { ::zmq_send(socket_, text.data(), text.size(), 0); }
  const std::string& endpoint() const { return endpoint_; }

private:
  void* context_ = ::zmq_ctx_new();
  void* socket_ = ::zmq_socket(context_, ZMQ_ROUTER);
  std::string endpoint_;
  std::string peer_;
};

bool send_within(Transport& wire, std::string_view text, std::chrono::milliseconds limit) {
  for (auto waited = 0ms; waited < limit; waited += 20ms) {
    if (wire.send(as_bytes(text))) return true;
    static_cast<void>(wire.receive(20ms));
  }
  return false;
}

TEST(Transport, speaks_both_ways_over_curve) {
  const KeyPair broker;
  const KeyPair agency;
  Router router{broker};
  const CurveKeys keys = agency.keys();
  auto wire = connect_curve({{router.endpoint()}, broker.public_key, &keys});
  ASSERT_TRUE(wire) << wire.error();
  ASSERT_TRUE(send_within(**wire, "hello", 3s));
  EXPECT_EQ(router.receive(), "hello");
  router.reply("welcome");
  const auto frame = (*wire)->receive(3s);
  ASSERT_TRUE(frame);
  EXPECT_EQ(as_text(*frame), "welcome");
  EXPECT_FALSE((*wire)->receive(10ms));
}

TEST(Transport, a_frame_of_two_parts_is_no_frame) {
  const KeyPair broker;
  const KeyPair agency;
  Router router{broker};
  const CurveKeys keys = agency.keys();
  auto wire = connect_curve({{router.endpoint()}, broker.public_key, &keys});
  ASSERT_TRUE(send_within(**wire, "hello", 3s));
  EXPECT_EQ(router.receive(), "hello");
  router.reply("one", ZMQ_SNDMORE);
  router.add_part("two");
  router.reply("whole");
  const auto first = (*wire)->receive(3s);
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->empty());
  const auto second = (*wire)->receive(3s);
  ASSERT_TRUE(second);
  EXPECT_EQ(as_text(*second), "whole");
}

TEST(Transport, hands_nothing_to_a_broker_with_another_key) {
  const KeyPair broker;
  const KeyPair impostor;
  const KeyPair agency;
  Router router{impostor};
  const CurveKeys keys = agency.keys();
  auto wire = connect_curve({{router.endpoint()}, broker.public_key, &keys});
  ASSERT_TRUE(wire);
  EXPECT_FALSE(send_within(**wire, "hello", 500ms));
}

TEST(Transport, goes_to_the_next_broker) {
  const KeyPair broker;
  const KeyPair agency;
  Router router{broker};
  const CurveKeys keys = agency.keys();
  auto wire = connect_curve({{"tcp://127.0.0.1:1", router.endpoint()}, broker.public_key, &keys});
  ASSERT_TRUE(wire);
  EXPECT_FALSE(send_within(**wire, "hello", 200ms));
  (*wire)->reconnect();
  EXPECT_TRUE(send_within(**wire, "hello", 3s));
  EXPECT_EQ(router.receive(), "hello");
}

TEST(Transport, says_which_setting_is_wrong) {
  const KeyPair agency;
  const CurveKeys keys = agency.keys();
  EXPECT_FALSE(connect_curve({{}, std::string(40, 'a'), &keys}));
  EXPECT_FALSE(connect_curve({{"not an address"}, std::string(40, 'a'), &keys}));
  EXPECT_FALSE(connect_curve({{"tcp://127.0.0.1:7400"}, "short", &keys}));
}

}  // namespace
}  // namespace concordat::link
