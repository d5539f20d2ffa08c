// The main job: a native document of each agency goes in, and every other agency has a native document of its own.
#include <gtest/gtest.h>


#include <set>

#include "tests/e2e/area_fixture.h"

namespace concordat::e2e {
namespace {

using namespace std::chrono_literals;

TEST(Referral, from_each_agency_to_every_other) {
  Area area;
  area.start_all();
  for (const std::string& kind : all_kinds) area.put(kind, sample_name(kind), sample(kind));
  const auto all_there = [&] {
    return std::all_of(all_kinds.begin(), all_kinds.end(), [&](const std::string& kind) { return area.documents(kind).size() == 4 && area.answers(kind) == 1; });
  };
  ASSERT_TRUE(area.wait_for(all_there)) << area.log("broker");
  for (const std::string& kind : all_kinds) {
    for (const auto& document : area.documents(kind)) {
      EXPECT_GT(std::filesystem::file_size(document), 0U) << document;
      EXPECT_TRUE(std::filesystem::exists(std::filesystem::path{document}.replace_extension(".meta.json"))) << document;
    }
    EXPECT_EQ(area.rejected(kind), 0U) << kind;
    // Each sender hears of all four deliveries.
    EXPECT_TRUE(area.wait_for([&] {
      std::size_t delivered = 0;
      for (const auto& entry : std::filesystem::directory_iterator{area.adapter_path(kind, "out/status")})
        delivered += count_of(read_text(entry.path()), "\"delivered\"");
      return delivered >= 4;
    })) << kind;
  }
  for (const std::string& kind : all_kinds) area.stop(kind);
  area.stop("broker");
  // The school's own words are urgent, name people, and go all the same: that is alarmed, and nothing else is.
  EXPECT_EQ(count_of(area.log("broker"), " error "), count_of(area.log("broker"), " error leak-delivered ")) << area.log("broker");
  const audit::FsckReport report = area.fsck();
  EXPECT_TRUE(report.ok()) << audit::fault_code(report.wrong->fault);
  EXPECT_GE(report.entries, 1U + 5 + 20 + 20) << "genesis, accepted, disclosed, delivered";
}

// What cannot be sent comes back to its sender: the document as it was, and a report with a stable code.
TEST(Referral, that_cannot_be_sent_comes_back_with_a_report) {
  Area area;
  area.start_broker();
  area.start_adapter("school");
  area.put("school", "torn.json", sample("school").substr(0, 200));
  area.put("school", "nobody.json.envelope.json", R"({"recipients": ["police/nowhere"]})");
  area.put("school", "nobody.json", sample("school"));
  ASSERT_TRUE(area.wait_for([&] { return area.rejected("school") == 2; }));
  std::string reports;
  std::multiset<std::string> documents;
  for (const auto& entry : std::filesystem::directory_iterator{area.adapter_path("school", "rejected")}) {
    const std::string text = read_text(entry.path());
    if (entry.path().string().ends_with(".report.json")) reports += text;
    else documents.insert(text);
  }
  EXPECT_NE(reports.find("malformed-json"), std::string::npos) << reports;
  EXPECT_NE(reports.find("unknown-recipient"), std::string::npos) << reports;
  EXPECT_EQ(documents.count(sample("school").substr(0, 200)), 1U);
  EXPECT_EQ(documents.count(sample("school")), 1U);
  area.stop("school");
  area.stop("broker");
  for (const audit::Entry& entry : area.entries()) EXPECT_NE(entry.kind, audit::EventKind::disclosed);
}

std::string limits_of(const Process& process) { return read_text("/proc/" + std::to_string(process.id()) + "/limits"); }

TEST(Processes, dump_no_core_and_stop_at_once_when_told) {
  Area area;
  area.start_broker();
  area.start_adapter("nhs");
  for (Process* process : {&area.broker(), &area.adapter("nhs")}) {
    const std::string limits = limits_of(*process);
    const std::size_t at = limits.find("Max core file size");
    ASSERT_NE(at, std::string::npos);
    const std::string line = limits.substr(at, limits.find('\n', at) - at);
    EXPECT_EQ(line.substr(18).find_first_not_of(" 0bytes"), std::string::npos) << line;
  }
  for (const std::string name : {"nhs", "broker"}) {
    const auto before = std::chrono::steady_clock::now();
    area.stop(name);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 3s) << name;
  }
}

}  // namespace
}  // namespace concordat::e2e
