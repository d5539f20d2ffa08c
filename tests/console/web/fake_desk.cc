#include "tests/console/web/fake_desk.h"

#include <zmq.h>

#include <array>

#include "base/check.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t z85_bytes = 41;  // with the byte that ends it
constexpr std::size_t frame_bytes_max = 1U << 20U;

}  // namespace

FakeDesk::FakeDesk() : context_(::zmq_ctx_new()), socket_(::zmq_socket(context_, ZMQ_ROUTER)) {
  std::array<char, z85_bytes> public_key{}, secret_key{};
  CHECK(::zmq_curve_keypair(public_key.data(), secret_key.data()) == 0, "no CURVE in this ZeroMQ");
  public_key_ = public_key.data();
  const int server = 1;
  const int linger = 0;
  const int patience = 20;
  ::zmq_setsockopt(socket_, ZMQ_CURVE_SERVER, &server, sizeof server);
  ::zmq_setsockopt(socket_, ZMQ_CURVE_SECRETKEY, secret_key.data(), secret_key.size());
  ::zmq_setsockopt(socket_, ZMQ_LINGER, &linger, sizeof linger);
  ::zmq_setsockopt(socket_, ZMQ_RCVTIMEO, &patience, sizeof patience);
  CHECK(::zmq_bind(socket_, "tcp://127.0.0.1:*") == 0, "cannot bind");
  std::array<char, 64> endpoint{};
  std::size_t size = endpoint.size();
  ::zmq_getsockopt(socket_, ZMQ_LAST_ENDPOINT, endpoint.data(), &size);
  endpoint_ = endpoint.data();
  thread_ = std::thread{[this] { serve(); }};
}

FakeDesk::~FakeDesk() {
  is_over_ = true;
  thread_.join();
  ::zmq_close(socket_);
  ::zmq_ctx_term(context_);
}

void FakeDesk::says(const std::string& question, schemas::Answer answer) {
  const std::lock_guard lock{mutex_};
  answers_.insert_or_assign(question, std::move(answer));
}

std::vector<schemas::Ask> FakeDesk::asked(const std::string& question) const {
  const std::lock_guard lock{mutex_};
  std::vector<schemas::Ask> found;
  for (const schemas::Ask& ask : asked_)
    if (ask.question == question) found.push_back(ask);
  return found;
}

std::string FakeDesk::officer() const {
  return "name = \"ig-officer\"\nadmin_endpoint = \"" + endpoint_ + "\"\nbroker_key = \"" + public_key_ + "\"\nlog_key = \"" + to_hex(log_key_.verify_key().bytes) +
         "\"\nlog_origin = \"log.example\"\n";
}

void FakeDesk::serve() {
  std::vector<char> buffer(frame_bytes_max);
  while (!is_over_) {
    const int id = ::zmq_recv(socket_, buffer.data(), buffer.size(), 0);
    if (id < 0) continue;
    const std::string peer{buffer.data(), static_cast<std::size_t>(id)};
    const int size = ::zmq_recv(socket_, buffer.data(), buffer.size(), 0);
    if (size < 0 || static_cast<std::size_t>(size) > buffer.size()) continue;
    const auto frame = schemas::decode_frame(as_bytes(std::string_view{buffer.data(), static_cast<std::size_t>(size)}));
    const auto* ask = frame ? std::get_if<schemas::Ask>(&*frame) : nullptr;
    if (ask == nullptr) continue;
    schemas::Answer answer{.code = "unknown-question", .json = {}, .bytes = {}, .more = false};
    {
      const std::lock_guard lock{mutex_};
      asked_.push_back(*ask);
      if (const auto at = answers_.find(ask->question); at != answers_.end()) answer = at->second;
    }
    const Bytes reply = schemas::encode_frame(answer);
    ::zmq_send(socket_, peer.data(), peer.size(), ZMQ_SNDMORE);
    ::zmq_send(socket_, reply.data(), reply.size(), 0);
  }
}

}  // namespace concordat::console::web
