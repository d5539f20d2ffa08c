// The seal against its vectors (tests/golden/seal, which check.py computes again by itself), and its laws.
#include "schemas/seal.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "base/text.h"
#include "schemas/views.h"
#include "tests/place/place.h"
#include "tests/schemas/sealed_example.h"

namespace concordat::schemas {
namespace {

// In the form of tests/golden/seal/v1.txt.
std::string vectors(const Message& message, const SealSecret& secret) {
  std::string out = "secret\t" + to_hex(secret.expose()) + "\n";
  for (const Field& field : message.body.fields) {
    const FieldEntry& entry = FieldTable::get()[field.id];
    const std::string path = committed_path(message.body, field.id, field.element);
    for (const Level view : entry.views) {
      const std::string value = value_at(entry, field.value, view, message.envelope.case_opened);
      std::vector<Qualifier> qualifiers = view == Level::existence ? std::vector<Qualifier>{} : qualifiers_of(message.body, field);
      std::vector<std::string> named;
      for (const Qualifier& qualifier : qualifiers) named.push_back(qualifier.name + "=" + qualifier.value);
      const Digest leaf = leaf_digest(path, view, leaf_salt(secret, path, view), value, qualifiers);
      out += join({"leaf", path, std::string{name_of(view)}, value, join(named, ";"), to_hex(leaf.bytes)}, "\t") + "\n";
    }
  }
  const auto all = commit(message, secret);
  out += "list\t" + std::to_string(all->leaves.size()) + "\t" + to_hex(all->digest().bytes) + "\n";
  for (const AgencyId& recipient : message.envelope.recipients)
    out += "recipient\t" + recipient.value() + "\t" + to_hex(recipient_commitment(recipient_salt(secret, recipient), recipient).bytes) + "\n";
  return out;
}

TEST(Seal, is_what_its_vectors_say) {
  std::ifstream golden{test::source_dir() / "tests/golden/seal/v1.txt", std::ios::binary};
  const std::string expected{std::istreambuf_iterator<char>{golden}, {}};
  EXPECT_EQ(vectors(example_message(), example_secret()), expected);
}

TEST(Seal, lists_say_nothing_of_how_much_they_hold) {
  Draft small;
  small.set("subject.birthDate", "2011-06-09");
  const Message one{example_message().envelope, *std::move(small).finish(BodyType::referral)};
  EXPECT_EQ(commit(one, example_secret())->leaves.size(), 64U);
  EXPECT_EQ(commit(example_message(), example_secret())->leaves.size(), 64U);
  Draft large;
  for (int i = 0; i < 40; ++i) large.set("subject.names.family", "Name", large.add("subject.names"));
  const Message many{example_message().envelope, *std::move(large).finish(BodyType::referral)};
  EXPECT_EQ(commit(many, example_secret())->leaves.size(), 256U);
}

TEST(Seal, leaves_are_sorted_and_all_different) {
  const auto leaves = commit(example_message(), example_secret())->leaves;
  EXPECT_TRUE(std::is_sorted(leaves.begin(), leaves.end()));
  EXPECT_EQ(std::set<Digest>(leaves.begin(), leaves.end()).size(), leaves.size());
}

TEST(Seal, equal_values_give_leaves_that_cannot_be_matched) {
  std::array<std::byte, 32> other{};
  other.fill(std::byte{9});
  const auto ours = commit(example_message(), example_secret())->leaves;
  const auto theirs = commit(example_message(), SealSecret{other})->leaves;
  const std::set<Digest> known(ours.begin(), ours.end());
  for (const Digest& leaf : theirs) EXPECT_FALSE(known.contains(leaf));
}

TEST(Seal, recipients_are_padded_and_each_opens_its_own) {
  Envelope envelope = example_message().envelope;
  const auto two = recipient_commitments(envelope, example_secret());
  ASSERT_TRUE(two);
  EXPECT_EQ(two->size(), 8U);
  for (const AgencyId& recipient : envelope.recipients)
    EXPECT_TRUE(std::binary_search(two->begin(), two->end(), recipient_commitment(recipient_salt(example_secret(), recipient), recipient)));
  const AgencyId stranger = agency_named("police/kent");
  EXPECT_FALSE(std::binary_search(two->begin(), two->end(), recipient_commitment(recipient_salt(example_secret(), stranger), stranger)));
  envelope.recipients.clear();
  EXPECT_TRUE(recipient_commitments(envelope, example_secret())->empty());
}

TEST(Seal, holds_for_its_key_envelope_and_list_alone) {
  const SigningKey key = example_key();
  const auto all = commit(example_message(), example_secret());
  const Bytes envelope = to_bytes(as_bytes("an envelope"));
  const Seal seal = sign_seal(key, envelope, *all);
  EXPECT_TRUE(verify_seal(key.verify_key(), envelope, all->digest(), seal));
  EXPECT_FALSE(verify_seal(SigningKey::generate().verify_key(), envelope, all->digest(), seal));
  EXPECT_FALSE(verify_seal(key.verify_key(), as_bytes("another envelope"), all->digest(), seal));
  EXPECT_FALSE(verify_seal(key.verify_key(), envelope, sha256(as_bytes("another list")), seal));
  Seal renamed = seal;
  renamed.key = fingerprint_of(SigningKey::generate().verify_key());
  EXPECT_FALSE(verify_seal(key.verify_key(), envelope, all->digest(), renamed));
}

}  // namespace
}  // namespace concordat::schemas
