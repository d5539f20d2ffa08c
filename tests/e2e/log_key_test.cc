// The log's key is changed while messages go on: every link, officer and checker follows, from the key they knew or from the new one.
#include <gtest/gtest.h>

#include <cstdlib>

#include "audit/notes_file.h"
#include "base/crypto.h"
#include "tests/e2e/area_fixture.h"

namespace concordat::e2e {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::vector<fs::path> receipts(const Area& area, const std::string& kind) {
  std::vector<fs::path> found;
  for (const auto& file : fs::directory_iterator{area.adapter_path(kind, "state/receipts")})
    if (file.path().extension() == ".receipt") found.push_back(file.path());
  return found;
}

TEST(LogKey, is_changed_and_everybody_follows) {
  Area area;
  area.start_all();
  area.put("nhs", "referral.json", sample("nhs"));
  ASSERT_TRUE(area.wait_for([&] { return area.documents("police").size() == 1 && area.documents("council").size() == 1; })) << area.log("broker");
  const std::string folder = area.path("").string();
  const std::string old_seed = read_text(area.path("broker/log.seed"));
  const Ran kept = area.command({"audit", "checkpoint", "--officer", area.path("officers/ig-officer").string()});
  ASSERT_EQ(kept.exit_code, 0) << kept.output;
  write_text(area.path("kept.checkpoint"), kept.output);

  const Ran rotated = area.command({"audit", "rotate", "log", "--area", folder, "--reason", "yearly change"});
  ASSERT_EQ(rotated.exit_code, 0) << rotated.output;
  EXPECT_NE(read_text(area.path("broker/log.seed")), old_seed);
  ASSERT_TRUE(area.wait_for([&] {
    return std::all_of(all_kinds.begin(), all_kinds.end(), [&](const std::string& kind) { return count_of(area.log(kind), " welcomed") >= 2; });
  })) << area.log("police");
  area.put("school", sample_name("school"), sample("school"));
  ASSERT_TRUE(area.wait_for([&] { return area.documents("police").size() == 2; })) << area.log("broker") << area.log("police");

  // Links and officers know only the first key yet.
  EXPECT_EQ(area.command({"audit", "verify", "--area", folder, "--reason", "after the change"}).exit_code, 0);
  EXPECT_EQ(area.command({"audit", "verify", "--area", folder, "--reason", "after the change", "--checkpoint", area.path("kept.checkpoint").string()}).exit_code, 0);
  EXPECT_EQ(area.command({"audit", "checkpoint", "--officer", area.path("officers/ig-officer").string()}).exit_code, 0);
  EXPECT_EQ(area.command({"audit", "prove", "1", "--area", folder, "--reason", "a court asks"}).exit_code, 0);
  ASSERT_EQ(receipts(area, "police").size(), 2U);
  for (const fs::path& receipt : receipts(area, "police")) EXPECT_EQ(area.command({"receipt", "verify", receipt.string(), "--area", folder}).exit_code, 0) << receipt;
  for (const std::string& kind : all_kinds) area.stop(kind);
  area.stop("broker");

  const std::string data = area.path("broker/data").string();
  const std::string first = to_hex(area.directory().log_key.bytes);
  EXPECT_EQ(area.command({"audit", "verify", "--log", data, "--key", first}).exit_code, 0);
  const Ran said = area.command({"audit", "key", "--log", data});
  ASSERT_EQ(said.exit_code, 0);
  const auto now = audit::parse_verifier_key(said.output.substr(0, said.output.find('\n')), audit::NoteKey::log);
  ASSERT_TRUE(now) << said.output;
  EXPECT_NE(to_hex(now->key.bytes), first);
  const std::string later = to_hex(now->key.bytes);
  EXPECT_EQ(area.command({"audit", "verify", "--log", data, "--key", later, "--checkpoint", area.path("kept.checkpoint").string()}).exit_code, 0);
  const std::string copy = area.copy_log("data-file-alone").string();  // without the files beside it
  EXPECT_EQ(area.command({"audit", "verify", "--log", copy, "--key", first}).exit_code, 0);
  EXPECT_EQ(area.command({"audit", "verify", "--log", copy, "--key", later}).exit_code, 2) << "who starts from a later key needs the notes beside the log";
  fs::copy_file(fs::path{data} / "key-changes", fs::path{copy} / "key-changes");
  EXPECT_EQ(area.command({"audit", "verify", "--log", copy, "--key", later}).exit_code, 0);
  const std::string tiles = area.path("export").string();
  ASSERT_EQ(area.command({"audit", "export", "--log", data, "--to", tiles}).exit_code, 0);
  for (const std::string& key : {first, later}) EXPECT_EQ(area.command({"audit", "verify", "--log", tiles, "--key", key}).exit_code, 0) << key;

  // With the old seed put back the broker does not start: the log has another key now.
  const std::string new_seed = read_text(area.path("broker/log.seed"));
  write_text(area.path("broker/log.seed"), old_seed);
  area.launch_broker();
  EXPECT_EQ(area.broker().wait(15s).value_or(-1), 1) << area.log("broker");
  EXPECT_NE(area.log("broker").find("log-not-ours"), std::string::npos);
  write_text(area.path("broker/log.seed"), new_seed);

  // The approvers' next directory names the new key; links lead back from it to what they hold.
  schemas::Directory directory = area.directory();
  directory.log_key = now->key;
  area.write_directory(directory);
  area.start_all();
  area.put("council", sample_name("council"), sample("council"));
  ASSERT_TRUE(area.wait_for([&] { return area.answers("council") >= 1; })) << area.log("broker") << area.log("council");
  for (const std::string& kind : all_kinds) EXPECT_EQ(area.log(kind).find("checkpoint-inconsistent"), std::string::npos) << kind;
  for (const fs::path& receipt : receipts(area, "police")) EXPECT_EQ(area.command({"receipt", "verify", receipt.string(), "--area", folder}).exit_code, 0) << receipt;
}

}  // namespace
}  // namespace concordat::e2e
