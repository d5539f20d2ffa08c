// After a start: links bear the log out before anything is appended, and a log that does not continue what a link or the
// cosigned checkpoints on disk know is written to no more.
#include <gmock/gmock.h>

#include "audit/cosignature.h"
#include "audit/notes_file.h"
#include "tests/broker/fixture.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using testing::ElementsAre;

// The broker of the fixture has written a little; here it is started again, over the same log.
class VigilTest : public BrokerTest {
protected:
  // As at the next start, with so many witnesses asked for.
  Pipeline& restart(std::size_t needed) {
    again_.reset();
    core_again_ = std::make_unique<Core>(clock_, network_, ledger_, *Vault::open(scratch_.root() / "parcel-keys", clock_.now()),
                                         Limits{.submissions_per_minute = 50, .witnesses_at_start = needed}, core_.rules);
    core_again_->cosigned = scratch_.log() / audit::cosigned_name;
    again_ = std::make_unique<Pipeline>(*core_again_, verifier_);
    started_ = again_->start();
    return *again_;
  }
  void run_again() {
    for (int i = 0; i < 20; ++i) {
      again_->step();
      clock_.advance(std::chrono::milliseconds{1});
    }
  }
  void hello_with(Pipeline& pipeline, Agency agency, const std::string& note) {
    pipeline.receive(session(agency), schemas::Hello{.software = "test", .checkpoint = note, .credit = 4, .session = {}});
  }
  std::string latest() const { return ledger_.log().checkpoint()->note; }
  std::string signed_by_us(std::uint64_t size, std::string_view root) const {
    return audit::sign_checkpoint({std::string{sim::log_origin}, size, sha256(as_bytes(root))}, sim::Area::log_key());
  }
  std::string answer_to(Pipeline& pipeline, const Session& officer, std::string question, std::string reason) {
    pipeline.ask(officer, {.question = std::move(question), .reason = std::move(reason), .text = {}});
    run_again();
    return network_.all<schemas::Answer>().back().code;
  }

  std::unique_ptr<Core> core_again_;
  std::unique_ptr<Pipeline> again_;
  Result<Unit, audit::LogError> started_ = Unit{};
};

TEST_F(VigilTest, a_log_that_forks_from_what_a_link_holds_halts_the_broker_whatever_the_sizes) {
  const std::uint64_t size = log_size();
  ASSERT_GE(size, 3U);
  for (const std::uint64_t held : {std::uint64_t{1}, size - 1, size, size + 1}) {
    Pipeline& pipeline = restart(0);
    network_.replies.clear();
    hello_with(pipeline, school, signed_by_us(held, "another history"));
    EXPECT_THAT(network_.refusals(), ElementsAre("checkpoint-inconsistent")) << held;
    EXPECT_FALSE(pipeline.is_available()) << held;
    run_again();
    EXPECT_EQ(log_size(), size) << "nothing is appended to it";
  }
  hello_with(restart(0), school, latest());
  EXPECT_TRUE(again_->is_available());
}

TEST_F(VigilTest, what_our_key_did_not_sign_is_refused_and_halts_nothing) {
  Pipeline& pipeline = restart(0);
  const audit::Checkpoint ahead{std::string{sim::log_origin}, log_size() + 5, sha256(as_bytes("a root"))};
  hello_with(pipeline, school, audit::sign_checkpoint(ahead, SigningKey::generate()));
  EXPECT_THAT(network_.refusals(), ElementsAre("checkpoint-inconsistent"));
  EXPECT_TRUE(pipeline.is_available());
}

TEST_F(VigilTest, nothing_is_appended_until_enough_links_have_borne_the_log_out) {
  const std::uint64_t before = log_size();
  const std::string note = latest();
  Pipeline& pipeline = restart(2);
  run_again();
  EXPECT_EQ(log_size(), before) << "not even that it started";
  EXPECT_FALSE(pipeline.has_work()) << "it waits; it does not spin";

  hello_with(pipeline, school, note);
  hello_with(pipeline, school, note);
  hello_with(pipeline, police, "");  // its first day: it bears nothing out
  network_.replies.clear();
  pipeline.receive(session(school), *schemas::decode_frame(sealed(referral(school, {police}), school)));
  run_again();
  EXPECT_THAT(network_.refusals(), ElementsAre("starting"));
  EXPECT_EQ(answer_to(pipeline, area_.officer(), "queue", "weekly review"), "starting");
  EXPECT_EQ(answer_to(pipeline, area_.officer(), "status", ""), "") << "says nothing of anybody, and records nothing";
  EXPECT_EQ(log_size(), before);

  hello_with(pipeline, nhs, note);
  run_again();
  ASSERT_GT(log_size(), before);
  const audit::Entry started = entries(EventKind::started).back();
  const auto annex = audit::read_annex(**ledger_.log().annex(started.sequence));
  ASSERT_TRUE(annex);
  std::vector<std::string> witnesses;
  for (const audit::AnnexPair& pair : *annex) witnesses.push_back(pair.key + " " + pair.value);
  EXPECT_THAT(witnesses, testing::UnorderedElementsAre("witness " + area_.agencies()[school].value(), "witness " + area_.agencies()[nhs].value()));
}

TEST_F(VigilTest, an_officer_may_go_on_without_and_is_recorded) {
  const std::uint64_t before = log_size();
  Pipeline& pipeline = restart(1);
  schemas::Directory directory = *core_again_->rules.directory;
  directory.officers.push_back({"op", directory.organisations[0].id, "operator", std::string(40, 'p')});
  core_again_->rules.directory = std::make_shared<const schemas::Directory>(directory);
  EXPECT_EQ(answer_to(pipeline, {ConnectionId{2}, "op", std::string(40, 'p')}, "proceed", "it is late"), "starting") << "not an operator's to say";
  EXPECT_EQ(answer_to(pipeline, area_.officer(), "proceed", ""), "starting") << "without a reason";
  EXPECT_EQ(log_size(), before);
  EXPECT_EQ(answer_to(pipeline, area_.officer(), "proceed", "compared by telephone"), "");
  EXPECT_GT(log_size(), before);
  EXPECT_EQ(entries(EventKind::access).back().code, "proceed");
  EXPECT_GT(entries(EventKind::started).back().sequence.value(), before - 1);
}

TEST_F(VigilTest, a_log_that_was_just_made_has_nothing_to_bear_out) {
  Vigil vigil;
  vigil.begin(3, 1);
  EXPECT_FALSE(vigil.holds());
  vigil.begin(3, 2);
  EXPECT_TRUE(vigil.holds());
}

TEST_F(VigilTest, stopping_while_it_waits_appends_nothing) {
  const std::uint64_t before = log_size();
  Pipeline& pipeline = restart(1);
  pipeline.stop();
  run_again();
  EXPECT_TRUE(pipeline.is_idle());
  EXPECT_EQ(log_size(), before);
}

TEST_F(VigilTest, what_was_cosigned_outlives_a_restart_and_tells_of_a_rollback) {
  Pipeline& pipeline = restart(0);
  hello_with(pipeline, school, latest());
  const std::string line = audit::cosign(latest(), area_.agencies()[school].value(), area_.signing_key(school), clock_.now());
  pipeline.receive(session(school), schemas::Cosignature{log_size(), line});
  clock_.advance(std::chrono::seconds{6});
  run_again();
  const auto notes = audit::read_notes(scratch_.log() / audit::cosigned_name);
  ASSERT_TRUE(notes);
  ASSERT_EQ(notes->size(), 1U);
  EXPECT_NE(notes->front().find(line), std::string::npos);

  restart(0);
  ASSERT_TRUE(started_);
  const auto best = core_again_->witnesses.best(log_size(), std::nullopt);
  ASSERT_TRUE(best);
  EXPECT_EQ(best->note, notes->front());
  EXPECT_FALSE(core_again_->witnesses.best(log_size(), area_.agencies()[school])) << "nobody else cosigned";

  // The file of an older copy, under the cosigned note of the newer: our own key says that there was more.
  ASSERT_TRUE(audit::write_notes(scratch_.log() / audit::cosigned_name, {signed_by_us(log_size() + 1, "what came later") + line}));
  restart(0);
  EXPECT_FALSE(started_);
  // Not ours, or no note at all, says nothing of our log.
  ASSERT_TRUE(write_file(scratch_.log() / audit::cosigned_name, as_bytes("what is this\n"), FileMode::owner_only));
  restart(0);
  EXPECT_TRUE(started_);
}

}  // namespace
}  // namespace concordat::broker
