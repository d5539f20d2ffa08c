// The one door in: what is not exactly what its sender sealed does not enter.
#include "schemas/decode.h"

#include <gtest/gtest.h>

#include "schemas/json.h"
#include "schemas/signed_envelope.h"
#include "tests/schemas/sealed_example.h"

namespace concordat::schemas {
namespace {

Submit copy_of(const Submit& submit) {
  return {submit.envelope, submit.body, submit.recipients, submit.secret.duplicate(), submit.seal};
}

std::string refusal(const Submit& submit) {
  const auto decoded = Decoder::decode(submit, example_lookup());
  return decoded ? "" : decoded.error().code;
}

// The body of a message that differs in one thing, under the first message's seal.
Submit with_body_of(const Submit& submit, const Message& other) {
  Submit changed = copy_of(submit);
  changed.body = seal_message(other, example_key())->body;
  return changed;
}

TEST(Decode, gives_the_message_that_was_sealed) {
  const auto decoded = Decoder::decode(example_submit(), example_lookup());
  ASSERT_TRUE(decoded);
  EXPECT_EQ(message_to_json((*decoded)->message()), message_to_json(example_message()));
}

TEST(Decode, no_byte_of_a_frame_can_be_changed_into_another_message) {
  const Bytes frame = encode_frame(example_submit());
  const std::string original = message_to_json(example_message());
  std::size_t refused = 0;
  for (std::size_t i = 0; i < frame.size(); ++i) {
    Bytes changed = frame;
    changed[i] ^= std::byte{0x01};
    const auto read = decode_frame(changed);
    if (!read || !std::holds_alternative<Submit>(*read)) {
      ++refused;
      continue;
    }
    const auto decoded = Decoder::decode(std::get<Submit>(*read), example_lookup());
    if (!decoded) {
      ++refused;
      EXPECT_NE(decoded.error().code, "") << i;
      continue;
    }
    EXPECT_EQ(message_to_json((*decoded)->message()), original) << "byte " << i;  // padding between the parts
  }
  EXPECT_GT(refused, frame.size() * 9 / 10);
}

TEST(Decode, a_field_edited_added_or_taken_away_breaks_the_seal) {
  const Submit submit = example_submit();
  Message edited = example_message();
  edited.body.fields.back().value = "Another narrative";
  EXPECT_EQ(refusal(with_body_of(submit, edited)), "bad-seal");
  Message less = example_message();
  less.body.fields.erase(less.body.fields.begin());
  EXPECT_EQ(refusal(with_body_of(submit, less)), "bad-seal");
  Message more = example_message();
  const auto sex = FieldTable::get().field("subject.sex");
  ASSERT_TRUE(sex);
  more.body.fields.push_back({*sex, no_element, "female"});
  sort_fields(more.body);
  EXPECT_EQ(refusal(with_body_of(submit, more)), "bad-seal");
  Message moved = example_message();
  moved.body.elements.front().id = element_id(9);
  EXPECT_EQ(refusal(with_body_of(submit, moved)), "bad-seal") << "an element under another id";
}

TEST(Decode, an_edited_envelope_breaks_the_seal) {
  Message other = example_message();
  other.envelope.urgency = Urgency::emergency;
  Submit changed = example_submit();
  changed.envelope = write_signed_envelope(other.envelope, *recipient_commitments(other.envelope, changed.secret));
  EXPECT_EQ(refusal(changed), "bad-seal");
}

TEST(Decode, recipients_are_those_that_were_sealed) {
  Submit added = example_submit();
  added.recipients.push_back("council/lbbd");
  EXPECT_EQ(refusal(added), "bad-seal");
  Submit fewer = example_submit();
  fewer.recipients.pop_back();
  EXPECT_EQ(refusal(fewer), "bad-seal");
  Submit none = example_submit();
  none.recipients.clear();
  EXPECT_EQ(refusal(none), "bad-seal");
  Submit twice = example_submit();
  twice.recipients.push_back(twice.recipients.front());
  EXPECT_EQ(refusal(twice), "malformed");
}

TEST(Decode, bytes_that_are_not_canonical_are_refused_though_they_say_the_same) {
  Submit padded = example_submit();
  padded.body.resize(padded.body.size() + 8);
  EXPECT_EQ(refusal(padded), "not-canonical");
  Submit envelope = example_submit();
  envelope.envelope.resize(envelope.envelope.size() + 8);
  EXPECT_EQ(refusal(envelope), "not-canonical");
}

TEST(Decode, a_key_that_the_directory_does_not_give_the_sender_is_refused) {
  EXPECT_EQ(refusal(*seal_message(example_message(), SigningKey::generate())), "unknown-key");
  Message other = example_message();
  other.envelope.sender = agency_named("school/abbey");
  EXPECT_EQ(refusal(*seal_message(other, example_key())), "unknown-key");
}

TEST(Decode, a_body_of_another_type_is_refused) {
  Draft draft;
  draft.set("subject.birthDate", "2011-06-09");
  Message update = example_message();
  update.envelope.type = BodyType::update;
  update.body = *std::move(draft).finish(BodyType::update);
  EXPECT_EQ(refusal(with_body_of(example_submit(), update)), "malformed");
}

}  // namespace
}  // namespace concordat::schemas
