// Rows are read back whole or not at all.
#include "broker/rows.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/crypto.h"
#include "broker/held.h"
#include "broker/reviews.h"
#include "broker/watches.h"

namespace concordat::broker {
namespace {

const schemas::AgencyId met = *schemas::parse_agency_id("police/met");
const schemas::AgencyId oak = *schemas::parse_agency_id("school/oak");
const schemas::MessageId message = *schemas::parse_message_id("01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10");
const schemas::CaseId case_id = *schemas::parse_case_id("01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a11");
const schemas::DisclosureId disclosure{sha256(as_bytes("disclosure"))};
const Instant at = *parse_instant("2026-05-01T09:00:00.123Z");
const std::array<std::byte, 32> salt = sha256(as_bytes("salt")).bytes;

struct Case {
  const char* name;
  Bytes bytes;
  std::function<std::optional<Bytes>(ByteView)> again;  // decoded and encoded
};

template <class Decode>
Case case_of(const char* name, const auto& row, Decode decode) {
  return {name, encode_row(row), [decode](ByteView bytes) -> std::optional<Bytes> {
            const auto read = decode(bytes);
            return read ? std::optional{encode_row(*read)} : std::nullopt;
          }};
}

std::vector<Case> cases() {
  return {case_of("seen", SeenRow{message, oak, sha256(as_bytes("content")), 4, at}, decode_seen),
          case_of("case_opened", CaseRow{case_id, *parse_date("2026-04-20"), oak, std::nullopt, message, oak}, decode_case),
          case_of("case_joined", CaseRow{case_id, *parse_date("2026-04-20"), met, disclosure, message, oak}, decode_case),
          case_of("case_moved", CaseRow{case_id, *parse_date("2026-04-20"), met, std::nullopt, message, oak, CaseRow::Step::moved, policy::CaseStage{"prevent", "panel"}}, decode_case),
          case_of("held", HeldRow{message, oak, met, at, at, "Duty desk", "020 7946 0000", {3, salt, to_bytes(as_bytes("sealed"))}}, decode_held),
          case_of("review", ReviewRow{message, oak, met, "riskToLife", "school/oak/lead", 17, at, at}, decode_review),
          case_of("breach", ReviewRow{message, oak, met, "riskToLife", "school/oak/lead", 17, at, at, at}, decode_review),
          case_of("note", NoteRow{oak, message, "police/met", "returned", "bad-seal", at, "Duty desk", "020 7946 0000"}, decode_note),
          case_of("parcel", ParcelRow{disclosure, "police/met", 17, Shelf::dead, 3, salt, to_bytes(as_bytes("sealed"))}, decode_parcel),
          case_of("watch", WatchRow{disclosure, message, oak, "police/met", "Duty desk", "020 7946 0000", at, at, WatchRow::Told::undelivered}, decode_watch),
          case_of("waiting", WaitingRow{"police/met", 3, salt, to_bytes(as_bytes("sealed"))}, decode_waiting)};
}

class Rows : public testing::TestWithParam<Case> {};

TEST_P(Rows, are_read_as_they_were_written) {
  EXPECT_EQ(GetParam().again(GetParam().bytes), GetParam().bytes);
}

TEST_P(Rows, cut_short_or_with_more_behind_are_nothing) {
  const Bytes& whole = GetParam().bytes;
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(GetParam().again(ByteView{whole}.first(size))) << size;
  Bytes longer = whole;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(GetParam().again(longer));
}

TEST_P(Rows, of_another_version_are_nothing) {
  Bytes newer = GetParam().bytes;
  newer[0] = std::byte{2};
  EXPECT_FALSE(GetParam().again(newer));
}

// A row that reads is the one row that is written so: nothing hides in it.
TEST_P(Rows, with_a_byte_changed_are_nothing_or_another_row) {
  for (std::size_t i = 0; i < GetParam().bytes.size(); ++i) {
    Bytes changed = GetParam().bytes;
    changed[i] ^= std::byte{0xff};
    const auto again = GetParam().again(changed);
    if (again) {
      EXPECT_EQ(*again, changed) << "byte " << i;
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Each, Rows, testing::ValuesIn(cases()), [](const auto& tested) { return tested.param.name; });

TEST(Label, is_read_as_it_was_written) {
  const ParcelLabel label{disclosure, message, case_id, *parse_date("2026-04-20"), oak, met, schemas::BodyType::referral, schemas::Urgency::urgent,
                          "channel-referral", "prevent/1", schemas::AgreementDigest{sha256(as_bytes("text"))}, at};
  const Bytes bytes = encode_label(label);
  ByteReader reader{bytes};
  const auto again = decode_label(reader);
  ASSERT_TRUE(again);
  EXPECT_TRUE(reader.done());
  EXPECT_EQ(encode_label(*again), bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ByteReader cut{ByteView{bytes}.first(size)};
    EXPECT_FALSE(decode_label(cut)) << size;
  }
}

}  // namespace
}  // namespace concordat::broker
