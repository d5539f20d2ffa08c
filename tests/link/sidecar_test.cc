#include "adapters/daemon/sidecar.h"

#include "tests/link/area.h"

namespace concordat::adapters {
namespace {

constexpr std::string_view case_id = "01966a3e-0000-7000-8000-000000000002";

template <class T>
std::string codes(const Outcome<T>& outcome) {
  if (outcome) return "ok";
  std::string out;
  for (const schemas::Problem& problem : outcome.error()) out += problem.code + " " + problem.where + ";";
  return out;
}

TEST(Sidecar, reads_everything_it_may_override) {
  const std::string json = R"({"purpose": "channel-referral", "recipients": ["police/met"], "agreement": "a/3", "urgency": "urgent",
    "emergency": "riskToLife", "declaredBy": "A. Duty", "emergencyReason": "A threat", "cleared": ["referral.reason"], "clearedBy": "B. Lead", "caseId": ")" + std::string{case_id} + R"(", "inReplyTo": ")" + std::string{case_id} + R"(", "due": "2026-05-01"})";
  const auto sidecar = read_sidecar(as_bytes(json));
  ASSERT_TRUE(sidecar) << codes(sidecar);
  EXPECT_EQ(sidecar->purpose, "channel-referral");
  EXPECT_EQ(sidecar->recipients->at(0), link::police);
  EXPECT_EQ(sidecar->urgency, schemas::Urgency::urgent);
  EXPECT_EQ(sidecar->emergency, schemas::Emergency::risk_to_life);
  EXPECT_EQ(format_uuid(sidecar->case_id->value()), case_id);
  EXPECT_EQ(format_date(*sidecar->due), "2026-05-01");
  EXPECT_EQ(sidecar->declared_by, "A. Duty");
  EXPECT_EQ(sidecar->emergency_reason, "A threat");
  EXPECT_EQ(sidecar->cleared, std::vector<std::string>{"referral.reason"});
  EXPECT_EQ(sidecar->cleared_by, "B. Lead");
}

TEST(Sidecar, takes_no_emergency_without_a_named_person_and_a_reason) {
  EXPECT_EQ(codes(read_sidecar(as_bytes(R"({"emergency": "riskToLife", "emergencyReason": "x"})"))), "missing declaredBy;");
  EXPECT_EQ(codes(read_sidecar(as_bytes(R"({"emergency": "riskToLife", "declaredBy": "x"})"))), "missing emergencyReason;");
  EXPECT_EQ(codes(read_sidecar(as_bytes(R"({"cleared": ["referral.reason"]})"))), "missing clearedBy;");
}

TEST(Sidecar, refuses_the_rest_all_at_once) {
  EXPECT_EQ(codes(read_sidecar(as_bytes("{}"))), "ok");
  EXPECT_EQ(codes(read_sidecar(as_bytes(R"({"urgency": "soon", "due": "tomorrow", "recipients": ["X"], "purpos": "x"})"))),
            "invalid-value recipients;invalid-value urgency;invalid-value due;unknown-field line 1;");
  EXPECT_EQ(codes(read_sidecar(as_bytes(R"({"recipients": "police/met"})"))), "invalid-value recipients;");
  EXPECT_NE(codes(read_sidecar(as_bytes("[]"))), "ok");
  EXPECT_NE(codes(read_sidecar(as_bytes("{"))), "ok");
}

TEST(Acknowledgement, needs_delivery_person_and_telephone) {
  const std::string id(64, 'a');
  const auto whole = read_acknowledgement(as_bytes(R"({"disclosure": ")" + id + R"(", "name": " A. Duty ", "telephone": "020 7946 0000"})"));
  ASSERT_TRUE(whole) << codes(whole);
  EXPECT_EQ(whole->name, "A. Duty");
  EXPECT_EQ(codes(read_acknowledgement(as_bytes(R"({"disclosure": "ab", "name": "A", "telephone": "1"})"))), "invalid-value disclosure;");
  EXPECT_EQ(codes(read_acknowledgement(as_bytes(R"({"disclosure": ")" + id + R"(", "name": "A"})"))), "missing telephone;");
  EXPECT_EQ(codes(read_acknowledgement(as_bytes(R"({"disclosure": ")" + id + R"(", "name": " ", "telephone": "1"})"))), "invalid-value name;");
}

}  // namespace
}  // namespace concordat::adapters
