#include "tests/e2e/raw_link.h"

#include <zmq.h>

#include "base/check.h"
#include "base/text.h"
#include "schemas/json.h"

namespace concordat::e2e {
namespace {

using namespace std::chrono_literals;

void set(void* socket, int option, const std::string& value) {
  CHECK(::zmq_setsockopt(socket, option, value.data(), value.size()) == 0, "ZeroMQ does not take a test's option");
}
void set(void* socket, int option, int value) {
  CHECK(::zmq_setsockopt(socket, option, &value, sizeof value) == 0, "ZeroMQ does not take a test's option");
}

CurvePair read_pair(const std::filesystem::path& file) {
  const auto lines = split(trim(read_text(file)), '\n');
  CHECK(lines.size() == 2, "a CURVE pair is two lines");
  return {std::string{trim(lines[0])}, std::string{trim(lines[1])}};
}

}  // namespace

CurvePair new_curve_pair() {
  char public_key[41];
  char secret_key[41];
  CHECK(::zmq_curve_keypair(public_key, secret_key) == 0, "no CURVE in this ZeroMQ");
  return {public_key, secret_key};
}
CurvePair keys_of(const Area& area, const std::string& kind) { return read_pair(area.adapter_path(kind, "curve.secret")); }
CurvePair officer_keys(const Area& area, const std::string& officer) { return read_pair(area.path("officers/" + officer + "/curve.secret")); }
SigningKey signing_key_of(const Area& area, const std::string& kind) {
  auto key = link::read_signing_key(area.adapter_path(kind, "signing.seed"));
  CHECK(key, "an area's signing seed cannot be read");
  return std::move(*key);
}

schemas::Message referral(const std::string& kind, const Telling& telling) {
  const std::string body = R"({"body": {"referral": {
      "subject": {"names": [{"given": "Zoe", "family": "Neill"}], "birthDate": "2011-06-09", "ageGroup": "child"},
      "concern": [{"category": "neglect", "narrative": [{"status": "fact", "text": ")" + telling.text + R"("}]}]}}})";
  schemas::EnvelopeDefaults defaults{.now = SystemClock{}.now() - telling.age, .sender = agency_of(kind), .scheme = "prevent",
                                     .purpose = "safeguarding-mash", .area = "E09000002",
                                     .marking = schemas::Marking::official_sensitive, .urgency = telling.urgency};
  for (const std::string& recipient : telling.recipients) defaults.recipients.push_back(schemas::AgencyId{recipient});
  auto message = schemas::message_from_json(body, defaults);
  CHECK(message, "the test's message is wrong");
  return std::move(*message);
}

schemas::Submit sealed(const schemas::Message& message, const SigningKey& key) {
  auto submit = schemas::seal_message(message, key);
  CHECK(submit, "the test's message does not seal");
  return std::move(*submit);
}

RawLink::RawLink(const std::string& endpoint, const std::string& broker_key, const CurvePair& keys, const std::string& routing_id)
    : context_(::zmq_ctx_new()), socket_(::zmq_socket(context_, ZMQ_DEALER)) {
  set(socket_, ZMQ_LINGER, 0);
  set(socket_, ZMQ_IMMEDIATE, 1);
  set(socket_, ZMQ_SNDTIMEO, 1000);
  set(socket_, ZMQ_RECONNECT_IVL, 100);
  set(socket_, ZMQ_CURVE_SERVERKEY, broker_key);
  set(socket_, ZMQ_CURVE_PUBLICKEY, keys.public_key);
  set(socket_, ZMQ_CURVE_SECRETKEY, keys.secret_key);
  if (!routing_id.empty()) set(socket_, ZMQ_ROUTING_ID, routing_id);
  CHECK(::zmq_connect(socket_, endpoint.c_str()) == 0, "ZeroMQ does not take the endpoint");
}

RawLink::~RawLink() {
  ::zmq_close(socket_);
  ::zmq_ctx_term(context_);
}

bool RawLink::try_send(ByteView bytes) { return ::zmq_send(socket_, bytes.data(), bytes.size(), 0) >= 0; }

void RawLink::send(ByteView bytes) { CHECK(wait_until([&] { return try_send(bytes); }, 10s), "the broker takes nothing from a test's client"); }

void RawLink::send_parts(const std::vector<Bytes>& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i)
    CHECK(::zmq_send(socket_, parts[i].data(), parts[i].size(), i + 1 < parts.size() ? ZMQ_SNDMORE : 0) >= 0, "parts cannot be sent");
}

std::optional<Bytes> RawLink::receive(std::chrono::milliseconds limit) {
  zmq_pollitem_t item{socket_, 0, ZMQ_POLLIN, 0};
  if (::zmq_poll(&item, 1, limit.count()) <= 0) return std::nullopt;
  zmq_msg_t message;
  ::zmq_msg_init(&message);
  std::optional<Bytes> bytes;
  if (::zmq_msg_recv(&message, socket_, ZMQ_DONTWAIT) >= 0)
    bytes = to_bytes({static_cast<const std::byte*>(::zmq_msg_data(&message)), ::zmq_msg_size(&message)});
  ::zmq_msg_close(&message);
  return bytes;
}

std::optional<schemas::Frame> RawLink::next(std::chrono::milliseconds limit) {
  for (;;) {
    const auto bytes = receive(limit);
    if (!bytes) return std::nullopt;
    auto frame = schemas::decode_frame(*bytes);
    CHECK(frame, "the broker sent what is no frame");
    const auto* boxed = std::get_if<schemas::Boxed>(&*frame);
    if (boxed == nullptr) return std::move(*frame);
    if (const auto inner = schemas::open_boxed(*session_, *boxed)) return *schemas::decode_frame(*inner);
    ++unreadable_;
  }
}

std::string RawLink::answer(std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto frame = next(std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()));
    if (!frame) break;
    if (const auto* refused = std::get_if<schemas::Refused>(&*frame)) return "refused " + refused->code;
    const auto* accepted = std::get_if<schemas::Accepted>(&*frame);
    if (accepted == nullptr) continue;
    std::string words;
    for (const schemas::RecipientOutcome& outcome : accepted->outcomes)
      words += (words.empty() ? "" : ", ") + outcome.recipient + " " + outcome.outcome + (outcome.code.empty() ? "" : " " + outcome.code);
    return words;
  }
  return {};
}

std::optional<schemas::Welcome> RawLink::greet(std::uint32_t credit, const std::string& checkpoint) {
  const schemas::Hello hello{.protocol = schemas::protocol_version, .software = "raw", .checkpoint = checkpoint, .credit = credit, .session = session_};
  for (int tries = 0; tries < 10; ++tries) {
    if (!try_send(schemas::encode_frame(hello))) continue;
    if (auto welcome = hear<schemas::Welcome>(2s)) return welcome;
  }
  return std::nullopt;
}

}  // namespace concordat::e2e
