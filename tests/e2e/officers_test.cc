// An officer's day: docs/officers.md, each of its commands run against a real area, and what they must not say.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "audit/sealed_annex.h"
#include "tests/e2e/area_fixture.h"
#include "tests/place/place.h"

namespace concordat::e2e {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// A command line as a shell would part it, "…" kept together.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words{""};
  bool is_quoted = false;
  for (const char c : line) {
    if (c == '"') is_quoted = !is_quoted;
    else if (c == ' ' && !is_quoted) words.emplace_back();
    else words.back().push_back(c);
  }
  return words;
}

std::vector<std::string> commands_in(const std::string& page) {
  std::vector<std::string> found;
  std::istringstream lines{page};
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find_first_not_of(' ');
    if (at != std::string::npos && at >= 4 && line.substr(at).starts_with("concordat ")) found.push_back(line.substr(at));
  }
  return found;
}

class Officers : public testing::Test {
protected:
  void SetUp() override {
    area_.start_all();
    area_.put("nhs", "referral.json", sample("nhs"));
    ASSERT_TRUE(area_.wait_for([&] { return area_.answers("nhs") == 1 && area_.documents("police").size() == 1 && area_.documents("council").size() == 1; })) << area_.log("broker");
  }
  Ran audit(std::vector<std::string> words) {
    words.insert(words.begin(), "audit");
    words.insert(words.end(), {"--area", area_.path("").string(), "--reason", "a test looks"});
    return area_.command(words);
  }
  std::size_t rows(std::vector<std::string> words) {
    words.insert(words.begin(), "search");
    words.emplace_back("--json");
    const Ran ran = audit(std::move(words));
    EXPECT_EQ(ran.exit_code, 0) << ran.output;
    return count_of(ran.output, "{\"sequence\"");
  }
  Area area_;
};

// What cannot be checked is not called wrong: a running broker holds its log, and is to be asked.
TEST_F(Officers, a_log_that_a_broker_holds_is_left_alone) {
  const std::string log = area_.path("broker/data").string();
  const std::string to = area_.path("tiles").string();
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"verify"}, {"checkpoint"}, {"prove", "3"}, {"show"}, {"export", "--to", to}}) {
    std::vector<std::string> whole{"audit"};
    whole.insert(whole.end(), words.begin(), words.end());
    whole.insert(whole.end(), {"--log", log});
    const Ran ran = area_.command(whole);
    EXPECT_EQ(ran.exit_code, 1) << words[0] << "\n" << ran.output;
    EXPECT_NE(ran.output.find("a broker is writing this log"), std::string::npos) << words[0] << "\n" << ran.output;
    EXPECT_EQ(ran.output.find("does not verify"), std::string::npos) << words[0] << "\n" << ran.output;
  }
  EXPECT_FALSE(fs::exists(to));
  EXPECT_EQ(audit({"verify"}).exit_code, 0);  // with a reason, the broker itself is asked
}

TEST_F(Officers, every_command_of_the_page_does_what_it_says) {
  const std::vector<std::string> commands = commands_in(read_text(test::source_dir() / "docs/officers.md"));
  ASSERT_GE(commands.size(), 15U);
  for (std::string line : commands) {
    for (std::size_t at = line.find("AREA"); at != std::string::npos; at = line.find("AREA", at)) line.replace(at, 4, area_.path("").string());
    std::vector<std::string> words = words_of(line);
    words.erase(words.begin());
    const Ran ran = area_.command(words);
    EXPECT_EQ(ran.exit_code, 0) << line << "\n" << ran.output;
    for (const char* value : {"Adaeze", "Okoro", "9991234500", "2011-06-09"}) EXPECT_EQ(ran.output.find(value), std::string::npos) << line << " says " << value;
  }
  const std::string page = read_text(area_.path("account.html"));
  for (const char* said : {"police/met", "council/lbbd", "subject.birthDate", "lbbd-prevent/1", "concordat audit verify", "log.lbbd.concordat.example"})
    EXPECT_NE(page.find(said), std::string::npos) << said;
  EXPECT_EQ(read_text(area_.path("breach.csv")).find("\n="), std::string::npos);
}

TEST_F(Officers, a_person_is_found_by_number_and_by_misspelt_name_before_and_after_a_restart) {
  for (int started = 0; started < 2; ++started) {
    const std::size_t by_number = rows({"--id", "nhsNumber:999 123 4500"});
    EXPECT_GE(by_number, 5U) << "accepted, and an outcome for each of four recipients";
    EXPECT_EQ(rows({"--name", "Okorro Adaeza", "--born", "2011-09-06"}), by_number);
    EXPECT_EQ(rows({"--name", "Somebody Else", "--born", "2011-06-09"}), 0U);
    EXPECT_EQ(rows({"--id", "nhsNumber:9434765919"}), 0U);
    if (started == 0) {
      EXPECT_EQ(area_.command({"audit", "reindex", "--area", area_.path("").string()}).exit_code, 1) << "the broker is running";
      area_.stop("broker");
      ASSERT_TRUE(fs::exists(area_.path("broker/search-index/data.mdb")));
      EXPECT_EQ(area_.command({"audit", "reindex", "--area", area_.path("").string()}).exit_code, 0);
      EXPECT_FALSE(fs::exists(area_.path("broker/search-index")));
      area_.start_broker();
    }
  }
  // Each of the searches is in the log, and the log is whole.
  for (const std::string& kind : all_kinds) area_.stop(kind);
  area_.stop("broker");
  std::size_t accesses = 0;
  for (const audit::Entry& entry : area_.entries()) accesses += entry.kind == audit::EventKind::access && entry.code == "search" ? 1 : 0;
  EXPECT_EQ(accesses, 8U);
  EXPECT_TRUE(area_.fsck().ok());
  for (const auto& key : fs::directory_iterator{area_.path("broker/subject-keys")})
    EXPECT_EQ(fs::status(key.path()).permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none) << key.path();
}

TEST_F(Officers, papers_are_data_too) {
  const Ran ran = audit({"account", "--id", "nhsNumber:9991234500", "--json"});
  ASSERT_EQ(ran.exit_code, 0) << ran.output;
  const std::size_t begin = ran.output.find('{');
  const json paper = json::parse(ran.output.substr(begin, ran.output.rfind('}') + 1 - begin));
  ASSERT_EQ(paper["disclosures"].size(), 4U);
  EXPECT_EQ(paper["disclosures"][0]["sender"], "nhs/nelft");
  EXPECT_EQ(paper["disclosures"][0]["match"], "identifier");
  EXPECT_NE(paper["from"]["checkpoint"].get<std::string>().find("log.lbbd.concordat.example"), std::string::npos);

  EXPECT_EQ(audit({"account"}).exit_code, 3) << "about whom?";
  EXPECT_EQ(audit({"search", "--kind", "gossip"}).exit_code, 3);
  EXPECT_EQ(audit({"search", "--since", "yesterday"}).exit_code, 3);
  const Ran operators = area_.command({"audit", "search", "--officer", area_.path("officers/operator").string(), "--reason", "curious", "--id", "nhsNumber:9991234500"});
  EXPECT_EQ(operators.exit_code, 2) << operators.output;
  const Ran silent = area_.command({"audit", "search", "--area", area_.path("").string(), "--id", "nhsNumber:9991234500"});
  EXPECT_EQ(silent.exit_code, 1) << "no reason, no answer";
}

// Whoever has the file, an older copy of it and every key there is: what `strings` shows, and a search for the bytes themselves.
TEST_F(Officers, what_was_erased_is_in_no_file_and_an_older_copy_cannot_be_read) {
  const auto keys_of = [](const fs::path& folder) {
    std::vector<std::string> keys;
    for (const auto& file : fs::directory_iterator{folder})
      if (const std::string bytes = read_text(file.path()); bytes.size() >= 32) keys.push_back(bytes.substr(bytes.size() - 32));
    return keys;
  };
  const auto is_anywhere = [&](const std::string& bytes) {
    for (const auto& file : fs::recursive_directory_iterator{area_.path("broker")})
      if (file.is_regular_file() && read_text(file.path()).find(bytes) != std::string::npos) return true;
    return false;
  };
  area_.stop("broker");
  const std::vector<std::string> keys = keys_of(area_.path("broker/day-keys"));
  ASSERT_FALSE(keys.empty());
  EXPECT_TRUE(is_anywhere(keys.front())) << "the search finds what is there";
  const fs::path older = area_.copy_log("older");
  struct Sealed {
    std::uint64_t number;
    Digest hash;
    Bytes row;
  };
  std::vector<Sealed> annexes;  // of what was disclosed, as they lie in the file
  ASSERT_TRUE(audit::read_log(older, [&](const audit::Slice& slice) {
    for (std::size_t i = 0; i < slice.entries.size(); ++i)
      if (const auto entry = audit::decode_entry(slice.entries[i].bytes); entry->kind == audit::EventKind::disclosed)
        annexes.push_back({entry->sequence.value(), entry->annex_hash, to_bytes(slice.annexes[i].bytes)});
    return true;
  }));
  ASSERT_FALSE(annexes.empty());
  const auto opens = [&](const Sealed& annex) {
    return audit::open_annex(*audit::KeyRing::load(area_.path("broker/day-keys")), audit::Sequence{annex.number}, annex.hash, annex.row).has_value();
  };
  for (const Sealed& annex : annexes) EXPECT_TRUE(opens(annex)) << annex.number;

  area_.start_broker();
  ASSERT_TRUE(area_.wait_for([&] { return audit({"erase", "--id", "nhsNumber:9991234500", "--ground", "request"}).exit_code == 0; })) << area_.log("broker");
  EXPECT_EQ(audit({"verify"}).exit_code, 0);
  for (const std::string& kind : all_kinds) area_.stop(kind);
  area_.stop("broker");

  for (const std::string& key : keys) EXPECT_FALSE(is_anywhere(key)) << "a day key that should be destroyed";
  for (const Sealed& annex : annexes) EXPECT_FALSE(opens(annex)) << "from the older copy, with all the keys there are: " << annex.number;
  const fs::path now = area_.copy_log("now");
  for (const fs::path& copy : {older, now}) {
    const Ran shown = run("/usr/bin/strings", {"-n", "4", (copy / "data.mdb").string()}, area_.path("logs"));
    ASSERT_EQ(shown.exit_code, 0);
    EXPECT_NE(shown.output.find("police/met"), std::string::npos) << "headers stay";
    for (const char* value : {"Adaeze", "Okoro", "9991234500", "2011-06-09", "subject.names[0]", "verdict"}) EXPECT_EQ(shown.output.find(value), std::string::npos) << value;
  }
  const auto ring = audit::KeyRing::load(area_.path("broker/day-keys"));
  for (const fs::path& copy : {older, now}) EXPECT_TRUE(audit::fsck(copy, {.key = area_.directory().log_key, .day_keys = &*ring}).ok()) << "the record is whole";
}

TEST_F(Officers, a_page_is_printed_where_weasyprint_is) {
  if (!fs::exists("/usr/bin/weasyprint")) GTEST_SKIP() << "weasyprint is not installed";
  ASSERT_EQ(audit({"account", "--id", "nhsNumber:9991234500", "--format", "pdf", "--out", area_.path("account.pdf").string()}).exit_code, 0);
  EXPECT_TRUE(read_text(area_.path("account.pdf")).starts_with("%PDF-"));
}

}  // namespace
}  // namespace concordat::e2e
