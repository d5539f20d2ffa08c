// An officer has records erased, or a person severed: what is on disk before it happens, what is gone afterwards, what is not.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "audit/verify_live.h"
#include "broker/answers.h"
#include "schemas/draft.h"
#include "tests/broker/fixture.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using nlohmann::json;
using testing::IsEmpty;
using testing::SizeIs;

struct Name {
  std::string given, family, born;
};
const Name mohammed{"Mohammed", "Rudakubana", "2006-08-07"};
const Name priya{"Priya", "Nair", "2010-01-01"};

class EraseBrokerTest : public BrokerTest, public testing::WithParamInterface<Indexed> {
protected:
  EraseBrokerTest() {
    find_people(GetParam());
    hello(nhs);
    hello(school);
  }
  schemas::Message about(const Name& subject, const std::optional<Name>& related = {}) {
    schemas::Message message = referral(school, {nhs});
    schemas::Draft draft;
    const auto name = draft.add("subject.names");
    draft.set("subject.names.given", subject.given, name);
    draft.set("subject.names.family", subject.family, name);
    draft.set("subject.birthDate", subject.born);
    if (related) {
      const auto person = draft.add("relatedPersons");
      draft.set("relatedPersons.role", "sibling", person);
      draft.set("relatedPersons.name", related->given + " " + related->family, person);
      draft.set("relatedPersons.birthDate", related->born, person);
    }
    const auto concern = draft.add("concern");
    draft.set("concern.category", "neglect", concern);
    draft.set("referral.reason", "words", schemas::no_element);
    auto body = std::move(draft).finish(schemas::BodyType::referral);
    CHECK(body, "the test's referral is not one");
    message.body = *body;
    return message;
  }
  schemas::Message refer(const Name& subject, const std::optional<Name>& related = {}) {
    schemas::Message message = about(subject, related);
    submit(message, school);
    run();
    return message;
  }
  void merge() {
    const IndexKeeper* keeper = core_.subjects->keeper.get();
    for (int tries = 0; keeper != nullptr && keeper->index().merged() < log_size() && tries < 2000; ++tries) {
      clock_.advance(std::chrono::seconds{2});
      pipeline_.step();
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }
  schemas::Answer ask(const schemas::Ask& ask, const Session& officer) {
    pipeline_.ask(officer, ask);
    run();
    return network_.all<schemas::Answer>().back();
  }
  schemas::Answer erase(json what) {
    if (!what.contains("ground")) what["ground"] = "request";
    return ask({.question = "erase", .reason = "a test erases", .text = what.dump()}, area_.officer());
  }
  std::vector<json> found(const json& query) {
    auto answer = ask({.question = "search", .reason = "a test looks", .text = query.dump()}, area_.officer());
    std::vector<json> rows;
    for (;;) {
      EXPECT_EQ(answer.code, "");
      if (!answer.code.empty()) return rows;
      const json page = json::parse(answer.json);
      for (const json& row : page["rows"]) rows.push_back(row);
      if (!answer.more) return rows;
      answer = ask({.question = "search-more", .reason = {}, .from = page["search"], .text = {}}, area_.officer());
    }
  }
  static json person(const Name& name) { return {{"names", {{{"given", name.given}, {"family", name.family}}}}, {"birthDate", name.born}}; }
  static json by(const Name& name) { return {{"subject", person(name)}, {"related", true}}; }
  bool has_annex(std::uint64_t sequence) const { return (*ledger_.log().annex(audit::Sequence{sequence})).has_value(); }
  audit::FsckReport check() const { return *audit::verify_live(ledger_.log(), std::nullopt); }
};

INSTANTIATE_TEST_SUITE_P(Broker, EraseBrokerTest, testing::Values(Indexed::no, Indexed::yes),
                         [](const auto& tried) { return tried.param == Indexed::yes ? "indexed" : "unindexed"; });

TEST_P(EraseBrokerTest, the_annexes_of_a_case_go_and_those_of_another_stay) {
  const auto going = refer(mohammed);
  refer(priya);
  merge();
  const auto answer = erase({{"case", format_uuid(going.envelope.case_id.value())}});
  ASSERT_EQ(answer.code, "");
  const json told = json::parse(answer.json);
  EXPECT_EQ(told["annexes"], 2) << answer.json;
  EXPECT_EQ(told["dryRun"], false);
  const auto erased = entries(EventKind::erased);
  ASSERT_THAT(erased, SizeIs(2));
  for (const audit::Entry& entry : erased) {
    EXPECT_FALSE(has_annex(entry.about->value()));
    EXPECT_EQ(entry.code, "request");
    EXPECT_TRUE(entry.actor.ends_with("/ig"));
  }
  const auto accesses = entries(EventKind::access);
  ASSERT_FALSE(accesses.empty());
  EXPECT_LT(accesses.back().sequence, erased.front().sequence) << "who and why is recorded before it acts";
  EXPECT_EQ(accesses.back().code, "erase");
  EXPECT_TRUE(check().ok());
  EXPECT_EQ(check().erased, 2U);
  EXPECT_THAT(found(by(mohammed)), IsEmpty());
  EXPECT_THAT(found({{"case", format_uuid(going.envelope.case_id.value())}}), IsEmpty());
  EXPECT_THAT(found(by(priya)), SizeIs(2));
}

TEST_P(EraseBrokerTest, a_dry_run_shows_what_would_go_and_nothing_goes) {
  const auto message = refer(mohammed);
  const json told = json::parse(erase({{"case", format_uuid(message.envelope.case_id.value())}, {"dryRun", true}}).json);
  EXPECT_EQ(told["annexes"], 2);
  EXPECT_GT(told["handles"], 3);
  EXPECT_EQ(told["parcels"], 1) << "not acknowledged yet";
  EXPECT_THAT(entries(EventKind::erased), IsEmpty());
  EXPECT_EQ(entries(EventKind::access).back().code, "erase-dry-run");
  EXPECT_THAT(found(by(mohammed)), SizeIs(2));
}

TEST_P(EraseBrokerTest, one_person_is_severed_and_others_are_not) {
  refer(mohammed);
  refer(priya, mohammed);  // he is named beside her
  refer(mohammed, priya);  // and she beside him
  merge();
  EXPECT_THAT(found(by(mohammed)), SizeIs(6));
  EXPECT_THAT(found(by(priya)), SizeIs(4));
  const auto answer = erase({{"subject", person(mohammed)}});
  ASSERT_EQ(answer.code, "");
  EXPECT_EQ(json::parse(answer.json)["annexes"], 4);
  for (int merged = 0; merged < 2; ++merged) {
    EXPECT_THAT(found(by(mohammed)), IsEmpty());
    EXPECT_THAT(found(by({"Muhammad", "Rudacubana", "2006-07-08"})), IsEmpty()) << "nor by another spelling";
    const auto hers = found(by(priya));
    ASSERT_THAT(hers, SizeIs(6)) << "hers, his in which she is named, and that those were erased";
    EXPECT_EQ(hers[1]["kind"], "disclosed");
    EXPECT_FALSE(hers[1].contains("annexGone"));
    EXPECT_EQ(hers[2]["annexGone"], true);
    merge();
  }
  EXPECT_TRUE(check().ok());
  EXPECT_FALSE(entries(EventKind::erased).front().about) << "that a person was severed is recorded of nobody";
  refer(mohammed);
  EXPECT_THAT(found(by(mohammed)), SizeIs(2)) << "what comes later is found";
}

TEST_P(EraseBrokerTest, what_waits_of_an_erased_record_goes_with_it) {
  refer(mohammed);
  ASSERT_THAT(rows(audit::Table::parcels), SizeIs(1));
  const std::uint32_t key = core_.vault.generation();
  const std::uint64_t record = entries(EventKind::disclosed).front().sequence.value();
  ASSERT_EQ(erase({{"records", {record}}}).code, "");
  EXPECT_THAT(rows(audit::Table::parcels), IsEmpty());
  EXPECT_EQ(core_.outbox.size(), 0U);
  EXPECT_GT(core_.vault.generation(), key) << "the key that sealed it";
  EXPECT_FALSE(core_.vault.has_older()) << "is destroyed";
  const auto statuses = network_.all<schemas::Status>();
  ASSERT_FALSE(statuses.empty());
  EXPECT_EQ(statuses.back().state, "returned");
  EXPECT_EQ(statuses.back().code, "erased");
  EXPECT_TRUE(has_annex(record - 1)) << "only what was named goes";
  EXPECT_THAT(found(by(mohammed)), SizeIs(3)) << "and is found: accepted, disclosed, and that it was erased";
}

TEST_P(EraseBrokerTest, a_day_goes_and_who_looked_does_not) {
  refer(mohammed);
  found(by(mohammed));
  const auto looked = entries(EventKind::access).back().sequence.value();
  const std::string since = format_instant(clock_.now() - std::chrono::hours{1});
  const std::string until = format_instant(clock_.now() + std::chrono::hours{1});
  ASSERT_EQ(erase({{"since", since}, {"until", until}, {"ground", "retention"}}).code, "");
  EXPECT_TRUE(has_annex(looked));
  EXPECT_EQ(check().erased, 2U);
  const json again = json::parse(erase({{"since", since}, {"until", until}, {"ground", "retention"}}).json);
  EXPECT_EQ(again["annexes"], 0);
}

TEST_P(EraseBrokerTest, a_wrong_question_or_officer_erases_nothing) {
  const auto message = refer(mohammed);
  const std::string case_id = format_uuid(message.envelope.case_id.value());
  EXPECT_EQ(erase({{"ground", "because"}, {"case", case_id}}).code, "invalid-question");
  EXPECT_EQ(erase(json::object()).code, "invalid-question") << "which records?";
  EXPECT_EQ(erase({{"case", case_id}, {"records", {1}}}).code, "invalid-question") << "one choice";
  EXPECT_EQ(erase({{"purpose", "channel-referral"}}).code, "invalid-question");
  EXPECT_EQ(ask({.question = "erase", .reason = {}, .text = "{}"}, area_.officer()).code, "reason-missing");
  schemas::Directory directory = *core_.rules.directory;
  directory.officers.push_back({"op", directory.organisations[0].id, "operator", std::string(40, 'p')});
  core_.rules.directory = std::make_shared<const schemas::Directory>(directory);
  EXPECT_EQ(ask({.question = "erase", .reason = "curious", .text = json{{"case", case_id}, {"ground", "error"}}.dump()}, {ConnectionId{2}, "op", std::string(40, 'p')}).code, "not-permitted");
  EXPECT_THAT(entries(EventKind::erased), IsEmpty());
  EXPECT_THAT(found(by(mohammed)), SizeIs(2));
}

TEST_P(EraseBrokerTest, a_commit_that_fails_erases_nothing_and_the_index_doubts_itself) {
  const auto message = refer(mohammed);
  merge();
  ledger_.fate = HeldLedger::Fate::written;
  pipeline_.ask(area_.officer(), {.question = "erase", .reason = "a test erases", .text = json{{"case", format_uuid(message.envelope.case_id.value())}, {"ground", "request"}}.dump()});
  for (int i = 0; i < 40 && entries(EventKind::access).empty(); ++i) pipeline_.step();
  ledger_.fate = HeldLedger::Fate::lost;
  run();
  ledger_.fate = HeldLedger::Fate::written;
  clock_.advance(std::chrono::seconds{10});
  run();
  EXPECT_THAT(entries(EventKind::erased), IsEmpty());
  EXPECT_THAT(found(by(mohammed)), SizeIs(2));
}

}  // namespace
}  // namespace concordat::broker
