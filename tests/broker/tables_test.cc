// The broker's small memories: what was seen, how fast an agency may speak, who is party to a case.
#include <gtest/gtest.h>

#include "base/crypto.h"
#include "broker/cases.h"
#include "broker/notes.h"
#include "broker/rate.h"
#include "broker/seen.h"

namespace concordat::broker {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

const schemas::AgencyId oak = *schemas::parse_agency_id("school/oak");
const schemas::AgencyId met = *schemas::parse_agency_id("police/met");
const Instant start = *parse_instant("2026-05-01T09:00:00Z");

SeenRow seen_at(Instant at) { return {schemas::MessageId{make_uuid(at)}, oak, sha256(as_bytes("content")), 2, at}; }

TEST(SeenTable, forgets_the_oldest_and_no_younger_one) {
  SeenTable table;
  const SeenRow old = seen_at(start);
  const SeenRow young = seen_at(start + hours{2});
  table.add(old, 10);
  table.add(young, 20);
  EXPECT_TRUE(table.forget(start, 10).empty()) << "not before that very moment";
  EXPECT_EQ(table.forget(start + hours{1}, 10), std::vector<std::uint64_t>{10});
  EXPECT_EQ(table.find(old.message), nullptr);
  ASSERT_NE(table.find(young.message), nullptr);
  EXPECT_EQ(table.find(young.message)->first, 20U);
}

TEST(SeenTable, forgets_no_more_at_once_than_asked) {
  SeenTable table;
  for (std::uint64_t i = 0; i < 5; ++i) table.add(seen_at(start), i);
  EXPECT_EQ(table.forget(start + hours{1}, 3).size(), 3U);
  EXPECT_EQ(table.size(), 2U);
}

TEST(Rate, gives_an_agency_its_allowance_and_refills_it_with_time) {
  Rate rate{60};
  std::size_t admitted = 0;
  while (rate.admit(oak, start)) ++admitted;
  EXPECT_EQ(admitted, 60U);
  EXPECT_TRUE(rate.admit(met, start)) << "each has its own";
  EXPECT_FALSE(rate.admit(oak, start + std::chrono::milliseconds{900}));
  EXPECT_TRUE(rate.admit(oak, start + seconds{2}));
}

TEST(Rate, a_clock_set_back_gives_nothing_and_stops_nothing) {
  Rate rate{2};
  EXPECT_TRUE(rate.admit(oak, start));
  EXPECT_TRUE(rate.admit(oak, start - hours{1}));
  EXPECT_FALSE(rate.admit(oak, start - hours{1}));
  EXPECT_TRUE(rate.admit(oak, start));
}

TEST(CaseTable, knows_parties_by_opening_or_delivery) {
  CaseTable cases;
  const schemas::CaseId id{make_uuid(start)};
  const schemas::MessageId message{make_uuid(start)};
  const schemas::DisclosureId disclosure{sha256(as_bytes("d"))};
  EXPECT_FALSE(cases.is_known(id));
  cases.add({id, *parse_date("2026-04-20"), oak, std::nullopt, message, oak});
  EXPECT_TRUE(cases.is_party(id, oak));
  EXPECT_FALSE(cases.is_party(id, met));
  cases.add({id, *parse_date("2026-04-20"), met, disclosure, message, oak});
  EXPECT_TRUE(cases.is_party(id, met));
  ASSERT_NE(cases.delivery(disclosure), nullptr);
  EXPECT_EQ(cases.delivery(disclosure)->recipient, met);
  EXPECT_EQ(cases.opened(id), parse_date("2026-04-20"));
}

TEST(NoteTable, only_its_sender_takes_a_note_away) {
  NoteTable notes;
  notes.add(7, {oak, schemas::MessageId{make_uuid(start)}, "police/met", "delivered", "", start});
  EXPECT_FALSE(notes.remove(met, 7));
  EXPECT_EQ(notes.of(oak).size(), 1U);
  EXPECT_TRUE(notes.remove(oak, 7));
  EXPECT_FALSE(notes.remove(oak, 7));
}

}  // namespace
}  // namespace concordat::broker
