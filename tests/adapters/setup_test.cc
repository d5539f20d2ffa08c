// Setting an adapter up, and trying a document out: what is made, what is never overwritten, and that a trial tells what the
// real thing would do without a value in it and without a trace.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "adapters/daemon/config.h"
#include "adapters/json.h"
#include "adapters/link/keys.h"
#include "adapters/setup/commands.h"
#include "schemas/directory.h"
#include "tests/place/place.h"

namespace concordat::adapters {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class Folder {
public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "setup-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  fs::path operator/(std::string_view name) const { return root_ / name; }

private:
  fs::path root_;
};

std::string text_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}
void write(const fs::path& file, std::string_view text) { std::ofstream{file, std::ios::binary} << text; }
unsigned mode_of(const fs::path& file) {
  struct stat status {};
  EXPECT_EQ(::stat(file.c_str(), &status), 0) << file;
  return status.st_mode & 0777;
}
std::string sample(std::string_view name) { return (test::source_dir() / "deploy/samples" / name).string(); }

struct Said {
  int exit_code;
  std::string out;
  std::string err;
};

class Init : public testing::Test {
protected:
  Said init(SettingsFacts facts) const {
    std::ostringstream out, err;
    const int code = run_init({folder_ / "abbey", std::move(facts)}, out, err);
    return {code, out.str(), err.str()};
  }
  static SettingsFacts facts() {
    return {.kind = "school", .agency = "school/abbey", .broker = "tcp://10.0.0.1:7400", .directory = "directory.json", .approvers = "approvers.json",
            .scheme = "prevent", .purpose = "channel-referral", .area = "E09000002"};
  }
  Folder folder_;
};

TEST_F(Init, makes_settings_that_are_read_and_keys_for_their_owner_alone) {
  const Said said = init(facts());
  ASSERT_EQ(said.exit_code, 0) << said.err;
  const auto config = read_config(folder_ / "abbey/adapter.toml");
  ASSERT_TRUE(config) << format_error(config.error());
  EXPECT_EQ(config->agency.value(), "school/abbey");
  EXPECT_EQ(config->defaults.purpose, "channel-referral");
  EXPECT_EQ(config->brokers, std::vector<std::string>{"tcp://10.0.0.1:7400"});
  for (const char* secret : {"abbey/curve.secret", "abbey/signing.seed", "abbey/adapter.toml"}) EXPECT_EQ(mode_of(folder_ / secret), 0600U) << secret;
  for (const char* place : {"abbey/in", "abbey/out", "abbey/rejected", "abbey/state"}) EXPECT_EQ(mode_of(folder_ / place), 0700U) << place;

  // What goes to the directory's keeper is the public half of exactly these keys.
  const auto curve = link::read_curve_keys(folder_ / "abbey/curve.secret");
  const auto key = link::read_signing_key(folder_ / "abbey/signing.seed");
  ASSERT_TRUE(curve && key);
  const std::string entry = text_of(folder_ / "abbey/agency.json");
  const auto directory = schemas::parse_directory("{\"version\": 1, \"area\": \"x\", \"logOrigin\": \"x\", \"logKey\": \"" +
                                                  to_hex(key->verify_key().bytes) + "\", \"brokerKey\": \"" + std::string(40, 'B') +
                                                  "\", \"quorum\": 1, \"approvers\": [{\"name\": \"a\", \"agency\": \"school/abbey\", \"key\": \"" +
                                                  to_hex(key->verify_key().bytes) + "\"}], \"organisations\": [" + entry + "], \"officers\": []}");
  ASSERT_TRUE(directory) << directory.error().where << directory.error().what;
  EXPECT_EQ(directory->organisations.at(0).transport_key, curve->public_key);
  EXPECT_EQ(directory->organisations.at(0).signing_keys.at(0).key, key->verify_key());
  EXPECT_THAT(said.out, HasSubstr("concordat-adapter try --config"));
}

TEST_F(Init, leaves_open_what_it_was_not_told_and_the_adapter_names_it) {
  SettingsFacts little = facts();
  little.purpose.clear();
  const Said said = init(little);
  ASSERT_EQ(said.exit_code, 0);
  EXPECT_THAT(said.out, HasSubstr("defaults.purpose"));
  const auto config = read_config(folder_ / "abbey/adapter.toml");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().key, "defaults.purpose");
}

TEST_F(Init, overwrites_nothing_and_then_makes_nothing) {
  for (const char* there : {"adapter.toml", "curve.secret", "signing.seed", "agency.json"}) {
    fs::remove_all(folder_ / "abbey");
    fs::create_directories(folder_ / "abbey");
    write(folder_ / "abbey" / there, "mine");
    const Said said = init(facts());
    EXPECT_EQ(said.exit_code, 1) << there;
    EXPECT_THAT(said.err, HasSubstr(there));
    EXPECT_EQ(text_of(folder_ / "abbey" / there), "mine");
    EXPECT_EQ(std::distance(fs::directory_iterator{folder_ / "abbey"}, fs::directory_iterator{}), 1) << there;
  }
  fs::remove_all(folder_ / "abbey");
  fs::create_directories(folder_ / "abbey");
  fs::create_symlink(folder_ / "elsewhere", folder_ / "abbey/curve.secret");  // dangling: writing would follow it
  EXPECT_EQ(init(facts()).exit_code, 1);
  EXPECT_FALSE(fs::exists(folder_ / "elsewhere"));
}

TEST_F(Init, refuses_what_is_no_agency_and_what_would_break_the_file) {
  SettingsFacts wrong = facts();
  wrong.agency = "Abbey School";
  EXPECT_EQ(init(wrong).exit_code, 3);
  wrong = facts();
  wrong.scheme = "a\"\nkind = \"nhs";
  EXPECT_EQ(init(wrong).exit_code, 3);
  wrong = facts();
  wrong.scheme = R"(a" # \)";
  ASSERT_EQ(init(wrong).exit_code, 0);
  EXPECT_EQ(read_config(folder_ / "abbey/adapter.toml")->defaults.scheme, R"(a" # \)");
}

class Try : public testing::Test {
protected:
  void SetUp() override {
    schemas::Directory directory;
    directory.version = 1;
    directory.area = "test";
    directory.log_origin = "log.test";
    directory.log_key = key_.verify_key();
    directory.broker_key = std::string(40, 'B');
    directory.quorum = 1;
    directory.approvers = {{"ann", schemas::AgencyId{"council/lbbd"}, key_.verify_key()}};
    char letter = 'C';
    for (const char* id : {"council/lbbd", "police/met", "nhs/nelft", "school/eastbury", "probation/london"}) {
      const SigningKey own = SigningKey::generate();
      directory.organisations.push_back({schemas::AgencyId{id}, id, {"E09000002"}, std::string(40, letter++),
                                         {{own.verify_key(), schemas::fingerprint_of(own.verify_key()), *parse_instant("2025-01-01T00:00:00Z"), std::nullopt}},
                                         schemas::Standing::active, {}});
    }
    write(folder_ / "directory.json", schemas::print_directory(directory));
  }
  TryCommand asked(const std::string& kind, const std::string& agency, const std::string& file) const {
    TryCommand out;
    out.file = file;
    out.kind = kind;
    out.agency = agency;
    out.directory = folder_ / "directory.json";
    out.agreements = {(test::source_dir() / "deploy/agreements/prevent.agreement").string()};
    out.purpose = "safeguarding-mash";
    out.at = "2026-05-01";
    return out;
  }
  static Said run(const TryCommand& asked) {
    std::ostringstream out, err;
    const int code = run_try(asked, out, err);
    return {code, out.str(), err.str()};
  }
  Folder folder_;
  SigningKey key_ = SigningKey::generate();
};

TEST_F(Try, tells_for_a_document_of_every_kind_what_each_recipient_would_get) {
  for (const auto& [kind, agency, file] : std::vector<std::array<std::string, 3>>{{"council", "council/lbbd", "council-census.xml"},
                                                                                 {"police", "police/met", "police-incident.xml"},
                                                                                 {"nhs", "nhs/nelft", "nhs-referral.json"},
                                                                                 {"school", "school/eastbury", "school-concern.json"},
                                                                                 {"probation", "probation/london", "probation-event.json"}}) {
    TryCommand command = asked(kind, agency, sample(file));
    command.is_json = true;
    const Said said = run(command);
    ASSERT_LT(said.exit_code, 3) << kind << said.out << said.err;
    const auto json = read_json(as_bytes(said.out));
    ASSERT_TRUE(json) << kind;
    const Json& message = (*json)["messages"].at(0);
    ASSERT_EQ(message["recipients"].items.size(), 4U) << kind;
    for (const Json& recipient : message["recipients"].items) {
      EXPECT_NE(recipient["recipient"].text, agency);
      EXPECT_FALSE(recipient["fields"].items.empty()) << kind;
    }
  }
}

TEST_F(Try, says_the_clause_and_never_a_value) {
  const Said said = run(asked("school", "school/eastbury", sample("school-concern.json")));
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("police/met: disclosed, under lbbd-prevent/1"));
  EXPECT_THAT(said.out, testing::ContainsRegex("subject.names.0..family +gets it +"));
  EXPECT_THAT(said.out, testing::ContainsRegex("firstIdentifier.name +not +"));
  EXPECT_THAT(said.out, HasSubstr("told that it may not have got"));
  for (const char* value : {"Amara", "Okoro", "Priya Raman", "2011-06-09", "07700 900461"}) EXPECT_THAT(said.out, Not(HasSubstr(value))) << value;
}

TEST_F(Try, writes_each_recipients_own_document_without_what_it_would_not_get) {
  TryCommand command = asked("school", "school/eastbury", sample("school-concern.json"));
  command.write = (folder_ / "shown").string();
  ASSERT_EQ(run(command).exit_code, 0);
  const std::string police = text_of(folder_ / "shown/1-police-met.xml");
  EXPECT_THAT(police, HasSubstr("Okoro-Lane"));
  for (const char* file : {"shown/1-police-met.xml", "shown/1-council-lbbd.json", "shown/1-nhs-nelft.json", "shown/1-probation-london.json"}) {
    EXPECT_THAT(text_of(folder_ / file), Not(HasSubstr("Priya Raman"))) << file << ": wished to stay anonymous";
    EXPECT_EQ(mode_of(folder_ / file), 0600U);
  }
}

TEST_F(Try, reads_the_envelope_beside_the_document_as_the_adapter_would) {
  fs::copy(sample("school-concern.json"), folder_ / "c.json");
  write(folder_ / "c.json.envelope.json", R"({"recipients": ["police/met"]})");
  const Said one = run(asked("school", "school/eastbury", folder_ / "c.json"));
  EXPECT_THAT(one.out, HasSubstr("police/met: disclosed"));
  EXPECT_THAT(one.out, Not(HasSubstr("council/lbbd: ")));
  write(folder_ / "c.json.envelope.json", R"({"recipients": ["nobody"]})");
  EXPECT_EQ(run(asked("school", "school/eastbury", folder_ / "c.json")).exit_code, 3);
}

TEST_F(Try, answers_with_an_exit_code_for_each_outcome) {
  write(folder_ / "bad.json", R"({"form": "concordat-school-concern/1", "pupil": {"dateOfBirth": "2011-13-40"}})");
  const Said bad = run(asked("school", "school/eastbury", folder_ / "bad.json"));
  EXPECT_EQ(bad.exit_code, 3);
  EXPECT_THAT(bad.err, HasSubstr("was not sent"));
  EXPECT_EQ(run(asked("school", "school/eastbury", folder_ / "none.json")).exit_code, 1);

  TryCommand unknown = asked("school", "school/eastbury", sample("school-concern.json"));
  unknown.to = {"police/nowhere"};
  const Said refused = run(unknown);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.out, HasSubstr("unknown-recipient"));

  TryCommand lapsed = asked("school", "school/eastbury", sample("school-concern.json"));
  lapsed.at = "2031-05-01";
  EXPECT_EQ(run(lapsed).exit_code, 2);

  TryCommand vague = asked("school", "school/eastbury", sample("school-concern.json"));
  vague.purpose.clear();
  const Said asks = run(vague);
  EXPECT_EQ(asks.exit_code, 3);
  EXPECT_THAT(asks.err, HasSubstr("channel-referral, safeguarding-mash"));
}

TEST_F(Try, a_suspended_agreement_is_tried_as_suspended) {
  fs::create_directories(folder_ / "agreements");
  fs::copy(test::source_dir() / "deploy/agreements/prevent.agreement", folder_ / "agreements/prevent.agreement");
  TryCommand command = asked("school", "school/eastbury", sample("school-concern.json"));
  command.agreements.clear();  // the folder beside the directory
  EXPECT_EQ(run(command).exit_code, 0);
  write(folder_ / "agreements/prevent.status", "suspended lbbd-prevent/1");
  const Said said = run(command);
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.out, HasSubstr("waiting, suspended"));
}

}  // namespace
}  // namespace concordat::adapters
