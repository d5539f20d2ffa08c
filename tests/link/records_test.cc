#include "adapters/link/records.h"

#include "tests/link/area.h"

namespace concordat::link {
namespace {

const schemas::MessageId id{make_uuid(*parse_instant("2026-04-01T00:00:00Z"))};
const Origin origin{"case.xml", "Child 3, line 88", "REF-1", "folder/case.xml"};

schemas::Status status_of(std::uint64_t sequence, std::string recipient, std::string state) {
  return {sequence, id, std::move(recipient), std::move(state), "", *parse_instant("2026-04-02T00:00:00Z")};
}
schemas::RecipientOutcome outcome_of(std::string recipient, std::string outcome) {
  return {std::move(recipient), std::move(outcome), "code", 7, {{"subject.birthDate", "month", "a", "b", "c"}}, "prevent/3"};
}

TEST(Records, a_submission_round_trips_and_no_part_of_it_is_one) {
  const Submission submission{id, schemas::Urgency::urgent, origin, to_bytes(as_bytes("frame"))};
  const Bytes bytes = encode_submission(submission);
  const auto read = decode_submission(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, id);
  EXPECT_EQ(read->urgency, schemas::Urgency::urgent);
  EXPECT_EQ(read->origin, origin);
  EXPECT_EQ(as_text(read->frame), "frame");
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_submission(ByteView{bytes}.first(size))) << size;
}

TEST(Records, a_record_round_trips_with_answer_and_statuses) {
  Record record{.id = id, .origin = origin, .accepted = schemas::Accepted{id, 6, {outcome_of("police/met", "disclosed")}}, .refused = {}, .statuses = {}};
  record.statuses = {status_of(8, "police/met", "delivered"), status_of(9, "police/met", "acknowledged")};
  const Bytes bytes = encode_record(record);
  const auto read = decode_record(bytes);
  ASSERT_TRUE(read);
  ASSERT_TRUE(read->accepted);
  EXPECT_EQ(read->accepted->outcomes, record.accepted->outcomes);
  EXPECT_FALSE(read->refused);
  ASSERT_EQ(read->statuses.size(), 2U);
  EXPECT_EQ(read->statuses[1].state, "acknowledged");
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_record(ByteView{bytes}.first(size))) << size;

  const Record refused{.id = id, .origin = origin, .accepted = {}, .refused = schemas::Refused{id, "bad-seal", {"seal"}}, .statuses = {}};
  const auto again = decode_record(encode_record(refused));
  ASSERT_TRUE(again);
  ASSERT_TRUE(again->refused);
  EXPECT_EQ(again->refused->code, "bad-seal");
}

TEST(Records, settled_when_every_recipient_is) {
  const struct {
    const char* name;
    std::vector<schemas::RecipientOutcome> outcomes;
    std::vector<schemas::Status> statuses;
    bool settled;
  } cases[] = {
      {"nobody to wait for", {outcome_of("a/b", "refused")}, {}, true},
      {"disclosed, nothing heard", {outcome_of("a/b", "disclosed")}, {}, false},
      {"delivered", {outcome_of("a/b", "disclosed")}, {status_of(1, "a/b", "delivered")}, true},
      {"returned", {outcome_of("a/b", "disclosed")}, {status_of(1, "a/b", "returned")}, true},
      {"released is not delivered", {outcome_of("a/b", "waiting")}, {status_of(1, "a/b", "released")}, false},
      {"another has it", {outcome_of("a/b", "disclosed")}, {status_of(1, "c/d", "delivered")}, false},
      {"one of two", {outcome_of("a/b", "disclosed"), outcome_of("c/d", "waiting")}, {status_of(1, "a/b", "delivered")}, false},
      {"both", {outcome_of("a/b", "disclosed"), outcome_of("c/d", "refused")}, {status_of(1, "a/b", "delivered")}, true},
  };
  for (const auto& one : cases) {
    const Record record{.id = id, .origin = {}, .accepted = schemas::Accepted{id, 1, one.outcomes}, .refused = {}, .statuses = one.statuses};
    EXPECT_EQ(record.settled(), one.settled) << one.name;
  }
  EXPECT_FALSE((Record{.id = id, .origin = {}, .accepted = {}, .refused = {}, .statuses = {}}.settled()));
}

}  // namespace
}  // namespace concordat::link
