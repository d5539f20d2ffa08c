// Bad input at the broker's door: each has a stable code, is in the log, discloses nothing, and leaves the broker at work.
#include <gtest/gtest.h>

#include "schemas/signed_envelope.h"
#include "tests/e2e/officer.h"

namespace concordat::e2e {
namespace {

using namespace std::chrono_literals;

class Frames : public testing::Test {
protected:
  void SetUp() override {
    area_.start_broker();
    link_.emplace(area_.endpoint(), area_.directory().broker_key, keys_of(area_, "nhs"));
    ASSERT_TRUE(link_->greet());
  }
  std::string answer_to(schemas::Submit submit) {
    link_->say(std::move(submit));
    return link_->answer();
  }
  schemas::Submit good() const { return sealed(referral("nhs", {}), key_); }

  Area area_;
  const SigningKey key_ = signing_key_of(area_, "nhs");
  std::optional<RawLink> link_;
};

constexpr const char* all_four = "council/lbbd disclosed, police/met disclosed, school/eastbury disclosed, probation/london disclosed";

// A message of one segment whose first pointer leads to `words`.
Bytes segment(const std::vector<std::uint64_t>& words, std::uint32_t said_words) {
  Bytes out;
  const auto put_little = [&](std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::byte>((value >> (8 * i)) & 0xff));
  };
  put_little(0, 4);
  put_little(said_words, 4);
  for (const std::uint64_t word : words) put_little(word, 8);
  return out;
}
// Structs of one pointer each, one inside the other.
Bytes nested(std::size_t depth) {
  constexpr std::uint64_t next_word_one_pointer = std::uint64_t{1} << 48;
  std::vector<std::uint64_t> words(depth, next_word_one_pointer);
  words.push_back(0);
  return segment(words, static_cast<std::uint32_t>(words.size()));
}

TEST_F(Frames, that_are_no_frames_are_malformed_and_logged) {
  const Bytes whole = schemas::encode_frame(good());
  Bytes lying = whole;
  lying[4] = std::byte{0xff};  // the segment's length
  lying[7] = std::byte{0x7f};
  Bytes many_segments = whole;
  std::fill(many_segments.begin(), many_segments.begin() + 3, std::byte{0xff});
  Bytes longer = whole;
  longer.resize(longer.size() + 64);
  struct Case {
    const char* what;
    Bytes frame;
  };
  const std::vector<Case> cases{{"nothing at all", {}},
                                {"cut short", {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2)}},
                                {"lies about its size", lying},
                                {"says sixteen million segments", many_segments},
                                {"says one huge segment", segment({0}, 0x20000000)},
                                {"nests deeply", nested(100000)},
                                {"random bytes", to_bytes(random_bytes<777>())},
                                {"text", to_bytes(as_bytes("GET / HTTP/1.1\r\n\r\n"))}};
  for (const Case& c : cases) {
    link_->send(c.frame);
    EXPECT_EQ(link_->answer(), "refused malformed") << c.what;
  }
  EXPECT_EQ(count_of(entries_of(area_), R"("code":"malformed")"), cases.size());
  EXPECT_EQ(answer_to(good()), all_four) << "and the link goes on";
}

TEST_F(Frames, of_which_only_the_broker_has_the_right_are_refused) {
  const schemas::MessageId id = referral("nhs", {}).envelope.id;
  const std::vector<Bytes> frames{
      schemas::encode_frame(schemas::Welcome{}), schemas::encode_frame(schemas::Accepted{id, 1, {}}), schemas::encode_frame(schemas::Refused{id, "busy", {}}),
      schemas::encode_frame(schemas::Deliver{schemas::DisclosureId{Digest{}}, {}, {}, {}, 0}),
      schemas::encode_frame(schemas::Status{1, id, "police/met", "delivered", "", {}}), schemas::encode_frame(schemas::Answer{}),
      schemas::encode_frame(schemas::Boxed{}), schemas::encode_frame(schemas::Ask{.question = "status", .reason = {}, .from = 0, .count = 0, .text = {}})};
  for (const Bytes& frame : frames) {
    link_->send(frame);
    EXPECT_EQ(link_->answer(), "refused malformed");
  }
  EXPECT_EQ(answer_to(good()), all_four);
}

TEST_F(Frames, of_two_parts_are_malformed_whatever_the_parts_are) {
  const Bytes whole = schemas::encode_frame(good());
  for (const auto& parts : {std::vector<Bytes>{whole, whole}, {{}, whole}, {whole, {}}, {{}, {}, {}}}) {
    link_->send_parts(parts);
    EXPECT_EQ(link_->answer(), "refused malformed") << parts.size();
  }
  EXPECT_EQ(count_of(entries_of(area_), R"("code":"malformed")"), 4U);
  EXPECT_EQ(answer_to(good()), all_four);
}

TEST_F(Frames, above_the_largest_cost_the_connection_and_nothing_else) {
  link_->send(Bytes(schemas::frame_bytes_max + 1));
  EXPECT_EQ(link_->answer(300ms), "");
  EXPECT_EQ(entries_of(area_).find("accepted"), std::string::npos);
  ASSERT_TRUE(link_->greet()) << "it connects again by itself";
  EXPECT_EQ(answer_to(good()), all_four);
}

TEST_F(Frames, too_old_or_of_the_future_are_stale) {
  EXPECT_EQ(answer_to(sealed(referral("nhs", {.age = 24h * 61}), key_)), "refused stale");
  EXPECT_EQ(answer_to(sealed(referral("nhs", {.age = -1h}), key_)), "refused stale");
  EXPECT_EQ(answer_to(sealed(referral("nhs", {.age = 24h * 59}), key_)), all_four);
}

TEST_F(Frames, with_a_seal_that_does_not_hold_are_refused) {
  struct Case {
    const char* what;
    const char* answer;
    std::function<schemas::Submit()> make;
  };
  const std::vector<Case> cases{
      {"signature of one bit more", "refused bad-seal",
       [&] {
         schemas::Submit submit = good();
         submit.seal.signature.bytes[9] ^= std::byte{1};
         return submit;
       }},
      {"another secret", "refused bad-seal",
       [&] {
         schemas::Submit submit = good();
         submit.secret = random_secret();
         return submit;
       }},
      {"signed with a key that nobody has", "refused unknown-key", [&] { return sealed(referral("nhs", {}), SigningKey::generate()); }},
      {"signed with another agency's key", "refused unknown-key", [&] { return sealed(referral("nhs", {}), signing_key_of(area_, "police")); }},
      {"another's body under it", "refused bad-seal",
       [&] {
         schemas::Submit submit = good();
         submit.body = sealed(referral("nhs", {.text = "something else"}), key_).body;
         return submit;
       }},
      {"another's envelope over it", "refused bad-seal",
       [&] {
         schemas::Submit submit = good();
         auto read = schemas::read_signed_envelope(submit.envelope);
         read->envelope.urgency = schemas::Urgency::urgent;
         submit.envelope = schemas::write_signed_envelope(read->envelope, read->commitments);
         return submit;
       }},
      {"recipients that it does not name", "refused bad-seal",
       [&] {
         schemas::Submit submit = sealed(referral("nhs", {.recipients = {"police/met"}}), key_);
         submit.recipients = {"school/eastbury"};
         return submit;
       }},
  };
  for (const Case& c : cases) EXPECT_EQ(answer_to(c.make()), c.answer) << c.what;
  EXPECT_EQ(entries_of(area_).find("disclosed"), std::string::npos);
  EXPECT_EQ(answer_to(good()), all_four);
}

TEST_F(Frames, whose_body_or_envelope_is_rubbish_are_refused) {
  for (const Bytes& rubbish : {Bytes{}, nested(100000), to_bytes(random_bytes<64>()), segment({0}, 0x20000000)}) {
    schemas::Submit submit = good();
    submit.body = rubbish;
    const std::string of_body = answer_to(std::move(submit));
    EXPECT_TRUE(of_body == "refused malformed" || of_body == "refused not-canonical" || of_body == "refused too-deep") << of_body;
    submit = good();
    submit.envelope = rubbish;
    const std::string of_envelope = answer_to(std::move(submit));
    EXPECT_TRUE(of_envelope == "refused malformed" || of_envelope == "refused not-canonical" || of_envelope == "refused too-deep") << of_envelope;
  }
  EXPECT_EQ(entries_of(area_).find("disclosed"), std::string::npos);
}

// docs/wire-format.md: the marking is a byte of the envelope's own; a link of ours cannot even write one above OFFICIAL.
TEST_F(Frames, marked_above_official_are_refused_unread) {
  const schemas::Submit lower = sealed(referral("nhs", {}), key_);
  schemas::Message other = referral("nhs", {});
  auto read = schemas::read_signed_envelope(lower.envelope);
  ASSERT_TRUE(read);
  read->envelope.marking = schemas::Marking::official;
  const Bytes as_official = schemas::write_signed_envelope(read->envelope, read->commitments);
  ASSERT_EQ(as_official.size(), lower.envelope.size());
  std::size_t differs = 0;
  while (differs < as_official.size() && as_official[differs] == lower.envelope[differs]) ++differs;
  ASSERT_LT(differs, as_official.size());
  schemas::Submit higher = good();
  higher.envelope = lower.envelope;
  higher.envelope[differs] = std::byte{static_cast<unsigned char>(std::to_integer<int>(lower.envelope[differs]) + 1)};
  EXPECT_EQ(answer_to(std::move(higher)), "refused marking-too-high");
}

TEST_F(Frames, that_repeat_an_id_get_the_first_answer_or_conflict) {
  const schemas::Message message = referral("nhs", {.recipients = {"police/met", "school/eastbury"}});
  schemas::Message changed = message;
  for (schemas::Field& field : changed.body.fields)
    if (field.value == "A concern about Zoe") field.value = "Another concern";
  const Bytes other = schemas::encode_frame(sealed(changed, key_));
  const Bytes frame = schemas::encode_frame(sealed(message, key_));
  link_->send(frame);
  const auto answer = link_->hear<schemas::Accepted>();
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->outcomes.size(), 2U);
  ASSERT_FALSE(answer->outcomes[0].rows.empty());
  const auto same_again = [&] {
    link_->send(frame);
    const auto again = link_->hear<schemas::Accepted>();
    return again && again->sequence == answer->sequence && again->outcomes == answer->outcomes;
  };
  const auto answer_to_other = [&] {
    link_->send(other);
    return link_->answer();
  };
  EXPECT_TRUE(same_again());
  EXPECT_EQ(answer_to_other(), "refused conflict");
  EXPECT_TRUE(same_again());

  area_.stop("broker");
  area_.start_broker();
  ASSERT_TRUE(link_->greet());
  EXPECT_TRUE(same_again()) << "after a restart too";
  EXPECT_EQ(answer_to_other(), "refused conflict");
  EXPECT_EQ(count_of(entries_of(area_), R"("kind":"disclosed")"), 2U);
}

}  // namespace
}  // namespace concordat::e2e
