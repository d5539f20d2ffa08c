#include "broker/net/zap.h"

#include <array>
#include <vector>

#include "broker/voice.h"

namespace concordat::broker {
namespace {

constexpr const char* stop_endpoint = "inproc://concordat.zap.stop";

// Frames of a request: version, request id, domain, address, routing id, mechanism, credentials.
struct Request {
  std::string version, id, domain, mechanism, key;
};

std::string text_of(const zmq::message_t& message) { return message.to_string(); }

std::optional<std::string> name_for(const Request& request, const schemas::Directory& directory) {
  if (request.version != "1.0" || request.mechanism != "CURVE" || request.key.size() != 32) return std::nullopt;
  std::array<char, 41> z85{};
  if (zmq_z85_encode(z85.data(), reinterpret_cast<const std::uint8_t*>(request.key.data()), 32) == nullptr) return std::nullopt;
  const std::string key{z85.data(), 40};
  if (request.domain == link_domain) {
    const schemas::Organisation* organisation = directory.find_by_transport_key(key);
    if (organisation != nullptr && organisation->standing == schemas::Standing::active && organisation->connects_with(key, SystemClock{}.now())) return organisation->id.value() + " " + key;
  } else if (request.domain == admin_domain) {
    const auto officer = directory.find_officer(key, SystemClock{}.now());
    if (officer) return officer->name + " " + key;
  }
  return std::nullopt;
}

}  // namespace

Zap::Zap(zmq::context_t& context, std::shared_ptr<const Rulings> rulings)
    : context_(context), replies_(context, zmq::socket_type::rep), stop_(context, zmq::socket_type::pair), rulings_(std::move(rulings)) {
  replies_.set(zmq::sockopt::linger, 0);
  replies_.bind("inproc://zeromq.zap.01");
  stop_.bind(stop_endpoint);
  thread_ = std::thread{[this] { run(); }};
}

Zap::~Zap() {
  stop_.send(zmq::message_t{}, zmq::send_flags::none);
  thread_.join();
}

void Zap::run() {
  zmq::socket_t told{context_, zmq::socket_type::pair};
  told.connect(stop_endpoint);
  std::array<zmq::pollitem_t, 2> items{{{replies_.handle(), 0, ZMQ_POLLIN, 0}, {told.handle(), 0, ZMQ_POLLIN, 0}}};
  for (;;) {
    zmq::poll(items.data(), items.size(), std::chrono::milliseconds{-1});
    if ((items[1].revents & ZMQ_POLLIN) != 0) return;
    std::vector<std::string> parts;
    zmq::message_t part;
    do {
      if (!replies_.recv(part)) break;
      parts.push_back(text_of(part));
    } while (part.more());
    const Request request{parts.size() > 0 ? parts[0] : "", parts.size() > 1 ? parts[1] : "", parts.size() > 2 ? parts[2] : "",
                          parts.size() > 5 ? parts[5] : "", parts.size() == 7 ? parts[6] : ""};
    const auto name = name_for(request, *rulings_->directory());
    if (!name) say(Tone::warning, "unknown-transport-key", request.domain);
    const std::array<std::string, 6> answer{"1.0", request.id, name ? "200" : "400", name ? "OK" : "no", name.value_or(""), ""};
    for (std::size_t i = 0; i < answer.size(); ++i)
      replies_.send(zmq::buffer(answer[i]), i + 1 < answer.size() ? zmq::send_flags::sndmore : zmq::send_flags::none);
  }
}

}  // namespace concordat::broker
