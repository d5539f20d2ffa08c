// One referral with fixed ids, sealed under a fixed secret and key: what the tests of seal, frame, decode
// and payload start from.
#pragma once

#include "schemas/decode.h"
#include "schemas/draft.h"

namespace concordat::schemas {

inline AgencyId agency_named(std::string_view id) { return *parse_agency_id(id); }

inline SigningKey example_key() {
  std::array<std::byte, 32> seed{};
  seed.fill(std::byte{7});
  return SigningKey::from_seed(seed);
}

inline KeyLookup example_lookup() {
  return [](const AgencyId& sender, const KeyFingerprint& key) -> std::optional<VerifyKey> {
    const VerifyKey known = example_key().verify_key();
    return sender == agency_named("school/eastbury") && key == fingerprint_of(known) ? std::optional{known} : std::nullopt;
  };
}

inline SealSecret example_secret() {
  std::array<std::byte, 32> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i);
  return SealSecret{bytes};
}

inline ElementId element_id(unsigned number) {
  ElementId id{};
  id.fill(static_cast<std::byte>(number));
  return id;
}

inline Message example_message() {
  Draft draft;
  const auto name = draft.add_with_id("subject.names", no_element, element_id(1));
  draft.set("subject.names.family", "Okoro", name);
  draft.set("subject.names.given", "Zoë", name);
  draft.set("subject.birthDate", "2011-06-09");
  const auto concern = draft.add_with_id("concern", no_element, element_id(2));
  draft.set("concern.category", "neglect", concern);
  for (unsigned i = 3; i < 5; ++i) {
    const auto narrative = draft.add_with_id("concern.narrative", concern, element_id(i));
    draft.set("concern.narrative.status", i == 3 ? "fact" : "hearsay", narrative);
    draft.set("concern.narrative.text", "Narrative " + std::to_string(i), narrative);
  }
  auto body = std::move(draft).finish(BodyType::referral);
  CHECK(body.has_value(), "the example is not a referral");
  return {Envelope{.id = *parse_message_id("01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10"),
                   .case_id = *parse_case_id("01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a11"),
                   .case_opened = *parse_date("2026-04-20"),
                   .in_reply_to = {},
                   .linked = {},
                   .sender = agency_named("school/eastbury"),
                   .recipients = {agency_named("police/met"), agency_named("nhs/nelft")},
                   .type = BodyType::referral,
                   .scheme = "prevent",
                   .purpose = "channel-referral",
                   .area = "E09000002",
                   .agreement = {},
                   .created = *parse_instant("2026-05-01T09:00:00Z"),
                   .due = {},
                   .emergency = {},
                   .traceparent = {}},
          *body};
}

inline Submit example_submit() {
  auto submit = seal_message(example_message(), example_key());
  CHECK(submit.has_value(), "the example cannot be sealed");
  return std::move(*submit);
}

}  // namespace concordat::schemas
