// Governance by the commands, with real processes: a change from draft to activation, what is refused on the way, a suspension with
// messages in flight, a renewal, and a past decision made again.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "schemas/json.h"
#include "tests/e2e/officer.h"

namespace concordat::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

// Council and police; `shares` besides names.
std::string pair_text(int version, const std::string& shares = "") {
  return "agreement \"pair\" version " + std::to_string(version) + R"(
scheme    prevent
area      E09000002
parties   council/lbbd, police/met
in force  2025-01-01 until 2030-01-01
approvers council/lbbd, police/met
purpose pairing
  means "Try a change"
  basis ukgdpr.6.1.e
clause 1 "Who"
  from   council  to police  for pairing
  share  subject.names)" + shares + "\n";
}
constexpr std::string_view scenario = R"([given]
type    = "referral"
from    = "council/lbbd"
to      = "police/met"
at      = 2026-10-01
purpose = "pairing"
with."subject.names[0].family" = "Neill"

[[scenario]]
name   = "The police get the name"
expect = "disclosed"
[scenario.fields]
"subject.names" = "full"
)";

class GovernedArea : public testing::Test {
protected:
  void SetUp() override {
    put_agreement(area_.path("agreements/pair-v1.agreement"), pair_text(1));
    area_.sign(area_.path("agreements/pair-v1.agreement"));
    draft(pair_text(2, ", subject.birthDate"));
    area_.start_broker();
  }
  static void put_agreement(const std::filesystem::path& file, const std::string& text) { write_text(file, text); }
  void draft(const std::string& text) {
    std::filesystem::create_directories(area_.path("drafts/pair.scenarios"));
    write_text(area_.path("drafts/pair.agreement"), text);
    write_text(area_.path("drafts/pair.scenarios/names.toml"), scenario);
  }
  // `concordat FAMILY VERB WHAT… --person people/ID …`
  Ran by(const std::string& person, std::vector<std::string> words) const {
    for (const std::string& each : {std::string{"--person"}, area_.path("people/" + person).string(), std::string{"--passphrase-file"},
                                    area_.path("people/passphrase").string(), std::string{"--reason"}, std::string{"a test of governance"}})
      words.push_back(each);
    return area_.command(std::move(words));
  }
  Ran asked(std::vector<std::string> words) const {
    for (const std::string& each : {std::string{"--area"}, area_.path("").string(), std::string{"--reason"}, std::string{"a test looks"}}) words.push_back(each);
    return area_.command(std::move(words));
  }
  std::string drafted() const { return area_.path("drafts/pair.agreement").string(); }
  std::string submit() {
    auto council = link("council");
    auto message = schemas::message_from_json(R"({"body": {"referral": {"subject": {"names": [{"family": "Neill"}], "birthDate": "2011-06-09"}}}})",
                                              {.now = SystemClock{}.now(), .sender = agency_of("council"), .recipients = {agency_of("police")}, .scheme = "prevent",
                                               .purpose = "pairing", .area = "E09000002", .marking = schemas::Marking::official_sensitive,
                                               .urgency = schemas::Urgency::routine});
    CHECK(message, "the test's message is wrong");
    message->envelope.schema = 2;
    council->say(sealed(*message, signing_key_of(area_, "council")));
    return council->answer();
  }
  std::unique_ptr<RawLink> link(const std::string& kind) {
    auto made = std::make_unique<RawLink>(area_.endpoint(), area_.directory().broker_key, keys_of(area_, kind));
    EXPECT_TRUE(made->greet());
    return made;
  }

  Area area_;
};

TEST_F(GovernedArea, a_change_from_draft_to_activation_and_back_by_the_commands) {
  EXPECT_EQ(submit(), "police/met disclosed");
  const Ran dry = by("bola-council", {"agreement", "propose", drafted(), "--dry-run"});
  EXPECT_EQ(dry.exit_code, 0) << dry.output;
  EXPECT_THAT(dry.output, HasSubstr("subject.birthDate may come in full"));
  EXPECT_THAT(asked({"agreement", "list"}).output, Not(HasSubstr("pair/2")));
  const Ran proposed = by("bola-council", {"agreement", "propose", drafted()});
  ASSERT_EQ(proposed.exit_code, 0) << proposed.output;

  const Ran early = by("amina-council", {"agreement", "activate", "pair/2"});
  EXPECT_EQ(early.exit_code, 2);
  EXPECT_THAT(early.output, HasSubstr("[approvals-missing]"));
  const Ran stranger = by("dilys-probation", {"agreement", "approve", "pair/2"});
  EXPECT_EQ(stranger.exit_code, 2);
  EXPECT_THAT(stranger.output, HasSubstr("[not-an-approver]"));
  for (const char* person : {"amina-council", "ben-police"}) {
    const Ran approved = by(person, {"agreement", "approve", "pair/2"});
    ASSERT_EQ(approved.exit_code, 0) << approved.output;
  }
  ASSERT_EQ(by("amina-council", {"agreement", "activate", "pair/2"}).exit_code, 0);
  EXPECT_EQ(submit(), "police/met disclosed");

  ASSERT_EQ(by("imani-police", {"agreement", "suspend", "pair/2"}).exit_code, 0);
  EXPECT_EQ(submit(), "police/met waiting agreement-suspended");
  const Ran other = by("amina-council", {"agreement", "resume", "pair/2"});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.output, HasSubstr("[not-the-suspender]"));
  ASSERT_EQ(by("ben-police", {"agreement", "resume", "pair/2"}).exit_code, 0);

  const Ran history = asked({"agreement", "history", "pair"});
  for (const char* what : {"imported", "agreement-propose", "agreement-approve", "agreement-activate", "agreement-suspend", "agreement-resume"})
    EXPECT_THAT(history.output, HasSubstr(what));
  EXPECT_EQ(asked({"agreement", "history", "pair/1", "--text"}).output, pair_text(1));

  // Each disclosure made again: the first under version 1, the others under 2.
  const std::string entries = entries_of(area_);
  std::size_t made_again = 0;
  for (std::size_t at = entries.find(R"("kind":"disclosed")"); at != std::string::npos; at = entries.find(R"("kind":"disclosed")", at + 1)) {
    const std::size_t sequence = entries.rfind(R"("sequence":)", at) + 11;
    const std::string record = entries.substr(sequence, entries.find(',', sequence) - sequence);
    const Ran again = asked({"audit", "rerun", record});
    EXPECT_EQ(again.exit_code, 0) << again.output;
    EXPECT_THAT(again.output, HasSubstr("0 otherwise"));
    ++made_again;
  }
  EXPECT_EQ(made_again, 3U);
  EXPECT_EQ(asked({"audit", "rerun", "0"}).exit_code, 1) << "no disclosure";

  for (const char* code : {"approvals-missing", "not-an-approver", "not-the-suspender", "proposed", "approved", "activated", "suspended", "resumed"})
    EXPECT_THAT(entries, HasSubstr("\"code\":\"" + std::string{code} + "\""));
  area_.stop("broker");
  EXPECT_TRUE(area_.fsck().ok());
  area_.start_broker();
  EXPECT_THAT(asked({"agreement", "list"}).output, HasSubstr("pair/2")) << "also after a restart";
  EXPECT_EQ(submit(), "police/met disclosed");
}

TEST_F(GovernedArea, a_draft_whose_scenario_fails_is_not_proposed) {
  write_text(area_.path("drafts/pair.scenarios/names.toml"), std::string{scenario} + "\"subject.birthDate\" = \"full\"\n[[scenario]]\nname = \"wrong\"\nexpect = \"refused\"\n");
  const Ran proposed = by("bola-council", {"agreement", "propose", drafted()});
  EXPECT_EQ(proposed.exit_code, 2) << proposed.output;
  EXPECT_THAT(asked({"agreement", "list"}).output, Not(HasSubstr("pair/2")));
}

TEST_F(GovernedArea, nobody_signs_with_anothers_key_or_a_wrong_passphrase) {
  write_text(area_.path("wrong"), "not the passphrase\n");
  const Ran wrong = area_.command({"agreement", "suspend", "pair/1", "--person", area_.path("people/imani-police").string(), "--passphrase-file", area_.path("wrong").string(),
                                   "--reason", "a test"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.output, HasSubstr("the passphrase does not open it"));
  EXPECT_EQ(submit(), "police/met disclosed");
}

TEST_F(GovernedArea, a_person_added_by_the_corridor_acts_and_a_link_believes_the_directory) {
  write_text(area_.path("new-passphrase"), "a new one\n");
  const Ran made = area_.command({"person", "add", "zoe-police", "--agency", "police/met", "--name", "Zoe Lund", "--role", "igOfficer", "--connects", "--out",
                                  area_.path("people/zoe-police").string(), "--passphrase-file", area_.path("new-passphrase").string(), "--directory", area_.path("").string(),
                                  "--next", area_.path("directory-2.json").string()});
  ASSERT_EQ(made.exit_code, 0) << made.output;
  std::filesystem::copy_file(area_.path("people/ben-police/officer.toml"), area_.path("people/zoe-police/officer.toml"));
  ASSERT_EQ(by("bola-council", {"directory", "propose", area_.path("directory-2.json").string()}).exit_code, 0);
  ASSERT_EQ(by("ben-police", {"directory", "approve"}).exit_code, 0);
  const Ran last = by("amina-council", {"directory", "approve"});
  ASSERT_EQ(last.exit_code, 0) << last.output;
  EXPECT_THAT(last.output, HasSubstr("version-2"));
  ASSERT_EQ(asked({"directory", "show", "--out", area_.path("directory.json").string()}).exit_code, 0);
  area_.start_adapter("council");  // verifies the file against the approvers it was given
  const Ran acted = area_.command({"agreement", "suspend", "pair/1", "--person", area_.path("people/zoe-police").string(), "--passphrase-file",
                                   area_.path("new-passphrase").string(), "--reason", "a test"});
  EXPECT_EQ(acted.exit_code, 0) << acted.output;
}

TEST_F(GovernedArea, an_area_begins_with_the_signatures_of_several_people) {
  auto plan = nlohmann::ordered_json::parse(read_text(area_.path("directory.json")));
  for (const char* made : {"version", "logKey", "brokerKey"}) plan.erase(made);
  write_text(area_.path("plan.json"), plan.dump());
  const std::string begun = area_.path("begun").string();
  ASSERT_EQ(area_.command({"ceremony", "open", area_.path("plan.json").string(), "--out", begun}).exit_code, 0);
  EXPECT_EQ(area_.command({"ceremony", "open", area_.path("plan.json").string(), "--out", begun}).exit_code, 1) << "never over another";
  const auto sign = [&](const char* person) {
    return area_.command({"ceremony", "sign", begun, "--key", area_.path("people").string() + "/" + person + "/person.key", "--passphrase-file",
                          area_.path("people/passphrase").string()}).exit_code;
  };
  EXPECT_EQ(sign("nadia-nhs"), 2) << "no approver of the directory's";
  EXPECT_EQ(sign("amina-council"), 0);
  EXPECT_EQ(sign("amina-council"), 0);
  EXPECT_EQ(area_.command({"ceremony", "close", begun}).exit_code, 2) << "one person twice is one";
  EXPECT_EQ(sign("ben-police"), 0);
  EXPECT_EQ(area_.command({"ceremony", "close", begun}).exit_code, 0);
  const auto pinned = schemas::parse_approvers(read_text(begun + "/approvers.json"));
  ASSERT_TRUE(pinned);
  EXPECT_TRUE(schemas::open_directory(read_text(begun + "/directory.json"), read_text(begun + "/directory.json.sig"), pinned->approvers, pinned->quorum));
  plan["quorum"] = 1;
  write_text(area_.path("plan.json"), plan.dump());
  EXPECT_EQ(area_.command({"ceremony", "open", area_.path("plan.json").string(), "--out", begun + "-2"}).exit_code, 3) << "no area is one person's";
}

}  // namespace
}  // namespace concordat::e2e
