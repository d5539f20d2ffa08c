#include "adapters/daemon/taking.h"

#include <gmock/gmock.h>

#include "adapters/daemon/out_folder.h"
#include "tests/link/daemon_fixture.h"

namespace concordat::adapters {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class TakingTest : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_TRUE(make_out_folders(desk_.config));
    open();
  }
  void open() {
    spool_.emplace(*link::Spool::open(desk_.config.state / "spool"));
    taking_.emplace(*Taking::open({desk_.config, line_kind(), key_, desk_.clock, *spool_}));
  }
  schemas::Envelope envelope_of(const schemas::MessageId& id) {
    auto frame = schemas::decode_frame(spool_->read(id)->frame);
    const auto& submit = std::get<schemas::Submit>(*frame);
    const auto read = schemas::Decoder::decode(submit, [&](const auto&, const auto&) { return std::optional{key_.verify_key()}; });
    CHECK(read.has_value(), "what was spooled does not decode");
    return (*read)->envelope();
  }
  Desk desk_;
  SigningKey key_ = link::key_of(link::school_seed);
  std::optional<link::Spool> spool_;
  std::optional<Taking> taking_;
};

TEST_F(TakingTest, spools_a_document_and_keeps_its_original) {
  desk_.drop("case.txt", "2011-06-09|a concern");
  const auto taken = taking_->take("case.txt");
  ASSERT_TRUE(taken);
  ASSERT_EQ(taken->messages.size(), 1U);
  EXPECT_THAT(desk_.names_in(desk_.config.in), IsEmpty());
  const std::string folder = format_uuid(taken->messages[0].value());
  EXPECT_EQ(link::read_text(desk_.config.state / "originals" / folder / "case.txt"), "2011-06-09|a concern");
  EXPECT_THAT(link::read_text(desk_.config.state / "originals" / folder / "translation.json"), HasSubstr("colour"));
  EXPECT_THAT(desk_.names_in(desk_.config.state / "taking"), IsEmpty());
  const auto envelope = envelope_of(taken->messages[0]);
  EXPECT_EQ(envelope.purpose, "channel-referral");
  EXPECT_EQ(envelope.created, desk_.clock.at);
  EXPECT_EQ(format_date(envelope.case_opened), "2026-04-01");
  EXPECT_FALSE(envelope.traceparent.empty());
}

TEST_F(TakingTest, several_messages_of_one_document_are_siblings_with_cases_of_their_own) {
  desk_.drop("case.txt", "2011-06-09|one\n2012-06-09|two\n2013-06-09|three");
  const auto taken = taking_->take("case.txt");
  ASSERT_TRUE(taken);
  ASSERT_EQ(taken->messages.size(), 3U);
  std::set<schemas::CaseId> cases;
  for (const auto& id : taken->messages) {
    const auto envelope = envelope_of(id);
    cases.insert(envelope.case_id);
    ASSERT_EQ(envelope.linked.size(), 2U);
    for (const auto& linked : envelope.linked) {
      EXPECT_EQ(linked.relation, schemas::LinkRelation::sibling);
      EXPECT_NE(linked.message, id);
    }
  }
  EXPECT_EQ(cases.size(), 3U);
}

TEST_F(TakingTest, a_sidecar_overrides_and_goes_with_its_document) {
  const schemas::CaseId earlier{make_uuid(*parse_instant("2025-12-31T23:30:00Z"))};
  desk_.drop("case.txt", "2011-06-09|x");
  desk_.drop("case.txt.envelope.json", R"({"purpose": "panel", "urgency": "urgent", "caseId": ")" + format_uuid(earlier.value()) + "\"}");
  const auto taken = taking_->take("case.txt");
  ASSERT_TRUE(taken) << taken.error().problems.at(0).where;
  const auto envelope = envelope_of(taken->messages[0]);
  EXPECT_EQ(envelope.purpose, "panel");
  EXPECT_EQ(envelope.urgency, schemas::Urgency::urgent);
  EXPECT_EQ(envelope.case_id, earlier);
  EXPECT_EQ(format_date(envelope.case_opened), "2025-12-31") << "the day its case was opened, not today";
  EXPECT_THAT(desk_.names_in(desk_.config.in), IsEmpty());
  EXPECT_EQ(spool_->pending().at(0).urgency, schemas::Urgency::urgent);
}

TEST_F(TakingTest, what_cannot_be_sent_is_rejected_with_all_its_problems) {
  const struct {
    const char* name;
    std::string document;
    std::string sidecar;
    std::vector<std::string> codes;
  } cases[] = {
      {"does not translate", "!", "", {"malformed", "missing-person"}},
      {"says nothing", "", "", {"nothing-to-send"}},
      {"not a day", "yesterday|x", "", {"invalid-value"}},
      {"sidecar is not JSON", "2011-06-09|x", "{", {"malformed-json"}},
      {"two messages of one case", "2011-06-09|x\n2012-06-09|y", R"({"caseId": "01966a3e-0000-7000-8000-000000000002"})", {"ambiguous-case"}},
      {"purpose is no code", "2011-06-09|x", R"({"purpose": "because I say so"})", {"invalid-value"}},
  };
  for (const auto& wrong : cases) {
    desk_.drop("case.txt", wrong.document);
    if (!wrong.sidecar.empty()) desk_.drop("case.txt.envelope.json", wrong.sidecar);
    const auto taken = taking_->take("case.txt");
    ASSERT_FALSE(taken) << wrong.name;
    ASSERT_EQ(taken.error().kind, NotTaken::Kind::rejected) << wrong.name << taken.error().error.what;
    std::vector<std::string> codes;
    for (const auto& problem : taken.error().problems) codes.push_back(problem.code);
    EXPECT_EQ(codes, wrong.codes) << wrong.name;
    EXPECT_EQ(spool_->pending_count(), 0U) << wrong.name;
    EXPECT_THAT(desk_.names_in(desk_.config.state / "taking"), IsEmpty()) << wrong.name;
    ASSERT_TRUE(taking_->reject("case.txt", taken.error().problems)) << wrong.name;
    EXPECT_THAT(desk_.names_in(desk_.config.in), IsEmpty()) << wrong.name;
  }
  EXPECT_EQ(link::read_text(desk_.config.rejected / "case.txt"), "!");
  EXPECT_THAT(link::read_text(desk_.config.rejected / "case.txt.report.txt"), HasSubstr("2 problems"));
  EXPECT_EQ(link::read_text(desk_.config.rejected / "3-case.txt"), "yesterday|x") << "an earlier one of that name is not overwritten";
  EXPECT_EQ(link::read_text(desk_.config.rejected / "4-case.txt.envelope.json"), "{");
}

TEST_F(TakingTest, a_bad_part_does_not_sink_its_neighbours) {
  desk_.drop("case.txt", "2011-06-09|one\n?\n2012-06-09|two\n?");
  const auto taken = taking_->take("case.txt");
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->messages.size(), 2U);
  EXPECT_EQ(spool_->pending_count(), 2U);
  EXPECT_EQ(taken->rejected.size(), 2U);
  EXPECT_THAT(desk_.names_in(desk_.config.in), IsEmpty());
  EXPECT_THAT(desk_.names_in(desk_.config.rejected), ElementsAre("case.txt.report.csv", "case.txt.report.json", "case.txt.report.txt"));
  EXPECT_THAT(link::read_text(desk_.config.rejected / "case.txt.report.txt"), HasSubstr("sent in part"));
}

TEST_F(TakingTest, a_full_disk_leaves_the_document_and_takes_it_later_with_the_same_ids) {
  desk_.drop("case.txt", "2011-06-09|one\n2012-06-09|two");
  const auto pending = desk_.config.state / "spool" / "pending";
  std::filesystem::remove_all(pending);
  link::write_text(pending, "in the way, as a full disk would be");
  const auto taken = taking_->take("case.txt");
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, NotTaken::Kind::disk);
  EXPECT_THAT(desk_.names_in(desk_.config.in), ElementsAre("case.txt"));
  const auto plans = desk_.names_in(desk_.config.state / "taking");
  ASSERT_EQ(plans.size(), 1U);
  const std::string planned = link::read_text(desk_.config.state / "taking" / plans[0]);

  std::filesystem::remove(pending);
  std::filesystem::create_directories(pending);
  const auto again = taking_->take("case.txt");
  ASSERT_TRUE(again);
  ASSERT_EQ(again->messages.size(), 2U);
  for (const auto& id : again->messages) EXPECT_THAT(planned, HasSubstr(std::string{as_text(id.value().bytes)}));
}

TEST_F(TakingTest, stopped_after_planning_it_is_taken_at_the_next_start) {
  desk_.drop("case.txt", "2011-06-09|one");
  const auto pending = desk_.config.state / "spool" / "pending";
  std::filesystem::remove_all(pending);
  ASSERT_FALSE(taking_->take("case.txt"));
  open();
  ASSERT_TRUE(taking_->recover());
  EXPECT_EQ(spool_->pending_count(), 1U);
  EXPECT_THAT(desk_.names_in(desk_.config.in), IsEmpty());
  EXPECT_THAT(desk_.names_in(desk_.config.state / "taking"), IsEmpty());
}

TEST_F(TakingTest, stopped_after_the_document_left_only_the_traces_are_cleared) {
  desk_.drop("case.txt", "2011-06-09|one");
  const auto pending = desk_.config.state / "spool" / "pending";
  std::filesystem::remove_all(pending);
  ASSERT_FALSE(taking_->take("case.txt"));
  const auto plan = desk_.config.state / "taking" / desk_.names_in(desk_.config.state / "taking").at(0);
  const std::string planned = link::read_text(plan);
  std::filesystem::create_directories(pending);
  ASSERT_TRUE(taking_->take("case.txt"));
  link::write_text(plan, planned);
  desk_.drop("case.txt.envelope.json", "{}");
  open();
  ASSERT_TRUE(taking_->recover());
  EXPECT_EQ(spool_->pending_count(), 1U);
  EXPECT_THAT(desk_.names_in(desk_.config.state / "taking"), IsEmpty());
  EXPECT_THAT(desk_.names_in(desk_.config.in), IsEmpty()) << "or the sidecar would bind the next document of that name";
}

// Larger than a document may be held: each part is planned, sealed and spooled by itself, what a part does not make is told, and
// after a full disk a part means the messages that it meant.
TEST_F(TakingTest, takes_a_document_too_large_to_hold_part_by_part) {
  std::string large = "\n";
  for (int row = 0; row < 90; ++row) {
    if (row == 30) large += "?\n";
    if (row == 60) large += "!\n";
    large += "2011-06-09|row " + std::to_string(row) + "|" + std::string(100'000, 'x') + "\n";
  }
  desk_.drop("list.txt", large);
  desk_.drop("list.txt.envelope.json", R"({"purpose": "panel"})");
  const auto pending = desk_.config.state / "spool" / "pending";
  std::filesystem::remove_all(pending);
  link::write_text(pending, "in the way, as a full disk would be");
  const auto stopped = taking_->take("list.txt");
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, NotTaken::Kind::disk);
  const auto plans = desk_.names_in(desk_.config.state / "taking");
  ASSERT_EQ(plans.size(), 1U);
  const std::string planned = link::read_text(desk_.config.state / "taking" / plans[0]);
  std::filesystem::remove(pending);
  std::filesystem::create_directories(pending);

  const auto taken = taking_->take("list.txt");
  ASSERT_TRUE(taken) << taken.error().problems.size();
  EXPECT_THAT(planned, HasSubstr(std::string{as_text(taken->messages.front().value().bytes)}));
  EXPECT_GT(taken->messages.size(), 80U);
  EXPECT_LT(taken->messages.size(), 90U) << "one part makes nothing";
  EXPECT_EQ(spool_->pending_count(), taken->messages.size());
  std::vector<std::string> codes;
  for (const auto& problem : taken->rejected) codes.push_back(problem.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"malformed", "malformed", "missing-person"}));
  EXPECT_EQ(envelope_of(taken->messages.back()).purpose, "panel");
  EXPECT_THAT(desk_.names_in(desk_.config.in), IsEmpty());
  EXPECT_THAT(desk_.names_in(desk_.config.state / "taking"), IsEmpty());
  EXPECT_THAT(link::read_text(desk_.config.rejected / "list.txt.report.txt"), HasSubstr("sent in part"));
  const auto kept = desk_.config.state / "originals" / format_uuid(taken->messages.front().value());
  EXPECT_EQ(link::read_text(kept / "list.txt").size(), large.size());
  EXPECT_THAT(link::read_text(kept / "translation-1.json"), HasSubstr("line 2"));
  EXPECT_TRUE(std::filesystem::exists(kept / "list.txt.envelope.json"));
}

// Stopped after some parts: their plans are on disk, and at the next start they mean the same messages.
TEST_F(TakingTest, stopped_between_two_parts_it_goes_on_with_the_same_ids) {
  std::string large = "\n";
  for (int row = 0; row < 90; ++row) large += "2011-06-09|row " + std::to_string(row) + "|" + std::string(100'000, 'x') + "\n";
  desk_.drop("list.txt", large);
  const auto originals = desk_.config.state / "originals";
  std::filesystem::remove_all(originals);
  link::write_text(originals, "in the way once the first part is spooled");
  ASSERT_FALSE(taking_->take("list.txt"));
  const std::size_t spooled = spool_->pending_count();
  EXPECT_GT(spooled, 0U);
  EXPECT_LT(spooled, 90U);
  std::filesystem::remove(originals);
  std::filesystem::create_directories(originals);
  open();
  ASSERT_TRUE(taking_->recover());
  EXPECT_EQ(spool_->pending_count(), 90U) << "no part twice";
  EXPECT_THAT(desk_.names_in(desk_.config.in), IsEmpty());
  EXPECT_THAT(desk_.names_in(desk_.config.state / "taking"), IsEmpty());
}

// The social care API purges a child under the child's own number, whose episodes were sent each under its own reference.
TEST_F(TakingTest, a_record_taken_back_under_its_subjects_number_recalls_everything_about_them) {
  desk_.drop("sent.txt", "=BD-1|E-1\n=BD-1|E-2\n=BD-2|E-3");
  const auto sent = taking_->take("sent.txt");
  ASSERT_TRUE(sent);
  desk_.drop("purge.txt", "~BD-1");
  const auto back = taking_->take("purge.txt");
  ASSERT_TRUE(back);
  ASSERT_EQ(back->messages.size(), 2U) << "one recall for each message about the child, and none of another's";
  for (std::size_t i = 0; i < 2; ++i) {
    const auto envelope = envelope_of(back->messages[i]);
    EXPECT_EQ(envelope.type, schemas::BodyType::recall);
    EXPECT_EQ(envelope.case_id, envelope_of(sent->messages[i]).case_id);
  }
  desk_.drop("again.txt", "~BD-9");
  const auto unknown = taking_->take("again.txt");
  ASSERT_TRUE(unknown);
  EXPECT_EQ(envelope_of(unknown->messages.at(0)).type, schemas::BodyType::update) << "nothing was sent from here: it is told as it stands";
}

TEST_F(TakingTest, the_same_document_dropped_again_is_another_message) {
  desk_.drop("case.txt", "2011-06-09|one");
  const auto first = taking_->take("case.txt");
  desk_.drop("case.txt", "2011-06-09|one");
  const auto second = taking_->take("case.txt");
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->messages, second->messages);
  EXPECT_EQ(spool_->pending_count(), 2U);
}

}  // namespace
}  // namespace concordat::adapters
