// concordatd's configuration: every mistake is named with the file, and the line or the key.
#include "broker/config.h"

#include <gmock/gmock.h>

#include <fstream>

#include "base/file.h"
#include "tests/audit/scratch.h"

namespace concordat::broker {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

const std::string whole = R"(endpoint = "tcp://127.0.0.1:7400"
admin_endpoint = "tcp://127.0.0.1:7401"
data = "data"
day_keys = "day-keys"
parcel_keys = "parcel-keys"
subject_keys = "subject-keys"
search_index = "search-index"
directory = "../directory.json"
agreements = "../agreements"
approvers = "approvers.json"
curve_secret = "curve.secret"
log_seed = "log.seed"
)";

class ConfigTest : public testing::Test {
protected:
  ConfigTest() {
    put("approvers.json", R"({"quorum": 1, "approvers": [{"name": "ann", "agency": "council/lbbd", "key": ")" + std::string(64, 'a') + R"("}]})");
    put("curve.secret", std::string(40, 'p') + "\n" + std::string(40, 's') + "\n");
    put("log.seed", std::string(64, '7') + "\n");
  }
  void put(const std::string& name, std::string_view text) {
    ASSERT_TRUE(write_file(scratch_.root() / name, as_bytes(text), FileMode::owner_only));
  }
  Result<Config, ConfigError> read(const std::string& text) {
    put("broker.toml", text);
    return read_config(scratch_.root() / "broker.toml");
  }
  audit::Scratch scratch_;
};

TEST_F(ConfigTest, paths_are_relative_to_the_file_and_limits_have_defaults) {
  const auto config = read(whole);
  ASSERT_TRUE(config) << config.error().where << " " << config.error().what;
  EXPECT_EQ(config->data, scratch_.root() / "data");
  EXPECT_EQ(config->limits.freshness, std::chrono::hours{24 * 60});
  EXPECT_EQ(config->limits.submissions_per_minute, 600U);
  EXPECT_EQ(config->governance.quorum, 1U);
  EXPECT_EQ(config->governance.pinned.size(), 1U);
}

TEST_F(ConfigTest, limits_are_taken) {
  const auto config = read(whole + "[limits]\nfreshness_days = 7\nworkers = 1\nsubmissions_per_minute = 5\nlog_map_gigabytes = 3\n");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->limits.freshness, std::chrono::hours{24 * 7});
  EXPECT_EQ(config->limits.workers, 1U);
  EXPECT_EQ(config->limits.submissions_per_minute, 5U);
  EXPECT_EQ(config->log_map_bytes, std::size_t{3} << 30);
}

TEST_F(ConfigTest, a_file_that_is_not_there_is_unreadable) {
  const auto config = read_config(scratch_.root() / "none.toml");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().code, "config-unreadable");
}

struct Mistake {
  const char* name;
  std::string text;
  const char* where;
};
class ConfigMistakes : public ConfigTest, public testing::WithParamInterface<Mistake> {};

TEST_P(ConfigMistakes, are_named_with_their_place) {
  const auto config = read(GetParam().text);
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().code, "config-invalid");
  EXPECT_THAT(config.error().where, HasSubstr("broker.toml"));
  EXPECT_THAT(config.error().where, EndsWith(GetParam().where));
  EXPECT_NE(config.error().what, "");
}
INSTANTIATE_TEST_SUITE_P(Each, ConfigMistakes,
                         testing::Values(Mistake{"syntax", whole + "log_level = \n", ":13"},
                                         Mistake{"misspelt", whole + "log_levle = \"note\"\n", ": log_levle"},
                                         Mistake{"misspelt_limit", whole + "[limits]\nfreshnes_days = 1\n", ": freshnes_days"},
                                         Mistake{"out_of_range", whole + "[limits]\nworkers = 0\n", ": workers"},
                                         Mistake{"wrong_type", whole + "[limits]\nworkers = \"two\"\n", ": workers"},
                                         Mistake{"missing", whole.substr(whole.find('\n') + 1), ": endpoint"}),
                         [](const auto& tested) { return tested.param.name; });

TEST_F(ConfigTest, keys_that_are_no_keys_are_named_but_not_shown) {
  put("log.seed", "secretsecret");
  const auto seed = read(whole);
  ASSERT_FALSE(seed);
  EXPECT_THAT(seed.error().where, EndsWith("log_seed"));
  EXPECT_THAT(seed.error().what, testing::Not(HasSubstr("secretsecret")));
  put("log.seed", std::string(64, '7'));
  put("curve.secret", "secretsecret");
  const auto curve = read(whole);
  ASSERT_FALSE(curve);
  EXPECT_THAT(curve.error().where, EndsWith("curve_secret"));
  EXPECT_THAT(curve.error().what, testing::Not(HasSubstr("secretsecret")));
}

}  // namespace
}  // namespace concordat::broker
