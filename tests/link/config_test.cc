#include "adapters/daemon/config.h"

#include "tests/link/area.h"

namespace concordat::adapters {
namespace {

constexpr std::string_view good = R"(kind = "nhs"
agency = "nhs/nelft"
brokers = ["tcp://127.0.0.1:7400"]
directory = "../../directory.json"
approvers = "approvers.json"
curve_secret = "curve.secret"
signing_seed = "signing.seed"
in = "in"
out = "out"
rejected = "rejected"
state = "state"
poll_milliseconds = 50
[defaults]
scheme = "prevent"
purpose = "channel-referral"
area = "E09000002"
agreement = "lbbd-prevent/3"
recipients = ["police/met", "council/lbbd"]
marking = "official"
)";

class ConfigTest : public testing::Test {
protected:
  Result<Config, ConfigError> read(std::string_view text) {
    link::write_text(scratch_ / "adapter.toml", text);
    return read_config(scratch_ / "adapter.toml");
  }
  std::string replaced(std::string_view from, std::string_view to) {
    std::string text{good};
    const auto at = text.find(from);
    CHECK(at != std::string::npos, "the test replaces what is not there");
    return text.replace(at, from.size(), to);
  }
  link::Scratch scratch_;
};

TEST_F(ConfigTest, reads_every_setting_with_paths_from_the_file) {
  const auto config = read(good);
  ASSERT_TRUE(config) << format_error(config.error());
  EXPECT_EQ(config->agency.value(), "nhs/nelft");
  EXPECT_EQ(config->in, scratch_ / "in");
  EXPECT_EQ(config->directory, scratch_ / "../../directory.json");
  EXPECT_EQ(config->poll, std::chrono::milliseconds{50});
  EXPECT_EQ(config->defaults.recipients.size(), 2U);
  EXPECT_EQ(config->defaults.agreement, (schemas::AgreementName{"lbbd-prevent", 3}));
  EXPECT_EQ(config->defaults.marking, schemas::Marking::official);
}

TEST_F(ConfigTest, no_agreement_and_no_recipients_leave_it_to_the_pathway) {
  auto config = read(replaced("agreement = \"lbbd-prevent/3\"\nrecipients = [\"police/met\", \"council/lbbd\"]\n", "agreement = \"\"\nrecipients = []\n"));
  ASSERT_TRUE(config);
  EXPECT_FALSE(config->defaults.agreement);
  EXPECT_TRUE(config->defaults.recipients.empty());
}

TEST_F(ConfigTest, says_file_line_and_key) {
  const struct {
    const char* name;
    std::string text;
    unsigned line;
    std::string key;
  } cases[] = {
      {"agency", replaced("nhs/nelft", "NHS"), 2, "agency"},
      {"no brokers", replaced("[\"tcp://127.0.0.1:7400\"]", "[]"), 3, "brokers"},
      {"a number for a text", replaced("state = \"state\"", "state = 7"), 11, "state"},
      {"missing", replaced("in = \"in\"\n", ""), 1, "in"},
      {"misspelt", replaced("rejected = ", "rejectd = "), 1, "rejected"},
      {"unknown", replaced("kind = ", "colour = \"red\"\nkind = "), 1, "colour"},
      {"poll", replaced("= 50", "= 0"), 12, "poll_milliseconds"},
      {"marking", replaced("\"official\"", "\"secret\""), 19, "defaults.marking"},
      {"recipient", replaced("council/lbbd", "Council"), 18, "defaults.recipients"},
      {"agreement", replaced("lbbd-prevent/3", "lbbd-prevent"), 17, "defaults.agreement"},
      {"unknown default", replaced("marking = ", "purpos = \"x\"\nmarking = "), 19, "defaults.purpos"},
      {"syntax", replaced("kind = \"nhs\"", "kind = \"nhs"), 1, ""},
  };
  for (const auto& wrong : cases) {
    const auto config = read(wrong.text);
    ASSERT_FALSE(config) << wrong.name;
    EXPECT_EQ(config.error().line, wrong.line) << wrong.name << ": " << format_error(config.error());
    EXPECT_EQ(config.error().key, wrong.key) << wrong.name;
    EXPECT_NE(format_error(config.error()).find("adapter.toml:" + std::to_string(wrong.line)), std::string::npos) << wrong.name;
  }
  EXPECT_FALSE(read_config(scratch_ / "none.toml"));
}

}  // namespace
}  // namespace concordat::adapters
