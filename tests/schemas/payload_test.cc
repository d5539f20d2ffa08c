// Payloads: what a recipient can check without the log, and that nothing else passes for one.
#include "schemas/payload.h"

#include <capnp/message.h>
#include <gtest/gtest.h>

#include <functional>

#include "policy/gate.h"
#include "schemas/capnp_bytes.h"
#include "schemas/wire/frame.capnp.h"
#include "tests/policy/example.h"
#include "tests/schemas/sealed_example.h"

namespace concordat::schemas {
namespace {

const AgencyId met = agency_named("police/met");

std::shared_ptr<const Submission> example_submission() { return *Decoder::decode(example_submit(), example_lookup()); }

// As the gate releases it: names, the birth date as an age band, narratives.
Bytes example_payload() {
  const auto book = policy::book_of(
      "clause 1 \"c\" from school to police for channel-referral share subject.names, concern\n"
      "  share subject.birthDate as ageBand\n");
  const auto decision = policy::Gate{*book}.decide(example_submission(), met, policy::day("2026-05-01"), {});
  const auto* disclosure = std::get_if<policy::Disclosure>(&decision);
  CHECK(disclosure != nullptr, "the example is not disclosed");
  return encode_payload(disclosure->release());
}

using Change = std::function<void(wire::Payload::Builder)>;
Bytes changed(const Bytes& payload, const Change& change) {
  const FlatBytes flat{payload};
  capnp::MallocMessageBuilder builder;
  builder.setRoot(flat.root<wire::Payload>());
  change(builder.getRoot<wire::Payload>());
  return flat_bytes(builder);
}

// The released leaf whose path ends so.
wire::ReleasedLeaf::Builder leaf(wire::Payload::Builder payload, std::string_view ending) {
  for (auto field : payload.getFields())
    if (text_of(field.getPath().asReader()).ends_with(ending)) return field;
  CHECK(false, "the example has no such leaf");
  return payload.getFields()[0];
}

TEST(Payload, opens_to_what_was_released_at_the_views_released) {
  const auto opened = open_payload(example_payload(), met, example_lookup());
  ASSERT_TRUE(opened);
  const DeliveredField* birth = opened->find("subject.birthDate");
  ASSERT_NE(birth, nullptr);
  EXPECT_EQ(birth->view, Level::age_band);
  EXPECT_EQ(birth->value, "11-15");
  EXPECT_EQ(opened->in("concern").size(), 1U);
  EXPECT_EQ(opened->in("concern.narrative", opened->in("concern")[0]).size(), 2U);
  EXPECT_EQ(opened->envelope.recipients, std::vector{met}) << "who else got it is not said";
  EXPECT_EQ(opened->terms.agreement, "example/1");
}

TEST(Payload, says_of_each_field_what_binds_it) {
  const auto book = policy::book_of(
      "clause 1 \"c\" from school to police for channel-referral share subject.names onward ask\n"
      "clause 2 \"c\" from school to police for channel-referral share subject.birthDate as year\n"
      "clause 3 \"c\" from any to any for any no-tell subject.birthDate\n");
  const auto decision = policy::Gate{*book}.decide(example_submission(), met, policy::day("2026-05-01"), {});
  const auto opened = open_payload(encode_payload(std::get<policy::Disclosure>(decision).release()), met, example_lookup());
  ASSERT_TRUE(opened);
  const DeliveredField* birth = opened->find("subject.birthDate");
  const DeliveredField* family = opened->find("subject.names.family", opened->in("subject.names")[0]);
  ASSERT_TRUE(birth != nullptr && family != nullptr);
  EXPECT_EQ(birth->onward, Onward::yes);
  EXPECT_EQ(birth->tell, Tell::not_the_person);
  EXPECT_EQ(family->onward, Onward::ask);
  EXPECT_EQ(family->tell, Tell::freely);
  EXPECT_EQ(opened->terms.duty_contact, "");
}

TEST(Payload, holds_no_value_that_was_not_released) {
  const auto book = policy::book_of("clause 1 \"c\" from school to police for channel-referral share subject.birthDate as ageBand\n");
  const auto decision = policy::Gate{*book}.decide(example_submission(), met, policy::day("2026-05-01"), {});
  const Bytes payload = encode_payload(std::get<policy::Disclosure>(decision).release());
  const std::string_view text = as_text(payload);
  for (const std::string_view withheld : {"2011-06-09", "Okoro", "Narrative", "nhs/nelft"}) EXPECT_EQ(text.find(withheld), std::string_view::npos) << withheld;
}

struct Forgery {
  const char* name;
  PayloadError error;
  Change change;
};
class Forged : public testing::TestWithParam<Forgery> {};

TEST_P(Forged, is_refused) {
  const auto opened = open_payload(changed(example_payload(), GetParam().change), met, example_lookup());
  ASSERT_FALSE(opened);
  EXPECT_EQ(code_of(opened.error()), code_of(GetParam().error));
}
using Builder = wire::Payload::Builder;
INSTANTIATE_TEST_SUITE_P(
    Each, Forged,
    testing::Values(
        Forgery{"value", PayloadError::bad_leaf, [](Builder p) { leaf(p, ".family").setValue(to_data(as_bytes("Other"))); }},
        Forgery{"band", PayloadError::bad_leaf, [](Builder p) { leaf(p, "birthDate").setValue(to_data(as_bytes("16-17"))); }},
        Forgery{"view", PayloadError::bad_leaf, [](Builder p) { leaf(p, "birthDate").setView("year"); }},
        Forgery{"view_unknown", PayloadError::malformed, [](Builder p) { leaf(p, "birthDate").setView("decade"); }},
        Forgery{"onward_unknown", PayloadError::malformed, [](Builder p) { leaf(p, "birthDate").setOnward("perhaps"); }},
        Forgery{"salt", PayloadError::bad_leaf, [](Builder p) { leaf(p, "birthDate").setSalt(to_data(Bytes(16))); }},
        Forgery{"qualifier_dropped", PayloadError::bad_leaf, [](Builder p) { leaf(p, "narrative[04040404040404040404040404040404].text").initQualifiers(0); }},
        Forgery{"qualifier_edited", PayloadError::bad_leaf,
                [](Builder p) { leaf(p, "narrative[04040404040404040404040404040404].text").getQualifiers()[0].setValue("fact"); }},
        Forgery{"moved_to_another_element", PayloadError::bad_leaf,
                [](Builder p) {
                  auto narrative = leaf(p, "narrative[04040404040404040404040404040404].text");
                  std::string path = text_of(narrative.getPath().asReader());
                  path.replace(path.find("04040404"), 8, "03030303");
                  narrative.setPath(path);
                }},
        Forgery{"field_unknown", PayloadError::unknown_field, [](Builder p) { leaf(p, "birthDate").setPath("subject.shoeSize"); }},
        Forgery{"twice", PayloadError::malformed,
                [](Builder p) {
                  const auto birth = leaf(p, "birthDate").asReader();
                  auto family = leaf(p, ".family");
                  family.setPath(birth.getPath());
                  family.setView(birth.getView());
                  family.setValue(birth.getValue());
                  family.setSalt(birth.getSalt());
                  family.initQualifiers(0);
                }},
        Forgery{"list_longer", PayloadError::bad_seal,
                [](Builder p) {
                  Bytes leaves = bytes_of(p.getLeaves().asReader());
                  leaves.resize(leaves.size() + 32, std::byte{0xff});
                  p.setLeaves(to_data(leaves));
                }},
        Forgery{"list_unsorted", PayloadError::malformed,
                [](Builder p) {
                  Bytes leaves = bytes_of(p.getLeaves().asReader());
                  std::swap_ranges(leaves.begin(), leaves.begin() + 32, leaves.begin() + 32);
                  p.setLeaves(to_data(leaves));
                }},
        Forgery{"recipient", PayloadError::wrong_recipient, [](Builder p) { p.setRecipient("nhs/nelft"); }},
        Forgery{"recipient_salt", PayloadError::wrong_recipient, [](Builder p) { p.setRecipientSalt(to_data(Bytes(32))); }},
        Forgery{"signature", PayloadError::bad_seal,
                [](Builder p) {
                  Bytes signature = bytes_of(p.getSignature().asReader());
                  signature[0] ^= std::byte{1};
                  p.setSignature(to_data(signature));
                }},
        Forgery{"key", PayloadError::unknown_key, [](Builder p) { p.setKey(to_data(Bytes(32))); }},
        Forgery{"envelope", PayloadError::malformed, [](Builder p) { p.setEnvelope(to_data(as_bytes("12345678"))); }}),
    [](const auto& tested) { return tested.param.name; });

TEST(Payload, is_for_its_recipient_alone) {
  const auto opened = open_payload(example_payload(), agency_named("nhs/nelft"), example_lookup());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(), PayloadError::wrong_recipient);
}

TEST(Payload, a_disclosure_id_names_origin_recipient_and_bytes) {
  const Bytes payload = example_payload();
  const DisclosureId id = disclosure_id("origin", met, payload);
  EXPECT_EQ(id, disclosure_id("origin", met, payload));
  EXPECT_NE(id, disclosure_id("other", met, payload));
  EXPECT_NE(id, disclosure_id("origin", agency_named("nhs/nelft"), payload));
  EXPECT_NE(id, disclosure_id("origin", met, example_payload())) << "two payloads of one message differ by their salt";
}

}  // namespace
}  // namespace concordat::schemas
