// A client that no adapter is: a CURVE DEALER with whatever keys, routing id and bytes the test wants, which speaks the wire
// format when asked to and breaks it when asked to.
//
//   RawLink link{area.endpoint(), area.directory().broker_key, keys_of(area, "nhs")};
//   ASSERT_TRUE(link.greet());
//   link.say(submit);
//   const auto accepted = link.hear<schemas::Accepted>();
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "schemas/decode.h"
#include "tests/e2e/area_fixture.h"

namespace concordat::e2e {

struct CurvePair {
  std::string public_key;  // Z85
  std::string secret_key;
};
CurvePair new_curve_pair();
CurvePair keys_of(const Area& area, const std::string& kind);
CurvePair officer_keys(const Area& area, const std::string& officer);
SigningKey signing_key_of(const Area& area, const std::string& kind);

// A referral from `kind`, with the text of one concern; to whom the pathway says, or to `recipients`.
struct Telling {
  std::string text = "A concern about Zoe";
  std::vector<std::string> recipients{};  // agency ids
  schemas::Urgency urgency = schemas::Urgency::routine;
  std::chrono::hours age{0};
};
schemas::Message referral(const std::string& kind, const Telling& telling);
schemas::Submit sealed(const schemas::Message& message, const SigningKey& key);

class RawLink {
public:
  RawLink(const std::string& endpoint, const std::string& broker_key, const CurvePair& keys, const std::string& routing_id = {});
  RawLink(const RawLink&) = delete;
  RawLink& operator=(const RawLink&) = delete;
  ~RawLink();

  void send(ByteView bytes);                        // one part; waits for the connection
  bool try_send(ByteView bytes);                    // false when there is none within a second
  void send_parts(const std::vector<Bytes>& parts);
  void say(const schemas::Frame& frame) { send(schemas::encode_frame(frame)); }

  std::optional<Bytes> receive(std::chrono::milliseconds limit);  // bytes as they came
  // The next frame of that kind, unboxed; frames of other kinds are passed over.
  template <class Said>
  std::optional<Said> hear(std::chrono::milliseconds limit = std::chrono::seconds{10}) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    for (;;) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      auto frame = next(std::max(left, std::chrono::milliseconds{0}));
      if (!frame) return std::nullopt;
      if (auto* said = std::get_if<Said>(&*frame)) return std::move(*said);
    }
  }
  // What answers a submission, as words: a recipient's outcome each, "police/met disclosed", or "refused CODE"; "" for silence.
  std::string answer(std::chrono::milliseconds limit = std::chrono::seconds{10});
  std::optional<schemas::Welcome> greet(std::uint32_t credit = 16, const std::string& checkpoint = {});
  std::size_t unreadable() const { return unreadable_; }  // boxed frames that did not open

private:
  std::optional<schemas::Frame> next(std::chrono::milliseconds limit);
  void* context_;
  void* socket_;
  std::shared_ptr<const Secret<32>> session_ = std::make_shared<const Secret<32>>(random_secret());
  std::size_t unreadable_ = 0;
};

}  // namespace concordat::e2e
