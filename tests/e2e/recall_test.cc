// A recall from end to end, with nothing but files: sent by the agency that sent the message, answered by those who had it, and
// followed by an officer. And the recall that nobody asks for, of an address that has become confidential.
#include <gtest/gtest.h>

#include "tests/e2e/area_fixture.h"

namespace concordat::e2e {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// What stands after `"key": "` in a JSON text of ours.
std::string value_of(const std::string& json, const std::string& key) {
  const std::string begin = "\"" + key + "\": \"";
  const std::size_t at = json.find(begin);
  return at == std::string::npos ? std::string{} : json.substr(at + begin.size(), json.find('"', at + begin.size()) - at - begin.size());
}

class Recalls : public testing::Test {
protected:
  void SetUp() override {
    area_.start_broker();
    for (const char* kind : {"nhs", "police", "council"}) area_.start_adapter(kind);
  }
  // A document of that kind, to the police and the council, and there.
  void send(const std::string& kind, const std::string& name) {
    area_.put(kind, name + ".envelope.json", R"({"recipients": ["police/met", "council/lbbd"]})");
    area_.put(kind, name, sample(kind));
    ASSERT_TRUE(area_.wait_for([&] { return area_.documents("police").size() == 1 && area_.documents("council").size() == 1; })) << area_.log(kind);
  }
  // The .meta.json of the recall that came there; empty if none has.
  std::string recall_meta(const std::string& kind) const {
    for (const auto& entry : fs::directory_iterator{area_.adapter_path(kind, "out")})
      if (entry.path().string().ends_with("-recall.meta.json")) return read_text(entry.path());
    return {};
  }
  bool has_status(const std::string& kind, const std::string& ending) const {
    for (const auto& entry : fs::directory_iterator{area_.adapter_path(kind, "out/status")})
      if (entry.path().string().ends_with(ending)) return true;
    return false;
  }
  void answer(const std::string& kind, const std::string& rest) {
    area_.put(kind, "done.ack.json", R"({"disclosure": ")" + value_of(recall_meta(kind), "disclosure") + R"(", "name": "A. Duty", "telephone": "020 7946 0000", )" + rest + "}");
  }
  std::string listed() {
    const Ran ran = area_.command({"audit", "recall", "list", "--area", area_.path("").string(), "--reason", "a test looks", "--json"});
    EXPECT_EQ(ran.exit_code, 0) << ran.output;
    return ran.output;
  }
  Area area_;
};

TEST_F(Recalls, is_sent_from_a_file_reaches_both_and_both_answer) {
  send("nhs", "referral.json");
  const std::string first = area_.documents("police").front().filename();
  area_.put("nhs", "wrong.recall.json", R"({"document": "referral.json", "action": "erase", "reason": "It was about another patient"})");
  ASSERT_TRUE(area_.wait_for([&] { return !recall_meta("police").empty() && !recall_meta("council").empty(); })) << area_.log("nhs");
  const std::string meta = recall_meta("police");
  EXPECT_NE(meta.find("\"action\": \"erase\""), std::string::npos) << meta;
  EXPECT_NE(meta.find(first), std::string::npos) << "says which document it is about\n" << meta;
  for (const char* kind : {"police", "council"}) {
    const fs::path document = area_.adapter_path(kind, "out") / value_of(recall_meta(kind), "document");
    ASSERT_TRUE(area_.wait_for([&] { return fs::exists(document); }));
    EXPECT_NE(read_text(document).find("It was about another patient"), std::string::npos) << "the native system is told why";
  }
  answer("police", R"("did": "erased")");
  answer("council", R"("did": "not-done", "because": "Held under a court order")");
  ASSERT_TRUE(area_.wait_for([&] { return has_status("nhs", "-police-met-erased.json") && has_status("nhs", "-council-lbbd-not-done.json"); })) << area_.log("police");
  const std::string rows = listed();
  for (const char* said : {"erase", "police/met", "erased", "council/lbbd", "not-done"}) EXPECT_NE(rows.find(said), std::string::npos) << said << "\n" << rows;
  for (const char* kind : {"nhs", "police", "council"}) area_.stop(kind);
  area_.stop("broker");
  std::size_t recalls = 0;
  std::size_t answers = 0;
  for (const audit::Entry& entry : area_.entries()) {
    recalls += entry.kind == audit::EventKind::recall ? 1 : 0;
    answers += entry.kind == audit::EventKind::recall_acknowledged ? 1 : 0;
  }
  EXPECT_EQ(recalls, 1U);
  EXPECT_EQ(answers, 2U);
  EXPECT_TRUE(area_.fsck().ok());
}

// The school's sample is about a pupil who is not to be told, so that its recalls wait for an officer: this one too, which
// nobody but the adapter has asked for.
TEST_F(Recalls, is_made_by_itself_when_an_address_becomes_confidential) {
  area_.start_adapter("school");
  send("school", "concern.json");
  std::string update = sample("school");
  const std::string type = "\"form\": \"concordat-school-concern/1\",";
  update.replace(update.find(type), type.size(), type + " \"type\": \"update\", \"change\": {\"kind\": \"corrected\", \"reference\": \"RHS-2026-0147\"},");
  const std::string open = "\"addressConfidential\": \"no\"";
  update.replace(update.find(open), open.size(), "\"addressConfidential\": \"yes\"");
  const std::size_t referral = update.find("\"referral\": {");  // an update has none
  update.erase(referral, update.find("},", referral) + 2 - referral);
  area_.put("school", "moved.json.envelope.json", R"({"recipients": ["police/met", "council/lbbd"]})");
  area_.put("school", "moved.json", update);
  ASSERT_TRUE(area_.wait_for([&] { return has_status("school", "-recall-due.json") && has_status("school", "-held.json"); })) << area_.log("school") << area_.log("broker");
  EXPECT_EQ(count_of(listed(), "\"restrict\""), 1U) << "once";
}

TEST_F(Recalls, outlives_a_kill_between_file_and_broker) {
  send("nhs", "referral.json");
  area_.stop("broker");
  area_.put("nhs", "wrong.recall.json", R"({"document": "referral.json", "action": "restrict", "reason": "To be looked at"})");
  ASSERT_TRUE(area_.wait_for([&] { return !fs::exists(area_.adapter_path("nhs", "in/wrong.recall.json")); }));
  area_.kill9("nhs");
  area_.start_broker();
  area_.start_adapter("nhs");
  ASSERT_TRUE(area_.wait_for([&] { return !recall_meta("police").empty() && !recall_meta("council").empty(); })) << area_.log("nhs");
}

}  // namespace
}  // namespace concordat::e2e
