// A wrong environment: programs that must not start, and say why with a code, the file and the line.
#include <gtest/gtest.h>

#include <lmdb.h>

#include "tests/e2e/area_fixture.h"

namespace concordat::e2e {
namespace {

using namespace std::chrono_literals;

class Environment : public testing::Test {
protected:
  Ran broker() const { return run("concordatd", {"--config", area_.path("broker/broker.toml").string()}, area_.path("logs")); }
  Ran adapter(const std::string& kind) const {
    return run("concordat-adapter", {"--config", area_.adapter_path(kind, "adapter.toml").string()}, area_.path("logs"));
  }
  void replace_in(const std::filesystem::path& file, std::string_view from, std::string_view to) const {
    std::string text = read_text(file);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    write_text(file, text.replace(at, from.size(), to));
  }
  std::size_t line_of(const std::filesystem::path& file, std::string_view part) const {
    const std::string text = read_text(file);
    return count_of(text.substr(0, text.find(part)), "\n") + 1;
  }
  std::filesystem::path agreement() const { return area_.path("agreements/lbbd-prevent-v1.agreement"); }

  Area area_;
};

void expect(const Ran& ran, int exit_code, const std::string& part) {
  EXPECT_EQ(ran.exit_code, exit_code) << ran.output;
  EXPECT_NE(ran.output.find(part), std::string::npos) << "no " << part << " in: " << ran.output;
}

TEST_F(Environment, a_second_broker_on_the_same_log_does_not_start) {
  area_.start_broker();
  expect(broker(), 1, "log-in-use");
  area_.kill9("broker");
  area_.start_broker();  // a killed one leaves no lock behind
  area_.stop("broker");
}

TEST_F(Environment, a_second_adapter_on_the_same_state_does_not_start) {
  area_.launch_adapter("school");
  ASSERT_TRUE(area_.wait_for([&] { return area_.log("school").find("started") != std::string::npos; }));
  const Ran second = adapter("school");
  EXPECT_EQ(second.exit_code, 1) << second.output;
  EXPECT_FALSE(second.output.empty());
  area_.kill9("school");
  area_.launch_adapter("school");
  EXPECT_TRUE(area_.wait_for([&] { return area_.log("school").find("started") != std::string::npos; }));
}

TEST_F(Environment, a_file_that_is_no_log_is_not_taken_for_one) {
  write_text(area_.path("broker/data/data.mdb"), std::string(65536, 'x'));
  expect(broker(), 1, "log-not-ours");
  EXPECT_EQ(read_text(area_.path("broker/data/data.mdb")), std::string(65536, 'x')) << "and is left as it was";
}

TEST_F(Environment, somebody_elses_lmdb_is_not_taken_for_a_log) {
  MDB_env* env = nullptr;
  MDB_txn* txn = nullptr;
  MDB_dbi table = 0;
  ASSERT_EQ(::mdb_env_create(&env), 0);
  ASSERT_EQ(::mdb_env_open(env, area_.path("broker/data").c_str(), 0, 0600), 0);
  ASSERT_EQ(::mdb_txn_begin(env, nullptr, 0, &txn), 0);
  ASSERT_EQ(::mdb_dbi_open(txn, nullptr, 0, &table), 0);
  MDB_val key{3, const_cast<char*>("key")};
  MDB_val value{5, const_cast<char*>("value")};
  ASSERT_EQ(::mdb_put(txn, table, &key, &value, 0), 0);
  ASSERT_EQ(::mdb_txn_commit(txn), 0);
  ::mdb_env_close(env);
  expect(broker(), 1, "log-not-ours");
}

TEST_F(Environment, another_areas_log_is_not_taken_for_ours) {
  area_.start_broker();
  area_.stop("broker");
  Area other;
  other.start_broker();
  other.stop("broker");
  std::filesystem::copy_file(other.path("broker/data/data.mdb"), area_.path("broker/data/data.mdb"), std::filesystem::copy_options::overwrite_existing);
  const Ran ran = broker();
  EXPECT_EQ(ran.exit_code, 1) << ran.output;
  EXPECT_TRUE(ran.output.find("log-not-ours") != std::string::npos || ran.output.find("log-broken-chain") != std::string::npos) << ran.output;
}

TEST_F(Environment, settings_that_are_wrong_are_named_with_file_and_line) {
  const auto toml = area_.path("broker/broker.toml");
  const std::string good = read_text(toml);
  replace_in(toml, "workers = 2", "workers = = 2");
  expect(broker(), 3, "broker.toml:" + std::to_string(line_of(toml, "workers")));
  write_text(toml, good);
  replace_in(toml, "workers = 2", "wokrers = 2");
  expect(broker(), 3, "wokrers");
  write_text(toml, good);
  replace_in(toml, "workers = 2", "workers = 0");
  expect(broker(), 3, "workers");
  write_text(toml, good);
  replace_in(toml, "log.seed", "no.seed");
  expect(broker(), 3, "no.seed");
  const auto adapter_toml = area_.adapter_path("nhs", "adapter.toml");
  replace_in(adapter_toml, "poll_milliseconds = 200", "poll_milliseconds = \"soon\"");
  expect(adapter("nhs"), 3, "adapter.toml:" + std::to_string(line_of(adapter_toml, "poll_milliseconds")));
}

TEST_F(Environment, what_the_approvers_did_not_sign_does_not_start) {
  struct Case {
    std::filesystem::path file;
    std::string code;
  };
  for (const Case& c : {Case{area_.path("directory.json"), "directory-unsigned"}, Case{agreement(), "agreement-unsigned"}}) {
    const std::string good = read_text(c.file);
    const std::string signatures = read_text(c.file.string() + ".sig");
    write_text(c.file, good + "\n");  // one byte more than was signed
    Ran ran = broker();
    expect(ran, 3, c.code);
    expect(ran, 3, c.file.filename().string());
    write_text(c.file, good);
    write_text(c.file.string() + ".sig", signatures.substr(0, signatures.find('\n') + 1));  // one approver, and two must
    expect(broker(), 3, c.code);
    const std::string first = signatures.substr(0, signatures.find('\n') + 1);
    write_text(c.file.string() + ".sig", first + first);  // nor does one count twice
    expect(broker(), 3, c.code);
    write_text(c.file.string() + ".sig", signatures);
  }
  area_.start_broker();  // all is as it was
}

TEST_F(Environment, an_agreement_that_does_not_parse_is_named_with_file_and_line) {
  replace_in(agreement(), "share    subject, services", "shaer    subject, services");
  area_.sign(agreement());
  expect(broker(), 3, "agreement-invalid");
  expect(broker(), 3, "lbbd-prevent-v1.agreement:" + std::to_string(line_of(agreement(), "shaer")));
}

TEST_F(Environment, a_broker_at_work_keeps_its_rules_when_the_new_ones_are_wrong) {
  area_.start_broker();
  write_text(area_.path("directory.json"), read_text(area_.path("directory.json")) + "\n");
  area_.broker().signal(SIGHUP);
  EXPECT_TRUE(area_.wait_for([&] { return area_.log("broker").find("governance-refused directory-unsigned") != std::string::npos; }));
  EXPECT_TRUE(area_.broker().is_running());
}

}  // namespace
}  // namespace concordat::e2e
