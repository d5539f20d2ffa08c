// `concordat agreement diff` and `replay` as people run them: every reported cell's example is put to `agreement explain`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/console/ran.h"
#include "tests/place/place.h"

namespace concordat {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::string prevent = test::source_dir().string() + "/deploy/agreements/prevent.agreement";

class AgreementDiffCommand : public testing::Test {
protected:
  void SetUp() override {
    area_ = (folder_.place() / "area").string();
    ASSERT_EQ(folder_.run("area init " + area_).exit, 0);
    const std::string head = "agreement \"a\" version 1 scheme prevent area E09000002 parties council/lbbd, police/met, school/eastbury\n"
                             "in force 2026-04-01 until 2027-04-01\npurpose p means \"m\" basis ukgdpr.6.1.e\n"
                             "clause 1 \"who\" from any to any for p share subject\n";
    before_ = folder_.write("before.agreement", head);
    after_ = folder_.write("after.agreement", head + "clause 2 \"where\" from school to police for p on referral when subject.ageGroup is child share concern.place keep 1 year after closure\n");
  }
  std::string outcome_of(const std::string& agreement, const json& cell, const std::string& at) const {
    const std::string message = folder_.write("m.json", cell["example"]["message"].dump());
    const Ran ran = folder_.run("agreement explain --agreement " + agreement + " --directory " + area_ + " --to " + cell["recipient"].get<std::string>() + " --at " + at +
                                " --sender-in-case " + cell["example"]["senderInCase"].get<std::string>() + " --recipient-in-case " +
                                cell["example"]["recipientInCase"].get<std::string>() + " --json --message " + message);
    const json told = json::parse(ran.out);
    for (const json& field : told["fields"])
      if (field["path"] == cell["path"]) return field["outcome"];
    return "not there: " + ran.err;
  }
  Folder folder_;
  std::string area_, before_, after_;
};

TEST_F(AgreementDiffCommand, names_the_cells_that_a_clause_opens_and_explain_confirms_each) {
  const Ran ran = folder_.run("agreement diff " + before_ + " " + after_ + " --directory " + area_ + " --fail-if-more");
  EXPECT_EQ(ran.exit, 2);
  EXPECT_THAT(ran.out, HasSubstr("more: concern.place may come in full, where it came not at all\n    when subject.ageGroup is child\n    clause 2 (new) grants it\n"
                                 "    to police/met from school/eastbury; referral for p\n"));
  EXPECT_THAT(ran.out, HasSubstr("clause 2: keep: not said -> 1 year after closure"));
  EXPECT_EQ(folder_.run("agreement diff " + after_ + " " + before_ + " --directory " + area_ + " --fail-if-more").exit, 0);

  const json found = json::parse(folder_.run("agreement diff " + before_ + " " + after_ + " --directory " + area_ + " --json").out);
  EXPECT_TRUE(found["sharesMore"]);
  std::size_t cells = 0;
  for (const json& shift : found["shifts"])
    for (const json& cell : shift["cells"]) {
      ++cells;
      EXPECT_EQ(outcome_of(before_, cell, found["at"]["before"]), shift["before"]) << cell;
      EXPECT_EQ(outcome_of(after_, cell, found["at"]["after"]), shift["after"]) << cell;
    }
  EXPECT_EQ(cells, 1U);
}

TEST_F(AgreementDiffCommand, an_agreement_does_not_differ_from_itself) {
  const Ran ran = folder_.run("agreement diff " + prevent + " " + prevent + " --directory " + area_ + " --fail-if-more");
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(folder_.run("agreement diff " + prevent + " " + folder_.write("no.agreement", "agreement")).exit, 3);
}

TEST_F(AgreementDiffCommand, replay_says_whose_record_it_needs) {
  EXPECT_EQ(folder_.run("agreement replay " + before_ + " --directory " + area_).exit, 1);
  EXPECT_EQ(folder_.run("agreement replay " + before_ + " --directory " + area_ + " --log " + area_ + "/broker/data").exit, 1);
}

}  // namespace
}  // namespace concordat
