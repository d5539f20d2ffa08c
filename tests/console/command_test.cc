// The concordat command as people run it: what it prints where, and its exit codes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/console/ran.h"
#include "tests/place/place.h"

namespace concordat {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::string source = test::source_dir().string();
const std::string prevent = source + "/deploy/agreements/prevent.agreement";

class Command : public testing::Test {
protected:
  Ran run(const std::string& words) const { return scratch_.run(words); }
  std::string write(const std::string& name, const std::string& text) const { return scratch_.write(name, text); }
  std::string area() const {
    const std::string place = (folder_ / "area").string();
    EXPECT_EQ(run("area init " + place).exit, 0);
    return place;
  }
  std::string explain(const std::string& place, const std::string& to) const {
    return "agreement explain --agreement " + prevent + " --directory " + place + " --to " + to + " --at 2026-05-01 --from school/eastbury" +
           " --scheme prevent --purpose channel-referral --json --message " + write("m.json", R"({"body": {"referral": {"subject":
             {"birthDate": "2011-06-09", "names": [{"family": "Okoro"}]}}}})");
  }
  Folder scratch_;
  const fs::path folder_ = scratch_.place();
};

TEST_F(Command, area_init_never_overwrites_and_keeps_secrets_private) {
  const fs::path place = area();
  for (const char* secret : {"broker/curve.secret", "broker/log.seed", "adapters/nhs/signing.seed", "approvers/amina-council.seed"})
    EXPECT_EQ(fs::status(place / secret).permissions() & fs::perms::mask, fs::perms::owner_read | fs::perms::owner_write) << secret;
  EXPECT_TRUE(fs::exists(place / "agreements/lbbd-prevent-v1.agreement.sig"));
  EXPECT_EQ(run("area init " + place.string()).exit, 1);
}

TEST_F(Command, area_suspend_and_resume_write_and_remove_a_signed_status) {
  const fs::path place = area();
  EXPECT_EQ(run("area suspend lbbd-prevent/1 --area " + place.string()).exit, 0);
  EXPECT_TRUE(fs::exists(place / "agreements/lbbd-prevent-v1.status"));
  EXPECT_TRUE(fs::exists(place / "agreements/lbbd-prevent-v1.status.sig"));
  EXPECT_EQ(run("area resume lbbd-prevent/1 --area " + place.string()).exit, 0);
  EXPECT_FALSE(fs::exists(place / "agreements/lbbd-prevent-v1.status"));
  EXPECT_EQ(run("area suspend other/1 --area " + place.string()).exit, 3);
}

// In the one layout a clause of one line has several: what could then not be read again is left as it is.
TEST_F(Command, agreement_format_writes_nothing_that_would_be_too_large) {
  const std::string head = "agreement \"k\" version 1\nscheme prevent\narea E09000002\nparties council/lbbd, school\nin force 2026-04-01 until 2027-04-01\n"
                           "purpose p means \"m\" basis ukgdpr.6.1.e\nclause 1 \"c\" from council to school for p share subject.sex\n";
  const std::string text = head + "#" + std::string(1024 * 1024 - head.size() - 2, 'x') + "\n";
  const std::string file = write("large.agreement", text);
  const Ran ran = run("agreement format --in-place " + file);
  EXPECT_EQ(ran.exit, 3);
  EXPECT_NE(ran.err.find("larger than the 1 MiB"), std::string::npos) << ran.err.substr(0, 300);
  std::ifstream in{file, std::ios::binary};
  EXPECT_EQ((std::string{std::istreambuf_iterator<char>{in}, {}}), text);
}

TEST_F(Command, agency_drafts_the_next_directory) {
  const std::string place = area();
  const std::string next = (folder_ / "next.json").string();
  const auto drafted = [&](const std::string& words, const std::string& from) { return run("agency " + words + " --directory " + from + " --next " + next); };
  const auto read = [&] { return json::parse(std::ifstream{next}); };
  const auto school = [&] {
    const json directory = read();
    for (const json& each : directory["organisations"])
      if (each["id"] == "school/eastbury") return each;
    return json{};
  };
  EXPECT_EQ(drafted("suspend school/eastbury --dry-run", place).exit, 0);
  EXPECT_FALSE(fs::exists(next));
  ASSERT_EQ(drafted("suspend school/eastbury", place).exit, 0);
  EXPECT_EQ(school()["status"], "suspended");
  EXPECT_EQ(read()["version"], 2);
  EXPECT_EQ(drafted("suspend school/eastbury", next).exit, 2) << "it is already";
  EXPECT_EQ(drafted("resume school/eastbury", next).exit, 0);
  EXPECT_EQ(drafted("areas school/eastbury --serves E09000003", next).exit, 0);
  EXPECT_EQ(school()["areas"], json::array({"E09000003"}));
  const std::string key(64, 'a');
  ASSERT_EQ(drafted("key rotate school/eastbury --signing-key " + key + " --transport-key " + std::string(40, 'z'), next).exit, 0);
  EXPECT_EQ(school()["signingKeys"].size(), 2U);
  EXPECT_TRUE(school()["signingKeys"][0].contains("until")) << "the old one, for a week";
  EXPECT_EQ(school()["transportKey"], std::string(40, 'z'));
  EXPECT_EQ(school()["otherTransportKeys"].size(), 1U);
  EXPECT_EQ(read()["version"], 5);
  EXPECT_EQ(drafted("key rotate school/eastbury --signing-key aa", next).exit, 3);
  EXPECT_EQ(drafted("key rotate school/eastbury", next).exit, 1) << "which key?";
  EXPECT_EQ(drafted("retire school/nowhere", next).exit, 3);
  EXPECT_EQ(drafted("retire school/eastbury", next).exit, 0);
  EXPECT_EQ(school()["status"], "left");
  EXPECT_EQ(drafted("add school/eastbury --name E --serves E09000002 --duty-contact 1 --signing-key " + key + " --transport-key " + std::string(40, 'y'), next).exit, 2);
  EXPECT_EQ(drafted("add school/abbey --name Abbey --serves E09000002 --duty-contact 1 --signing-key " + std::string(64, 'b') + " --transport-key " + std::string(40, 'y'), next).exit, 0);
  EXPECT_EQ(read()["organisations"].size(), 6U);
}

TEST_F(Command, agreement_check_says_file_line_and_column) {
  EXPECT_EQ(run("agreement check " + prevent).exit, 0);
  const std::string bad = write("bad.agreement", "agreement \"x\" version 1\nfrobnicate\n");
  const Ran ran = run("agreement check " + bad);
  EXPECT_EQ(ran.exit, 3);
  EXPECT_NE(ran.out.find(bad + ":2:1: error:"), std::string::npos) << ran.out;
  const json found = json::parse(run("agreement check --json " + bad).out);
  EXPECT_FALSE(found["ok"].get<bool>());
  EXPECT_EQ(run("agreement check /nowhere/x.agreement").exit, 1);
}

TEST_F(Command, explain_prints_exactly_its_json) {
  const std::string place = area();
  const Ran ran = run(explain(place, "police/met"));
  EXPECT_EQ(ran.exit, 0) << ran.err;
  const json found = json::parse(ran.out);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found["outcome"], "disclosed");
  EXPECT_TRUE(found["reason"].is_null());
  for (const json& field : found["fields"]) EXPECT_EQ(field.size(), 4U);
  EXPECT_NE(ran.out.find("subject.names[0].family"), std::string::npos);
  EXPECT_EQ(ran.out.find("Okoro"), std::string::npos);
}

TEST_F(Command, a_word_that_is_no_command_is_named) {
  const Ran slip = run("agreement chekc " + prevent);
  EXPECT_EQ(slip.exit, 1);
  EXPECT_EQ(slip.err, "concordat: concordat agreement has no command \"chekc\"; did you mean \"check\"?\n");
  EXPECT_EQ(run("weather").err, "concordat: concordat has no command \"weather\"; concordat --help lists them\n");
  EXPECT_EQ(run("agreement check --frobnicate " + prevent).err.find("has no command"), std::string::npos);
}

TEST_F(Command, explain_says_who_is_not_to_learn_of_it) {
  const std::string text = R"(agreement "quiet" version 1
scheme marac
area E09000002
parties council/lbbd, police/met
in force 2026-04-01 until 2027-04-01
purpose p means "m" basis ukgdpr.6.1.e
clause 1 "c" from council to police for p share subject, relatedPersons, consent
clause 2 "c" from any to any for any no-tell relatedPersons[role perpetrator]
)";
  const std::string place = area();
  const auto explained = [&](const std::string& consent, const std::string& words) {
    return run("agreement explain --agreement " + write("quiet.agreement", text) + " --directory " + place + " --to police/met --at 2026-05-01 --from council/lbbd " + words +
               " --message " + write("m.json", R"({"body": {"referral": {"subject": {"birthDate": "2011-06-09"}, "relatedPersons": [{"role": "child"}, {"role": "perpetrator"}])" + consent + "}}}"));
  };
  EXPECT_EQ(json::parse(explained("", "--json").out)["noTell"], json::parse(R"(["relatedPersons[1]"])"));
  EXPECT_NE(explained("", "").out.find("\nnot to learn of it: relatedPersons[1]\n"), std::string::npos);
  EXPECT_EQ(explained("", "--words").out.find("Not to be read out yet"), std::string::npos);
  // The sender's own word on its subject.
  const std::string kept = R"(, "consent": [{"subjectTold": "no", "reasonNotTold": "riskToSubject"}])";
  EXPECT_EQ(json::parse(explained(kept, "--json").out)["noTell"], json::parse(R"(["relatedPersons[1]", "subject"])"));
  EXPECT_NE(explained(kept, "--words").out.find("Not to be read out yet"), std::string::npos);
}

// A path cut in the middle may be two: where what stands beside it is wider than the screen, cutting helps nobody.
TEST_F(Command, explain_writes_paths_whole_where_its_reasons_are_long) {
  ::setenv("COLUMNS", "60", 1);
  std::string asked = explain(area(), "police/met");
  asked.erase(asked.find(" --json"), 7);
  EXPECT_NE(run(asked).out.find("\nsubject.names[0].family  "), std::string::npos);
  ::unsetenv("COLUMNS");
}

TEST_F(Command, explain_says_no_with_two_and_invalid_with_three) {
  const std::string place = area();
  const Ran refused = run(explain(place, "police/elsewhere"));
  EXPECT_EQ(refused.exit, 2);
  EXPECT_EQ(json::parse(refused.out)["reason"], "no-agreement");
  EXPECT_EQ(run(explain(place, "NOT/valid")).exit, 3);
}

TEST_F(Command, explain_supposes_a_stage_and_approvals_and_shows_what_waits) {
  const std::string text = R"(agreement "held" version 1
scheme marac
area E09000002
parties council/lbbd, police/met
in force 2026-04-01 until 2027-04-01
stages referral, panel moved by council/lbbd
purpose safeguarding
  means "Keep someone safe"
  basis ukgdpr.6.1.e, ukgdpr.9.2.h, dpa2018.sch1.2
clause 1 "Who and what" from any to any for safeguarding
  share subject.names, concern
clause 2 "Health" from council to police for safeguarding
  when case stage is panel
  share health.mentalHealth
  hold for approval within 24 hours else escalate
  basis ukgdpr.9.2.c, confidentiality.public-interest
)";
  const std::string asked = "agreement explain --agreement " + write("held.agreement", text) + " --directory " + area() +
      " --to police/met --at 2026-05-01 --from council/lbbd --message " + write("w.json", R"({"body": {"referral": {"subject": {"names": [{"family": "Okoro", "kind": "legal"}],
      "address": [{"kind": "home", "confidential": "yes", "postcode": "E1 6AN"}]}, "health": {"mentalHealth": "Low"},
      "concern": [{"category": "neglect", "narrative": [{"class": "event", "status": "fact", "text": "Seen at E1 6AN"}]}]}}})");
  const auto outcome = [](const json& found, const std::string& path) {
    for (const json& field : found["fields"])
      if (field["path"] == path) return field["outcome"].get<std::string>();
    return std::string{"no such field"};
  };
  const std::string health = "health.mentalHealth", passage = "concern[0].narrative[0].text";
  const json unknown = json::parse(run(asked + " --json").out);
  EXPECT_EQ(unknown["holds"].size(), 1U) << unknown;  // what the guard holds; no stage, so no clause does
  EXPECT_EQ(unknown["holds"][0]["why"], "leak-guard");
  EXPECT_EQ(unknown["leaks"][0]["passage"], passage);
  EXPECT_EQ(unknown["leaks"][0]["kind"], "postcode");
  const json held = json::parse(run(asked + " --json --stage panel").out);
  EXPECT_EQ(held["holds"].size(), 2U);
  EXPECT_EQ(held["holds"][0]["clause"], "2");
  EXPECT_EQ(held["holds"][0]["fields"][0]["path"], health);
  EXPECT_EQ(outcome(held, health), "withhold");
  const json released = json::parse(run(asked + " --json --stage panel --approved 2 --approved 'leak guard'").out);
  EXPECT_EQ(outcome(released, health), "full");
  EXPECT_EQ(outcome(released, passage), "full");
  EXPECT_FALSE(released.contains("holds"));
  const Ran shown = run(asked + " --stage panel");
  EXPECT_NE(shown.out.find("let clause 2 go, until "), std::string::npos) << shown.out;
  EXPECT_NE(shown.out.find("postcode, of subject.address[0].postcode"), std::string::npos) << shown.out;
  const std::string special = "UK GDPR Article 9(2)";
  EXPECT_EQ(run(asked + " --words --stage panel").out.find(special), std::string::npos);
  EXPECT_NE(run(asked + " --words --stage panel --approved 2").out.find(special), std::string::npos);
  EXPECT_NE(run(asked + " --stage panl").err.find("[unknown-stage]; did you mean \"panel\"?"), std::string::npos);
  EXPECT_EQ(run(asked + " --approved 1").exit, 3);
}

TEST_F(Command, matrix_narrows_and_knows_no_strangers) {
  const std::string asked = "agreement matrix " + prevent + " --directory " + area() + " --to-format json --type referral --from school/eastbury";
  const Ran all = run(asked);
  const Ran one = run(asked + " --to police/met --purpose channel-referral");
  EXPECT_EQ(one.exit, 0) << one.err;
  const json cells = json::parse(one.out);
  EXPECT_GT(cells.size(), 0U);
  EXPECT_LT(cells.size(), json::parse(all.out).size());
  for (const json& cell : cells) EXPECT_EQ(cell["recipient"], "police/met");
  const struct {
    const char* what;
    std::string option, said;
  } cases[] = {
      {"sender", "--from school/eastburry", "--from: lbbd-prevent/1 has no party \"school/eastburry\" [unknown-party]; did you mean \"school/eastbury\"?"},
      {"recipient", "--to police/mte", "[unknown-party]; did you mean \"police/met\"?"},
      {"purpose", "--purpose channel-referal", "[unknown-purpose]; did you mean \"channel-referral\"?"},
      {"purpose like no other", "--purpose xx", "[unknown-purpose]; it has channel-referral, safeguarding-mash"},
      {"type", "--type referal", "[unknown-type]; did you mean \"referral\"?"},
  };
  for (const auto& one_of : cases) {
    const Ran ran = run("agreement matrix " + prevent + " --directory " + (folder_ / "area").string() + " " + one_of.option);
    EXPECT_EQ(ran.exit, 3) << one_of.what;
    EXPECT_TRUE(ran.out.empty()) << one_of.what;
    EXPECT_NE(ran.err.find(one_of.said), std::string::npos) << one_of.what << ran.err;
  }
}

// Without a directory, each party that is named is an agency, and a kind is two of them.
TEST_F(Command, matrix_needs_no_directory) {
  const Ran ran = run("agreement matrix " + prevent + " --to-format json --type referral --from council/lbbd --purpose channel-referral");
  ASSERT_EQ(ran.exit, 0) << ran.err;
  std::set<std::string> recipients, outcomes;
  for (const json& cell : json::parse(ran.out)) {
    EXPECT_EQ(cell["sender"], "council/lbbd");
    recipients.insert(cell["recipient"].get<std::string>());
    if (cell["field"] == "subject.names.family") outcomes.insert(cell["recipient"].get<std::string>());
  }
  EXPECT_TRUE(recipients.contains("police/met")) << ran.out.substr(0, 500);
  EXPECT_TRUE(outcomes.contains("police/met"));
  EXPECT_FALSE(recipients.contains("council/lbbd"));
  const Ran two = run("agreement matrix " + write("kinds.agreement", "agreement \"k\" version 1\nscheme prevent\narea E09000002\nparties council/lbbd, school\n"
      "in force 2026-04-01 until 2027-04-01\npurpose p means \"m\" basis ukgdpr.6.1.e\nclause 1 \"c\" from council to school for p share subject.sex\n") + " --to-format json --type referral");
  ASSERT_EQ(two.exit, 0) << two.err;
  EXPECT_NE(two.out.find("\"school/one\""), std::string::npos);
  EXPECT_NE(two.out.find("\"school/two\""), std::string::npos);
}

// What is no agreement, in every form it comes in: a code, a place, a text; never a crash, nor a wait.
TEST_F(Command, agreement_commands_refuse_what_is_none) {
  const std::string folder = (folder_ / "folder.agreement").string();
  fs::create_directory(folder);
  const struct {
    const char* what;
    std::string file;
    int exit;
    std::string said;
  } cases[] = {
      {"missing", (folder_ / "nowhere.agreement").string(), 1, "nowhere.agreement: No such file"},
      {"a folder", folder, 1, "folder.agreement: Is a directory"},
      {"endless", "/dev/zero", 3, "/dev/zero: is larger than 64 MiB"},
      {"empty", write("empty.agreement", ""), 3, "empty.agreement:1:1: error: expected \"agreement\", not the end of the file [unexpected-word]"},
      {"cut off", write("cut.agreement", "agreement \"a\" version 1\ntitle \"Cut o"), 3, "cut.agreement:2:7: error: this string does not end on its line [unterminated-string]"},
      {"not UTF-8", write("latin.agreement", "agreement \"a\" version 1\ntitle \"\xe9t\xe9\"\n"), 3, "latin.agreement:2:8: error: the file is not UTF-8 [not-utf8]"},
      {"too large", write("large.agreement", std::string(2'000'000, '#')), 3, "large.agreement:1:1: error: an agreement may be at most 1 MiB [too-large]"},
      {"one slip again and again", write("slips.agreement", [] { std::string text; for (int i = 0; i < 500'000; ++i) text += "$ "; return text; }()), 3, "[too-many]"},
  };
  const auto refuses = [&](const std::string& command, const std::string& file, int exit, const std::string& said) {
    const Ran ran = run("agreement " + command + " " + file);
    EXPECT_EQ(ran.exit, exit) << command << " " << file;
    EXPECT_NE((ran.out + ran.err).find(said), std::string::npos) << command << " " << file << "\n" << (ran.out + ran.err).substr(0, 600);
    EXPECT_LT(ran.out.size() + ran.err.size(), 100'000U) << command << " " << file;
    EXPECT_EQ(ran.err.find("stopped by an error"), std::string::npos) << command << " " << file;
  };
  for (const auto& one : cases) refuses("check", one.file, one.exit, one.said);
  const auto& latin = cases[5];
  for (const char* command : {"check --json", "format", "format --check", "test", "matrix", "render", "render --to ropa", "diff"}) {
    const std::string both = std::string{command} + (std::string_view{command} == "diff" ? " " + prevent : "");
    refuses(both, latin.file, latin.exit, std::string_view{command} == "check --json" ? "\"line\": 2" : latin.said);
    refuses(both, folder, 1, "Is a directory");
  }
  refuses("watch", folder, 1, "Is a directory");
  refuses("watch", "/dev/zero", 3, "is larger than 64 MiB");
  refuses("hover --line 0 --column 1", prevent, 1, "--line: Value 0 not in range");
}

// The story: changes of a key that somebody named, and that were not there, were passed over.
TEST_F(Command, audit_key_changes_that_are_named_are_there) {
  const Ran ran = run("audit checkpoint --log " + source + "/tests/golden/audit/log-v1.export --key 2152f8d19b791d24453242e15f2eab6cb7cffa7b6a5ed30097960e069881db12"
                      " --origin concordat.example/test --key-changes " + (folder_ / "nowhere").string());
  EXPECT_EQ(ran.exit, 1);
  EXPECT_NE(ran.err.find("nowhere: No such file"), std::string::npos) << ran.err;
}

TEST_F(Command, message_translates_and_renders) {
  const Ran translated = run("message translate --from school " + source + "/deploy/samples/school-concern.json");
  EXPECT_EQ(translated.exit, 0) << translated.err;
  EXPECT_TRUE(json::parse(translated.out)["body"].contains("referral"));
  const Ran rendered = run("message render --to police --from school/eastbury --scheme prevent --purpose channel-referral --area E09000002 " +
                           write("t.json", translated.out));
  EXPECT_EQ(rendered.exit, 0) << rendered.err;
  EXPECT_TRUE(rendered.out.starts_with("<?xml"));
  const Ran bad = run("message translate --from nhs " + write("bad.json", "{"));
  EXPECT_EQ(bad.exit, 3);
  EXPECT_TRUE(bad.out.empty());
  EXPECT_NE(bad.err.find("malformed-json"), std::string::npos) << bad.err;
}

TEST_F(Command, schema_lists_every_field) {
  const Ran ran = run("schema fields --json");
  EXPECT_EQ(ran.exit, 0);
  EXPECT_TRUE(json::parse(ran.out.substr(0, ran.out.find('\n'))).contains("path"));
  EXPECT_EQ(run("schema codes").exit, 0);
}

TEST_F(Command, what_needs_a_broker_says_that_it_has_none) {
  const std::string place = area();
  EXPECT_EQ(run("audit verify --log /nowhere --area " + place).exit, 1);
  EXPECT_EQ(run("receipt verify " + write("r.receipt", "no receipt") + " --area " + place).exit, 2);
  EXPECT_EQ(run("receipt verify /nowhere --area " + place).exit, 1);
  EXPECT_EQ(run("answers show " + write("a.json", "{}")).exit, 3);
  EXPECT_EQ(run("send --adapter " + write("adapter.toml", "kind = 3\n") + " x").exit, 3);
  EXPECT_EQ(run("status --officer /nowhere").exit, 1);
}

TEST_F(Command, wrong_words_and_help) {
  EXPECT_EQ(run("").exit, 1);
  EXPECT_EQ(run("frobnicate").exit, 1);
  EXPECT_EQ(run("--help").exit, 0);
  EXPECT_NE(run("agreement explain --help").out.find("Exit codes"), std::string::npos);
}

}  // namespace
}  // namespace concordat
