// Frames: each kind is read as it was written; bytes that are no frame are refused, whatever they are.
#include "schemas/frame.h"

#include <gtest/gtest.h>

#include "tests/schemas/sealed_example.h"

namespace concordat::schemas {
namespace {

const MessageId message = *parse_message_id("01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10");
const DisclosureId disclosure{sha256(as_bytes("disclosure"))};
const Instant at = *parse_instant("2026-05-01T09:00:00.123Z");

std::vector<Frame> one_of_each() {
  std::vector<Frame> frames;
  const Bytes bytes = to_bytes(as_bytes("bytes"));
  frames.emplace_back(Hello{1, "link 1.0", "a note", 16, std::make_shared<const Secret<32>>(example_secret())});
  frames.emplace_back(Welcome{1, "a note", {sha256(bytes)}, 7, {{"referral", "channel-referral", "Duty desk", "020 7946 0000"}}, {"a change of key", "and another"}});
  frames.emplace_back(example_submit());
  frames.emplace_back(Accepted{message, 9, {{"police/met", "disclosed", "", 10, {{"subject.birthDate", "ageBand", "1.1", "1.2", "capped"}}, "prevent/1"}}});
  frames.emplace_back(Refused{message, "stale", {"created"}});
  frames.emplace_back(Refused{std::nullopt, "say-hello", {}});
  frames.emplace_back(Deliver{disclosure, bytes, bytes, {sha256(bytes)}, 5});
  frames.emplace_back(Ack{disclosure, 12});
  frames.emplace_back(Nack{disclosure, "bad-seal"});
  frames.emplace_back(Credit{3});
  frames.emplace_back(Heartbeat{});
  frames.emplace_back(Status{4, message, "police/met", "not-delivered", "unacknowledged", at, "Duty desk", "020 7946 0000"});
  frames.emplace_back(Noted{4});
  frames.emplace_back(Acknowledged{disclosure, "A Person", "020 7946 0000"});
  frames.emplace_back(Ask{"entries", "review", 3, 10, "note"});
  frames.emplace_back(Answer{"", "{}", bytes, true});
  frames.emplace_back(Boxed{bytes});
  frames.emplace_back(SeenCheckpoint{"note", {sha256(bytes)}, 5});
  frames.emplace_back(Cosignature{12, "— a line"});
  return frames;
}

TEST(Frame, of_each_kind_is_read_as_it_was_written) {
  const auto frames = one_of_each();
  ASSERT_GE(frames.size(), std::variant_size_v<Frame>);
  for (const Frame& frame : frames) {
    const Bytes bytes = encode_frame(frame);
    const auto again = decode_frame(bytes);
    ASSERT_TRUE(again) << frame.index();
    EXPECT_EQ(again->index(), frame.index());
    EXPECT_EQ(encode_frame(*again), bytes) << frame.index();
  }
}

// Never a crash, never a throw; and no part of a frame is a frame.
TEST(Frame, cut_short_is_refused) {
  for (const Frame& frame : one_of_each()) {
    const Bytes bytes = encode_frame(frame);
    for (std::size_t size = 0; size < bytes.size(); ++size)
      ASSERT_FALSE(decode_frame(ByteView{bytes}.first(size)).has_value()) << frame.index() << " at " << size;
  }
}

TEST(Frame, that_lies_about_its_size_is_refused) {
  Bytes bytes = encode_frame(Heartbeat{});
  for (std::size_t i = 4; i < 8; ++i) bytes[i] = std::byte{0xff};
  EXPECT_FALSE(decode_frame(bytes));
  const Bytes huge(frame_bytes_max + 1);
  const auto refused = decode_frame(huge);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), FrameError::too_large);
}

TEST(Frame, boxed_for_one_session_opens_in_no_other) {
  const Secret<32> ours = random_secret();
  const Bytes inner = encode_frame(Noted{4});
  const auto outer = decode_frame(box_frame(ours, inner));
  ASSERT_TRUE(outer && std::holds_alternative<Boxed>(*outer));
  EXPECT_EQ(open_boxed(ours, std::get<Boxed>(*outer)), inner);
  EXPECT_FALSE(open_boxed(random_secret(), std::get<Boxed>(*outer)));
  Boxed altered = std::get<Boxed>(*outer);
  altered.box.back() ^= std::byte{1};
  EXPECT_FALSE(open_boxed(ours, altered));
}

}  // namespace
}  // namespace concordat::schemas
