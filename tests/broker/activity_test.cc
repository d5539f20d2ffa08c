// What an overview and an operator are told: counts, connections, keys. Nothing of anybody, and no access recorded for it.
#include <nlohmann/json.hpp>

#include "tests/broker/fixture.h"

namespace concordat::broker {
namespace {

using nlohmann::json;

class ActivityTest : public BrokerTest {
protected:
  json ask(std::string question, std::uint64_t from = 0) {
    pipeline_.ask(area_.officer(), {.question = std::move(question), .reason = "a test looks", .from = from, .text = {}});
    run();
    const auto answer = network_.all<schemas::Answer>().back();
    EXPECT_EQ(answer.code, "");
    return json::parse(answer.json);
  }
  std::uint64_t counted(const json& activity, const std::string& kind) {
    std::uint64_t sum = 0;
    for (const json& row : activity["counts"])
      if (row["kind"] == kind) sum += row["count"].get<std::uint64_t>();
    return sum;
  }
};

TEST_F(ActivityTest, counts_entries_by_day_agency_purpose_and_kind) {
  hello(council);
  hello(nhs);
  hello(police);
  for (int i = 0; i < 3; ++i) submit(referral(council, {nhs, police}), council);
  run();
  const std::uint64_t accesses = entries(audit::EventKind::access).size();
  const json activity = ask("activity");
  EXPECT_EQ(counted(activity, "accepted"), 3U);
  EXPECT_EQ(counted(activity, "disclosed"), entries(audit::EventKind::disclosed).size());
  EXPECT_LE(activity["next"].get<std::uint64_t>(), log_size());
  std::set<std::string> days;
  for (const audit::Entry& entry : entries(audit::EventKind::accepted)) days.insert(format_date(london_date(entry.at)));
  for (const json& row : activity["counts"]) EXPECT_TRUE(row["kind"] != "accepted" || days.contains(row["day"].get<std::string>()));
  EXPECT_EQ(entries(audit::EventKind::access).size(), accesses) << "nothing of anybody was shown";

  submit(referral(council, {nhs}), council);
  run();
  EXPECT_EQ(counted(ask("activity", activity["next"]), "accepted"), 1U) << "goes on where it left off";
}

TEST_F(ActivityTest, tells_connections_queues_and_keys) {
  hello(council);
  submit(referral(council, {nhs, police}), council);
  run();
  const json workings = ask("workings");
  std::size_t connected = 0;
  for (const json& agency : workings["agencies"]) {
    connected += agency["connected"].get<bool>() ? 1U : 0U;
    EXPECT_FALSE(agency["keys"].empty());
    if (agency["id"] != area_.agencies()[police].value()) continue;
    EXPECT_EQ(agency["queued"].get<int>() + agency["sent"].get<int>() + agency["waiting"].get<int>() + agency["deadLetters"].get<int>(), 1) << "nobody is there to take it";
  }
  EXPECT_EQ(connected, core_.sessions.all().size());
  EXPECT_EQ(workings["directoryVersion"], core_.rules.directory->version);
}

// A link that has died says no goodbye.
TEST_F(ActivityTest, calls_nobody_connected_who_has_fallen_silent) {
  hello(nhs);
  const auto nhs_in = [&] {
    const json workings = ask("workings");
    for (const json& agency : workings["agencies"])
      if (agency["id"] == area_.agencies()[nhs].value()) return agency;
    return json{};
  };
  EXPECT_TRUE(nhs_in()["connected"].get<bool>());
  clock_.advance(core_.limits.session_silence + std::chrono::seconds{1});
  EXPECT_FALSE(nhs_in()["connected"].get<bool>());
  EXPECT_TRUE(nhs_in().contains("heard")) << "and since when";
}

TEST_F(ActivityTest, status_says_what_waits_for_a_person) {
  const json status = ask("status");
  for (const char* key : {"holds", "emergencies", "emergenciesOverdue", "recalls"}) EXPECT_EQ(status[key], 0) << key;
}

}  // namespace
}  // namespace concordat::broker
