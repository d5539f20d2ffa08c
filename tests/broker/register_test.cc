// The register, rule by rule: docs/constitution.md names these tests.
#include "broker/register/register.h"

#include <gmock/gmock.h>

#include "broker/register/rules_of.h"
#include "tests/broker/people.h"
#include "tests/sim/area.h"

namespace concordat::broker {
namespace {

using schemas::ActKind;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant start = *parse_instant("2026-05-01T09:00:00Z");
constexpr std::chrono::hours one_day{24};

// Council, police and the NHS share names, and a school may join; with health where asked.
std::string text_of(int version, const std::string& dates = "2026-04-01 until 2027-04-01", bool with_health = false) {
  return "agreement \"hub\" version " + std::to_string(version) +
         " scheme prevent area E09000002 parties council/lbbd, police/met, nhs/nelft, school in force " + dates +
         " policy document \"APD-17\" approvers council/lbbd, police/met, nhs/nelft purpose channel-referral means \"m\" basis ukgdpr.6.1.e, ukgdpr.9.2.g, dpa2018.sch1.18\n"
         "clause 1 \"c\" from any to council, police for channel-referral share subject.names\n" +
         (with_health ? "clause 2 \"h\" from nhs to council for channel-referral share health basis ukgdpr.9.2.h, dpa2018.sch1.2, confidentiality.public-interest\n" : "");
}

class RegisterTest : public testing::Test {
protected:
  RegisterTest() {
    schemas::Directory directory = *area_.directory();
    people_.join(directory, start - one_day);
    json_ = schemas::print_directory(directory);
    apply(ImportedDirectory{json_, {}});
  }
  void apply(RegisterRow row) { register_.apply({++record_, now_, std::move(row)}); }
  std::string code(const ActRow& row) const {
    const Judgement judged = register_.judge(row, now_);
    return judged ? "" : std::string{judged.error()};
  }
  // Judged, and applied if it counts: "" or the code.
  std::string act(const ActRow& row) {
    const std::string refused = code(row);
    if (refused.empty()) apply(row);
    return refused;
  }
  ActRow proposal(Who who, const std::string& text, const std::string& subject) {
    schemas::Statement said = people_.says(who, ActKind::agreement_propose, subject, now_);
    if (const Version* counts = register_.counting("hub", now_)) said.binds.push_back({"base", counts->facts.digest});
    return carried(people_, who, said, {{"text", text}, {"difference", "what changes"}, {"replay", "what would have"}, {"scenarios", "all as expected"}});
  }
  ActRow word(Who who, ActKind kind, const std::string& subject = "hub/1", std::vector<schemas::Particular> says = {}) {
    schemas::Statement said = people_.says(who, kind, subject, now_);
    said.says = std::move(says);
    const Version* version = register_.find(*schemas::parse_agreement_name(subject));
    if (version != nullptr && version->difference && kind == ActKind::agreement_approve) said.binds.push_back({"difference", *version->difference});
    if (version != nullptr) said.binds.push_back({"text", version->facts.digest});
    return {people_.signed_by(who, said), {}};
  }
  // Drafted by bola, approved by amina, ben and chidi, and active.
  void make_active(int version, const std::string& text) {
    const std::string subject = "hub/" + std::to_string(version);
    ASSERT_EQ(act(proposal(Who::bola, text, subject)), "");
    for (const Who who : {Who::amina, Who::ben, Who::chidi}) ASSERT_EQ(act(word(who, ActKind::agreement_approve, subject)), "");
    ASSERT_EQ(act(word(Who::amina, ActKind::agreement_activate, subject)), "");
  }
  policy::Footing footing(const std::string& name) const {
    const auto rules = rules_of(register_);
    for (std::uint16_t i = 0; i < rules->book->agreements().size(); ++i)
      if (schemas::format_agreement_name(rules->book->agreements()[i].name) == name) return rules->book->footing(i, now_);
    return policy::Footing::absent;
  }
  const Version& version(int number) const { return *register_.find({"hub", number}); }

  sim::Area area_;
  People people_;
  std::string json_;
  Register register_;
  Instant now_ = start;
  std::uint64_t record_ = 0;
};

TEST_F(RegisterTest, an_act_counts_only_from_a_standing_person) {
  const ActRow good = proposal(Who::amina, text_of(1), "hub/1");
  EXPECT_EQ(code(good), "");
  ActRow changed = good;
  changed.act.statement.replace(changed.act.statement.find("as the board"), 6, "as thy");
  EXPECT_EQ(code(changed), "bad-signature");
  changed = good;
  changed.act.statement = "I am the council";
  EXPECT_EQ(code(changed), "act-malformed");
  schemas::Statement stranger = people_.says(Who::amina, ActKind::agreement_propose, "hub/1", now_);
  stranger.person = "nobody";
  EXPECT_EQ(code({people_.signed_by(Who::amina, stranger), {}}), "unknown-person");
  stranger = people_.says(Who::amina, ActKind::agreement_propose, "hub/1", now_);
  stranger.key = schemas::fingerprint_of(people_.key(Who::ben).verify_key());
  EXPECT_EQ(code({people_.signed_by(Who::ben, stranger), {}}), "person-key-invalid") << "another person's key";

  struct Case {
    const char* name;
    std::function<void(schemas::Directory&)> change;
    const char* expected;
  };
  for (const Case& c : {Case{"suspended", [](schemas::Directory& d) { d.persons[0].standing = schemas::Standing::suspended; }, "person-key-invalid"},
                        Case{"key over", [](schemas::Directory& d) { d.persons[0].keys[0].until = start; }, "person-key-invalid"},
                        Case{"key to come", [](schemas::Directory& d) { d.persons[0].keys[0].from = start + one_day; }, "person-key-invalid"},
                        Case{"agency gone", [](schemas::Directory& d) { d.organisations[0].standing = schemas::Standing::left; }, "agency-not-active"}}) {
    schemas::Directory directory = *register_.directory();
    c.change(directory);
    directory.version = 2;
    Register other = register_;
    other.apply({99, now_, ImportedDirectory{schemas::print_directory(directory), {}}});
    const Judgement judged = other.judge(good, now_);
    ASSERT_FALSE(judged) << c.name;
    EXPECT_EQ(judged.error(), c.expected) << c.name;
  }
}

TEST_F(RegisterTest, an_act_is_heard_once_and_while_it_is_fresh) {
  const ActRow first = proposal(Who::amina, text_of(1), "hub/1");
  now_ = start + std::chrono::minutes{16};
  EXPECT_EQ(code(first), "act-stale");
  now_ = start - std::chrono::minutes{3};
  EXPECT_EQ(code(first), "act-stale") << "dated in the future";
  now_ = start + std::chrono::minutes{15};
  EXPECT_EQ(act(first), "");
  EXPECT_EQ(code(first), "act-heard");
}

TEST_F(RegisterTest, only_what_checks_and_passes_is_proposed) {
  EXPECT_EQ(code(proposal(Who::amina, text_of(1) + "clause 9 \"x\" from any to any for any share subject.nmaes\n", "hub/1")), "check-failed");
  EXPECT_EQ(code(proposal(Who::amina, text_of(2), "hub/1")), "other-text") << "the text says version 2";
  ActRow without = proposal(Who::amina, text_of(1), "hub/1");
  without.attached.erase("scenarios");
  EXPECT_EQ(code(without), "proposal-incomplete");
  EXPECT_EQ(code(proposal(Who::iman, text_of(1), "hub/1")), "role-missing");
  EXPECT_EQ(code(proposal(Who::eve, text_of(1), "hub/1")), "not-a-party") << "a school that has not acceded";
  EXPECT_EQ(code(proposal(Who::amina, text_of(1, "2025-01-01 until 2026-01-01"), "hub/1")), "agreement-over");
}

TEST_F(RegisterTest, a_proposal_binds_difference_and_replay) {
  for (const char* what : {"text", "difference", "replay", "scenarios"}) {
    ActRow changed = proposal(Who::amina, text_of(1), "hub/1");
    changed.attached[what] += " ";
    EXPECT_EQ(code(changed), "digest-mismatch") << what;
  }
  ActRow more = proposal(Who::amina, text_of(1), "hub/1");
  more.attached["unsigned"] = "a note that nobody signed";
  EXPECT_EQ(code(more), "digest-mismatch");
}

TEST_F(RegisterTest, every_approver_named_must_approve) {
  ASSERT_EQ(act(proposal(Who::bola, text_of(1), "hub/1")), "");
  EXPECT_THAT(missing_approvals(version(1), register_.members("hub")), ElementsAre("council/lbbd", "nhs/nelft", "police/met"));
  EXPECT_EQ(code(word(Who::amina, ActKind::agreement_activate)), "approvals-missing");
  EXPECT_EQ(act(word(Who::amina, ActKind::agreement_approve)), "");
  EXPECT_EQ(act(word(Who::ben, ActKind::agreement_approve)), "");
  EXPECT_EQ(code(word(Who::amina, ActKind::agreement_activate)), "approvals-missing");
  EXPECT_EQ(code(word(Who::iman, ActKind::agreement_approve)), "not-an-approver") << "of a party, and no approver";
  EXPECT_EQ(code(word(Who::eve, ActKind::agreement_approve)), "not-an-approver") << "an approver, of no party named";
  EXPECT_EQ(act(word(Who::chidi, ActKind::agreement_approve)), "");
  EXPECT_THAT(missing_approvals(version(1), register_.members("hub")), IsEmpty());
  EXPECT_EQ(act(word(Who::amina, ActKind::agreement_activate)), "");
  EXPECT_EQ(footing("hub/1"), policy::Footing::in_force);
}

TEST_F(RegisterTest, health_needs_a_caldicott_guardian) {
  ASSERT_EQ(act(proposal(Who::bola, text_of(1, "2026-04-01 until 2027-04-01", true), "hub/1")), "");
  for (const Who who : {Who::amina, Who::ben, Who::chidi}) ASSERT_EQ(act(word(who, ActKind::agreement_approve)), "");
  EXPECT_THAT(missing_approvals(version(1), register_.members("hub")), ElementsAre("caldicottGuardian nhs/nelft"));
  EXPECT_EQ(code(word(Who::amina, ActKind::agreement_activate)), "approvals-missing");
  ASSERT_EQ(act(word(Who::nadia, ActKind::agreement_approve)), "");
  EXPECT_EQ(act(word(Who::amina, ActKind::agreement_activate)), "");
}

TEST_F(RegisterTest, nobody_approves_their_own_draft) {
  ASSERT_EQ(act(proposal(Who::amina, text_of(1), "hub/1")), "");
  EXPECT_EQ(code(word(Who::amina, ActKind::agreement_approve)), "own-draft");
  EXPECT_EQ(code(word(Who::bola, ActKind::agreement_approve)), "") << "a colleague may";
}

TEST_F(RegisterTest, an_approval_of_another_text_is_void) {
  ASSERT_EQ(act(proposal(Who::bola, text_of(1), "hub/1")), "");
  const ActRow of_the_first = word(Who::amina, ActKind::agreement_approve);
  ASSERT_EQ(act(of_the_first), "");
  const ActRow late = word(Who::ben, ActKind::agreement_approve);
  ASSERT_EQ(act(proposal(Who::bola, text_of(1) + "# one byte more\n", "hub/1")), "");
  EXPECT_EQ(code(late), "other-text");
  EXPECT_THAT(version(1).approvals, IsEmpty()) << "what was approved was another text";
  schemas::Statement said = people_.says(Who::ben, ActKind::agreement_approve, "hub/1", now_);
  said.binds = {{"difference", sha256(as_bytes("something else"))}, {"text", version(1).facts.digest}};
  EXPECT_EQ(code({people_.signed_by(Who::ben, said), {}}), "other-text") << "another difference was shown";
  said.binds.erase(said.binds.begin());
  EXPECT_EQ(code({people_.signed_by(Who::ben, said), {}}), "other-text") << "none was";
}

TEST_F(RegisterTest, a_version_is_taken_for_good) {
  make_active(1, text_of(1));
  EXPECT_EQ(code(proposal(Who::bola, text_of(1) + "# other\n", "hub/1")), "version-taken");
  make_active(3, text_of(3));
  EXPECT_EQ(code(proposal(Who::bola, text_of(2), "hub/2")), "version-taken") << "numbers only grow";
  EXPECT_EQ(code(proposal(Who::bola, text_of(4), "hub/4")), "");
}

TEST_F(RegisterTest, an_approved_version_counts_from_its_day) {
  make_active(1, text_of(1));
  make_active(2, text_of(2, "2026-06-01 until 2027-04-01"));
  EXPECT_EQ(footing("hub/1"), policy::Footing::in_force);
  EXPECT_EQ(footing("hub/2"), policy::Footing::absent);
  now_ = *parse_instant("2026-06-01T09:00:00Z");
  EXPECT_EQ(footing("hub/1"), policy::Footing::absent);
  EXPECT_EQ(footing("hub/2"), policy::Footing::in_force);
}

TEST_F(RegisterTest, a_stale_difference_is_not_activated) {
  make_active(1, text_of(1));
  schemas::Statement said = people_.says(Who::bola, ActKind::agreement_propose, "hub/3", now_);
  EXPECT_EQ(code(carried(people_, Who::bola, said, {{"text", text_of(3)}, {"difference", "d"}, {"replay", "r"}, {"scenarios", "s"}})), "base-outdated")
      << "a difference to nothing, where there is something";
  ASSERT_EQ(act(proposal(Who::bola, text_of(3), "hub/3")), "");
  for (const Who who : {Who::amina, Who::ben, Who::chidi}) ASSERT_EQ(act(word(who, ActKind::agreement_approve, "hub/3")), "");
  make_active(2, text_of(2));
  EXPECT_EQ(code(word(Who::amina, ActKind::agreement_activate, "hub/3")), "base-outdated");
}

TEST_F(RegisterTest, disagreement_is_a_state) {
  make_active(1, text_of(1));
  ASSERT_EQ(act(proposal(Who::bola, text_of(2), "hub/2")), "");
  for (const Who who : {Who::amina, Who::ben}) ASSERT_EQ(act(word(who, ActKind::agreement_approve, "hub/2")), "");
  EXPECT_EQ(code(proposal(Who::chidi, text_of(2) + "# ours\n", "hub/2")), "proposal-standing") << "nobody pushes another's draft aside";
  EXPECT_EQ(code(word(Who::iman, ActKind::agreement_reject, "hub/2")), "not-an-approver");
  ASSERT_EQ(act(word(Who::chidi, ActKind::agreement_reject, "hub/2")), "");
  EXPECT_TRUE(version(2).rejections.contains(people_.agency(Who::chidi)));
  EXPECT_EQ(code(word(Who::amina, ActKind::agreement_activate, "hub/2")), "parties-disagree");
  EXPECT_EQ(footing("hub/1"), policy::Footing::in_force);
  EXPECT_EQ(code(proposal(Who::chidi, text_of(2) + "# ours\n", "hub/2")), "") << "who disagrees may draft another";
  ASSERT_EQ(act(word(Who::chidi, ActKind::agreement_approve, "hub/2")), "");
  EXPECT_EQ(act(word(Who::amina, ActKind::agreement_activate, "hub/2")), "");
}

TEST_F(RegisterTest, any_one_party_suspends) {
  make_active(1, text_of(1));
  EXPECT_EQ(code(word(Who::eve, ActKind::agreement_suspend)), "not-a-party");
  EXPECT_EQ(code(word(Who::iman, ActKind::agreement_suspend, "hub/1", {{"field", "subject.nmaes"}})), "invalid-scope");
  EXPECT_EQ(code(word(Who::iman, ActKind::agreement_suspend, "hub/1", {{"recipient", "police"}})), "invalid-scope");
  EXPECT_EQ(code(word(Who::iman, ActKind::agreement_suspend, "hub/1", {{"everything", "now"}})), "invalid-scope");
  ASSERT_EQ(act(word(Who::iman, ActKind::agreement_suspend, "hub/1", {{"field", "subject.names"}})), "");
  ASSERT_EQ(act(word(Who::ben, ActKind::agreement_suspend, "hub/1", {{"recipient", "council/lbbd"}})), "");
  EXPECT_EQ(footing("hub/1"), policy::Footing::in_force);
  ASSERT_EQ(act(word(Who::iman, ActKind::agreement_suspend)), "");
  EXPECT_EQ(footing("hub/1"), policy::Footing::suspended);
  EXPECT_EQ(code(word(Who::ben, ActKind::agreement_suspend)), "already-suspended");
  EXPECT_EQ(code(word(Who::bola, ActKind::agreement_suspend)), "") << "another party may, for itself";
}

TEST_F(RegisterTest, only_the_suspending_agency_resumes) {
  make_active(1, text_of(1));
  EXPECT_EQ(code(word(Who::ben, ActKind::agreement_resume)), "not-suspended");
  ASSERT_EQ(act(word(Who::iman, ActKind::agreement_suspend)), "");
  ASSERT_EQ(act(word(Who::bola, ActKind::agreement_suspend)), "");
  EXPECT_EQ(code(word(Who::chidi, ActKind::agreement_resume)), "not-the-suspender");
  ASSERT_EQ(act(word(Who::ben, ActKind::agreement_resume)), "") << "a colleague of whoever suspended";
  EXPECT_EQ(footing("hub/1"), policy::Footing::suspended) << "the council's still stands";
  ASSERT_EQ(act(word(Who::ben, ActKind::agreement_suspend, "hub/1", {{"field", "subject.names"}})), "");
  EXPECT_EQ(code(word(Who::ben, ActKind::agreement_resume, "hub/1", {{"field", "concern"}})), "not-the-suspender") << "that part was never suspended";
  ASSERT_EQ(act(word(Who::amina, ActKind::agreement_resume)), "");
  EXPECT_EQ(footing("hub/1"), policy::Footing::in_force);
  EXPECT_EQ(version(1).suspensions.size(), 1U);
}

TEST_F(RegisterTest, withdrawing_takes_every_approver) {
  make_active(1, text_of(1));
  ASSERT_EQ(act(word(Who::bola, ActKind::agreement_withdraw)), "");
  ASSERT_EQ(act(word(Who::ben, ActKind::agreement_withdraw)), "");
  EXPECT_EQ(footing("hub/1"), policy::Footing::in_force) << "what it caps stays capped until all have said so";
  EXPECT_EQ(code(word(Who::iman, ActKind::agreement_withdraw)), "role-missing");
  ASSERT_EQ(act(word(Who::chidi, ActKind::agreement_withdraw)), "");
  EXPECT_EQ(footing("hub/1"), policy::Footing::absent);
  EXPECT_EQ(code(word(Who::ben, ActKind::agreement_suspend)), "agreement-not-active");
  EXPECT_NE(register_.text(version(1).facts.digest), nullptr) << "its text stays readable";
}

TEST_F(RegisterTest, a_proposal_is_withdrawn_by_its_own_agency) {
  ASSERT_EQ(act(proposal(Who::bola, text_of(1), "hub/1")), "");
  EXPECT_EQ(code(word(Who::ben, ActKind::agreement_withdraw)), "not-the-proposer");
  ASSERT_EQ(act(word(Who::amina, ActKind::agreement_withdraw)), "");
  EXPECT_EQ(code(word(Who::ben, ActKind::agreement_approve)), "no-such-proposal");
  EXPECT_EQ(code(proposal(Who::ben, text_of(1) + "# ours\n", "hub/1")), "") << "the number was never active";
}

TEST_F(RegisterTest, reviews_are_announced_once) {
  const std::string dated = "2026-04-01 until 2026-09-01 review by 2026-08-01";
  make_active(1, text_of(1, dated));
  const auto turns = [&](const char* at) {
    now_ = *parse_instant(at);
    std::vector<std::string> found;
    for (const Turn& turn : register_.due(now_)) {
      found.push_back(std::string{name_of(turn.what)} + " " + std::to_string(turn.days));
      apply(turn);
    }
    return found;
  };
  EXPECT_THAT(turns("2026-05-01T09:00:00Z"), ElementsAre("in-force 0"));
  EXPECT_THAT(turns("2026-05-01T10:00:00Z"), IsEmpty());
  EXPECT_THAT(turns("2026-05-04T09:00:00Z"), ElementsAre("review-due 90"));
  EXPECT_THAT(turns("2026-07-02T09:00:00Z"), ElementsAre("review-due 30", "expiry-due 90"));
  EXPECT_THAT(turns("2026-07-31T09:00:00Z"), ElementsAre("review-due 7"));
  EXPECT_THAT(turns("2026-08-02T09:00:00Z"), ElementsAre("review-due 0", "expiry-due 30"));
  EXPECT_THAT(turns("2026-09-01T09:00:00Z"), ElementsAre("expired 0"));
  EXPECT_THAT(turns("2026-12-01T09:00:00Z"), IsEmpty());
  make_active(2, text_of(2));
  EXPECT_THAT(turns("2026-12-01T10:00:00Z"), ElementsAre("superseded 0", "in-force 0"));
}

TEST_F(RegisterTest, an_agency_accedes_for_itself) {
  make_active(1, text_of(1));
  EXPECT_EQ(code(word(Who::amina, ActKind::agreement_accede)), "already-a-party");
  ASSERT_EQ(act(word(Who::eve, ActKind::agreement_accede)), "");
  EXPECT_TRUE(is_party(version(1), register_.members("hub"), people_.agency(Who::eve)));
  EXPECT_EQ(code(word(Who::eve, ActKind::agreement_accede)), "already-a-party");
  EXPECT_EQ(code(word(Who::eve, ActKind::agreement_suspend)), "") << "a party as any other";
  make_active(2, text_of(2));
  EXPECT_TRUE(is_party(version(2), register_.members("hub"), people_.agency(Who::eve))) << "of the agreement, in whatever version";
}

TEST_F(RegisterTest, a_party_leaves_for_itself) {
  make_active(1, text_of(1));
  EXPECT_EQ(code(word(Who::eve, ActKind::agreement_leave)), "not-a-party");
  EXPECT_EQ(code(word(Who::iman, ActKind::agreement_leave)), "role-missing");
  ASSERT_EQ(act(word(Who::ben, ActKind::agreement_leave)), "");
  const auto rules = rules_of(register_);
  const auto sender = *rules->book->agency(people_.agency(Who::amina));
  const auto police = *rules->book->agency(people_.agency(Who::ben));
  EXPECT_EQ(rules->book->footing(0, sender, police, now_), policy::Footing::absent);
  EXPECT_EQ(rules->book->footing(0, police, sender, now_), policy::Footing::absent);
  EXPECT_EQ(code(word(Who::ben, ActKind::agreement_suspend)), "not-a-party");
  ASSERT_EQ(act(word(Who::ben, ActKind::agreement_accede)), "") << "and may come back";
  EXPECT_TRUE(is_party(version(1), register_.members("hub"), people_.agency(Who::ben)));
}

class DirectoryRegisterTest : public RegisterTest {
protected:
  std::string next(std::uint32_t version = 2, const std::function<void(schemas::Directory&)>& change = [](schemas::Directory&) {}) {
    schemas::Directory directory = *register_.directory();
    directory.version = version;
    change(directory);
    return schemas::print_directory(directory);
  }
  ActRow proposed(Who who, const std::string& json, const std::string& subject = "directory/2") {
    return carried(people_, who, people_.says(who, ActKind::directory_propose, subject, now_), {{"text", json}});
  }
  ActRow approval(Who who, const std::string& json, const std::string& signed_json, const std::string& subject = "directory/2") {
    schemas::Statement said = people_.says(who, ActKind::directory_approve, subject, now_);
    said.binds = {{"text", sha256(as_bytes(json))}};
    return {people_.signed_by(who, said), {{"signature", schemas::signature_line(people_.id(who), people_.key(who), as_bytes(signed_json))}}};
  }
};


TEST_F(DirectoryRegisterTest, a_directory_takes_the_quorum) {
  const std::string json = next();
  EXPECT_EQ(code(proposed(Who::bola, json)), "role-missing");
  EXPECT_EQ(code(proposed(Who::amina, "{", "directory/2")), "invalid-directory");
  ASSERT_EQ(act(proposed(Who::eve, json)), "");
  EXPECT_EQ(code(approval(Who::nadia, json, json)), "not-an-approver");
  EXPECT_EQ(code(approval(Who::ben, json, json + " ")), "bad-signature") << "the line is of another file";
  EXPECT_EQ(code(approval(Who::ben, json + " ", json)), "other-text");
  ASSERT_EQ(act(approval(Who::ben, json, json)), "");
  EXPECT_EQ(register_.directory()->version, 1U) << "one is no quorum";
  ASSERT_EQ(act(approval(Who::ben, json, json)), "");
  EXPECT_EQ(register_.directory()->version, 1U) << "nor is one twice";
  ASSERT_EQ(act(approval(Who::chidi, json, json)), "");
  EXPECT_EQ(register_.directory()->version, 2U);
  EXPECT_EQ(register_.directory_json(), json);
  const schemas::Directory first = *schemas::parse_directory(json_);
  EXPECT_TRUE(schemas::open_directory(json, register_.directory_signatures(), first.approvers, 2)) << "and a link believes it";
  EXPECT_FALSE(register_.directory_proposal());
}

TEST_F(DirectoryRegisterTest, nobody_approves_their_own_directory) {
  const std::string json = next();
  ASSERT_EQ(act(proposed(Who::amina, json)), "");
  EXPECT_EQ(code(approval(Who::amina, json, json)), "own-draft");
}

TEST_F(DirectoryRegisterTest, a_directory_version_follows) {
  EXPECT_EQ(code(proposed(Who::amina, next(3), "directory/3")), "directory-not-next");
  EXPECT_EQ(code(proposed(Who::amina, next(1), "directory/1")), "directory-not-next");
  EXPECT_EQ(code(proposed(Who::amina, next(2, [](schemas::Directory& d) { d.log_origin = "elsewhere"; }))), "directory-root-changed");
  EXPECT_EQ(code(proposed(Who::amina, next(2))), "");
}

TEST_F(DirectoryRegisterTest, whom_a_directory_names_signs_the_next) {
  const auto without_chidi = [](schemas::Directory& d) { std::erase_if(d.approvers, [](const schemas::Approver& each) { return each.name == "chidi"; }); };
  const std::string second = next(2, without_chidi);
  ASSERT_EQ(act(proposed(Who::eve, second)), "");
  ASSERT_EQ(act(approval(Who::ben, second, second)), "");
  ASSERT_EQ(act(approval(Who::chidi, second, second)), "") << "who is one until then";
  ASSERT_EQ(register_.directory()->version, 2U);
  const std::string third = next(3, without_chidi);
  ASSERT_EQ(act(proposed(Who::eve, third, "directory/3")), "");
  EXPECT_EQ(code(approval(Who::chidi, third, third, "directory/3")), "not-an-approver");
  ASSERT_EQ(act(approval(Who::ben, third, third, "directory/3")), "");
  ASSERT_EQ(act(approval(Who::amina, third, third, "directory/3")), "");
  EXPECT_EQ(register_.directory()->version, 3U);
}

TEST_F(DirectoryRegisterTest, a_directory_disagreed_with_may_be_proposed_anew) {
  ASSERT_EQ(act(proposed(Who::eve, next())), "");
  const std::string other = next(2, [](schemas::Directory& d) { d.organisations[0].name = "Another"; });
  EXPECT_EQ(code(proposed(Who::amina, other)), "proposal-standing");
  schemas::Statement no = people_.says(Who::ben, ActKind::directory_reject, "directory/2", now_);
  no.binds = {{"text", register_.directory_proposal()->directory->digest}};
  ASSERT_EQ(act({people_.signed_by(Who::ben, no), {}}), "");
  EXPECT_EQ(act(proposed(Who::amina, other)), "");
}

TEST_F(RegisterTest, the_same_rows_give_the_same_register) {
  make_active(1, text_of(1));
  ASSERT_EQ(act(word(Who::eve, ActKind::agreement_accede)), "");
  ASSERT_EQ(act(word(Who::iman, ActKind::agreement_suspend, "hub/1", {{"field", "subject.names"}})), "");
  const ActRow row = word(Who::bola, ActKind::agreement_withdraw);
  const auto read = decode_register_row(7, encode_row(now_, row));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->record, 7U);
  EXPECT_EQ(read->at, now_);
  EXPECT_EQ(std::get<ActRow>(read->row).act.statement, row.act.statement);
  const Bytes bytes = encode_row(now_, proposal(Who::amina, text_of(2), "hub/2"));
  for (std::size_t i = 0; i < bytes.size(); ++i) EXPECT_FALSE(decode_register_row(1, ByteView{bytes}.first(i))) << i;
}

}  // namespace
}  // namespace concordat::broker
