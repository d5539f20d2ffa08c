// An officer looks for people: what is found, by what, and what is on disk before it is shown.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "broker/answers.h"
#include "schemas/draft.h"
#include "tests/broker/fixture.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

struct Told {
  std::string given = "Mohammed";
  std::string family = "Rudakubana";
  std::string born = "2006-08-07";
  std::string nhs_number = {};
  std::string reason_not_told = {};
  std::string related_role = {};  // of one Stephen Clarke, born 1980-01-02
};

class SearchTest : public BrokerTest, public testing::WithParamInterface<Indexed> {
protected:
  SearchTest() {
    find_people(GetParam());
    hello(nhs);
    hello(school);
  }

  schemas::Message about(const Told& told, std::vector<Agency> to = {nhs}) {
    schemas::Message message = referral(school, to);
    schemas::Draft draft;
    const auto name = draft.add("subject.names");
    draft.set("subject.names.given", told.given, name);
    draft.set("subject.names.family", told.family, name);
    draft.set("subject.birthDate", told.born);
    const auto identifier = draft.add("subject.identifiers");
    if (!told.nhs_number.empty()) draft.set("subject.identifiers.system", "nhsNumber", identifier);
    draft.set("subject.identifiers.value", told.nhs_number, identifier);
    const auto consent = draft.add("consent");
    draft.set("consent.reasonNotTold", told.reason_not_told, consent);
    const auto related = draft.add("relatedPersons");
    if (!told.related_role.empty()) {
      draft.set("relatedPersons.role", told.related_role, related);
      draft.set("relatedPersons.name", "Stephen Clarke", related);
      draft.set("relatedPersons.birthDate", "1980-01-02", related);
    }
    const auto concern = draft.add("concern");
    draft.set("concern.category", "neglect", concern);
    draft.set("referral.reason", "words", schemas::no_element);
    auto body = std::move(draft).finish(schemas::BodyType::referral);
    CHECK(body, "the test's referral is not one");
    message.body = *body;
    return message;
  }
  schemas::MessageId refer(const Told& told, std::vector<Agency> to = {nhs}) {
    const schemas::Message message = about(told, std::move(to));
    submit(message, school);
    run();
    return message.envelope.id;
  }

  // Steps until the index has what the log has.
  void merge() {
    const IndexKeeper* keeper = core_.subjects->keeper.get();
    for (int tries = 0; keeper != nullptr && keeper->index().merged() < log_size() && tries < 2000; ++tries) {
      clock_.advance(std::chrono::seconds{2});
      pipeline_.step();
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    ASSERT_TRUE(keeper == nullptr || keeper->index().merged() >= log_size());
  }

  schemas::Answer ask(const schemas::Ask& ask, const Session& officer) {
    pipeline_.ask(officer, ask);
    run();
    return network_.all<schemas::Answer>().back();
  }
  // All pages of it.
  std::vector<json> search(const json& query, std::string* code = nullptr) {
    schemas::Answer answer = ask({.question = "search", .reason = "a test looks", .text = query.dump()}, area_.officer());
    std::vector<json> rows;
    for (;;) {
      if (code != nullptr) *code = answer.code;
      if (!answer.code.empty()) return rows;
      const json page = json::parse(answer.json);
      for (const json& row : page["rows"]) rows.push_back(row);
      if (!answer.more) return rows;
      answer = ask({.question = "search-more", .reason = {}, .from = page["search"], .text = {}}, area_.officer());
    }
  }
  std::vector<std::string> kinds(const json& query) {
    std::vector<std::string> found;
    for (const json& row : search(query)) found.push_back(row["kind"]);
    return found;
  }
  std::string code(const json& query) {
    std::string found;
    search(query, &found);
    return found;
  }
  static json by_name(std::string_view given, std::string_view family, std::string_view born) {
    return {{"subject", {{"names", {{{"given", given}, {"family", family}}}}, {"birthDate", born}}}};
  }
};

TEST_P(SearchTest, who_was_referred_before_the_subject_key_was_changed_is_found_as_before) {
  refer({.nhs_number = "9434765919"});
  merge();
  const std::size_t before = search({{"for", "search"}, {"subject", {{"identifiers", {{{"system", "nhsNumber"}, {"value", "9434765919"}}}}}}}).size();
  ASSERT_GE(before, 2U);
  const std::uint32_t generation = core_.subjects->keys.generation();
  const auto rotated = ask({.question = "rotate", .reason = "yearly change", .text = "subject"}, area_.officer());
  EXPECT_EQ(rotated.code, "");
  EXPECT_GT(core_.subjects->keys.generation(), generation);
  EXPECT_EQ(entries(EventKind::key_rotated).back().code, "subject-key");
  refer({.nhs_number = "9434765919"});
  merge();
  EXPECT_EQ(search({{"for", "search"}, {"subject", {{"identifiers", {{{"system", "nhsNumber"}, {"value", "9434765919"}}}}}}}).size(), 2 * before) << "under the old key and the new";
  EXPECT_EQ(search({{"for", "search"}, {"subject", {{"names", {{{"given", "Muhammad"}, {"family", "Rudakubana"}}}}, {"birthDate", "2006-08-07"}}}}).size(), 2 * before) << "by a variant too";

  // As after a restart: the keys are read from their folder.
  auto keys = audit::SubjectKeys::open(scratch_.root() / "subject-keys", clock_.now());
  ASSERT_TRUE(keys);
  core_.subjects->keys = std::move(*keys);
  EXPECT_EQ(search({{"for", "search"}, {"subject", {{"identifiers", {{{"system", "nhsNumber"}, {"value", "9434765919"}}}}}}}).size(), 2 * before);
}

INSTANTIATE_TEST_SUITE_P(Broker, SearchTest, testing::Values(Indexed::no, Indexed::yes),
                         [](const auto& tried) { return tried.param == Indexed::yes ? "indexed" : "unindexed"; });

TEST_P(SearchTest, a_person_is_found_by_identifier_and_by_misspelt_name_and_birth_date) {
  refer({.nhs_number = "9434765919"});
  refer({.given = "Priya", .family = "Nair", .born = "2010-01-01"});
  for (int merged = 0; merged < 2; ++merged) {
    const auto by_number = search({{"subject", {{"identifiers", {{{"system", "nhsNumber"}, {"value", "943 476 5919"}}}}}}});
    ASSERT_THAT(by_number, testing::SizeIs(2));
    EXPECT_EQ(by_number[0]["kind"], "accepted");
    EXPECT_EQ(by_number[1]["kind"], "disclosed");
    EXPECT_EQ(by_number[1]["match"], "identifier");
    EXPECT_GT(by_number[1]["verdicts"].size(), 2U);
    const auto by_sound = search(by_name("Muhammad", "Rudacubana", "2006-07-08"));
    ASSERT_THAT(by_sound, testing::SizeIs(2));
    EXPECT_EQ(by_sound[0]["match"], "sound");
    EXPECT_THAT(search(by_name("Muhammad", "Smith", "2006-08-09")), IsEmpty());
    merge();
  }
}

TEST_P(SearchTest, what_became_of_a_disclosure_is_found_with_it) {
  refer({});
  merge();
  ASSERT_FALSE(network_.sent.empty());  // once, or again while the index caught up
  ack(nhs, network_.sent[0]);
  run();
  for (int merged = 0; merged < 2; ++merged) {
    EXPECT_THAT(kinds(by_name("Mohammed", "Rudakubana", "2006-08-07")), ElementsAre("accepted", "disclosed", "delivered"));
    merge();
  }
}

TEST_P(SearchTest, criteria_all_hold) {
  const auto message = refer({});
  refer({.given = "Priya", .family = "Nair", .born = "2010-01-01"}, {police});
  merge();
  EXPECT_THAT(kinds({{"message", format_uuid(message.value())}}), ElementsAre("accepted", "disclosed"));
  EXPECT_THAT(kinds({{"recipient", "police/met"}}), ElementsAre("disclosed"));
  EXPECT_THAT(kinds({{"agency", "school/eastbury"}, {"kinds", {"disclosed"}}}), ElementsAre("disclosed", "disclosed"));
  EXPECT_THAT(kinds({{"field", "subject.names"}, {"recipient", "nhs/nelft"}}), ElementsAre("disclosed"));
  EXPECT_THAT(kinds({{"field", "subject.address"}}), IsEmpty());
  EXPECT_THAT(kinds({{"until", "2020-01-01T00:00:00Z"}}), IsEmpty());
  auto both = by_name("Priya", "Nair", "2010-01-01");
  both["message"] = format_uuid(message.value());
  EXPECT_THAT(kinds(both), IsEmpty()) << "no entry is about that person and that message";
  EXPECT_THAT(kinds({{"clause", "no-such-clause"}}), IsEmpty());
  const json disclosed = search({{"recipient", "nhs/nelft"}})[0];
  std::string granting;
  for (const json& verdict : disclosed["verdicts"])
    if (verdict.contains("grantedBy")) granting = verdict["grantedBy"];
  EXPECT_THAT(kinds({{"clause", granting}, {"recipient", "nhs/nelft"}}), ElementsAre("disclosed"));
  EXPECT_THAT(kinds({{"agreement", disclosed["agreement"]}, {"recipient", "nhs/nelft"}}), ElementsAre("disclosed"));
}

TEST_P(SearchTest, nothing_is_shown_of_who_is_not_to_be_told_until_somebody_decides) {
  refer({.reason_not_told = "prejudiceInvestigation"});
  for (int merged = 0; merged < 2; ++merged) {
    json query = by_name("Mohammed", "Rudakubana", "2006-08-07");
    EXPECT_EQ(code(query), "needs-decision");
    query["noTell"] = "leave-out";
    EXPECT_EQ(code(query), "invalid-question") << "a decision says why";
    query["decision"] = "operational, DCI Shah";
    EXPECT_THAT(kinds(query), IsEmpty());
    query["noTell"] = "include";
    EXPECT_THAT(kinds(query), ElementsAre("accepted", "disclosed"));
    EXPECT_EQ(search(query)[1]["noTell"], "subject");
    merge();
  }
}

TEST_P(SearchTest, a_perpetrator_is_not_found_by_name_and_other_relations_only_when_asked_for) {
  refer({.related_role = "perpetrator"});
  refer({.related_role = "parent"});
  json query = by_name("Steven", "Clark", "1980-01-02");
  EXPECT_THAT(kinds(query), IsEmpty());
  query["related"] = true;
  const auto rows = search(query);
  ASSERT_THAT(rows, testing::SizeIs(2));
  EXPECT_EQ(rows[0]["related"], true);
}

// An agreement's no-tell is a mark on verdicts: the annex says whom it means, and handles are made by what the annex says.
TEST_P(SearchTest, whom_an_agreement_marks_has_no_handle_or_a_marked_one) {
  const schemas::Message message = about({.related_role = "parent"});
  const auto handles_with = [&](std::string_view silent_path) {
    std::vector<policy::Verdict> verdicts;
    for (std::uint32_t i = 0; i < message.body.fields.size(); ++i) {
      const schemas::Field& field = message.body.fields[i];
      const bool is_silent = schemas::positional_path(message.body, field.id, field.element) == silent_path;
      verdicts.push_back(policy::Verdict::withheld(i));
      if (is_silent) verdicts.back().tell = schemas::Tell::not_the_person;
    }
    Tick tick{100};
    tick.add({.kind = EventKind::disclosed, .at = clock_.now(), .actor = "school/eastbury", .annex = verdict_annex(message, verdicts, {}, *core_.rules.book, {})});
    core_.subjects->note(message, 0, 1, tick);
    std::map<audit::Bearing, std::size_t> counted;
    for (const audit::HandleRow& row : tick.take_found_by()) ++counted[row.bearing];
    return counted;
  };
  const auto freely = handles_with("");
  EXPECT_GT(freely.at(audit::Bearing::related), 0U);
  EXPECT_FALSE(freely.contains(audit::Bearing::subject_hidden));
  const auto related = handles_with("relatedPersons[0].name");
  EXPECT_FALSE(related.contains(audit::Bearing::related));
  EXPECT_FALSE(related.contains(audit::Bearing::subject_hidden)) << "the subject may know";
  const auto subject = handles_with("subject.birthDate");
  EXPECT_GT(subject.at(audit::Bearing::subject_hidden), 0U);
  EXPECT_FALSE(subject.contains(audit::Bearing::related)) << "marked as well";
}

TEST_P(SearchTest, the_access_is_on_disk_before_the_first_row_and_names_no_person) {
  refer({.nhs_number = "9434765919"});
  network_.replies.clear();
  ledger_.is_holding = true;
  pipeline_.ask(area_.officer(), {.question = "search", .reason = "SAR 12", .text = by_name("Mohammed", "Rudakubana", "2006-08-07").dump()});
  run();
  EXPECT_THAT(network_.all<schemas::Answer>(), IsEmpty());
  ledger_.is_holding = false;
  run();
  EXPECT_THAT(network_.all<schemas::Answer>(), testing::SizeIs(1));
  const auto accesses = entries(EventKind::access);
  ASSERT_THAT(accesses, testing::SizeIs(1));
  EXPECT_EQ(accesses[0].code, "search");
  EXPECT_EQ(accesses[0].actor, "council/lbbd/ig");
  const auto annex = ledger_.log().annex(accesses[0].sequence);
  ASSERT_TRUE(annex && *annex);
  const std::string text{as_text(**annex)};
  EXPECT_NE(text.find("SAR 12"), std::string::npos);
  for (const char* value : {"Mohammed", "mohammed", "muhammad", "Rudakubana", "2006"}) EXPECT_EQ(text.find(value), std::string::npos) << value;
}

TEST_P(SearchTest, questions_that_are_not_for_it_are_refused) {
  EXPECT_EQ(code({{"colour", "red"}}), "invalid-question");
  EXPECT_EQ(code({{"kinds", {"gossip"}}}), "invalid-question");
  EXPECT_EQ(code(by_name("", "", "2006-08-07")), "invalid-question");
  EXPECT_EQ(ask({.question = "search", .reason = {}, .text = "{}"}, area_.officer()).code, "reason-missing");
  EXPECT_EQ(ask({.question = "search-more", .reason = {}, .from = 3, .text = {}}, area_.officer()).code, "no-such-search");
  // An operator gets one answer, whatever there is to find; and it is written down that they asked.
  schemas::Directory directory = *core_.rules.directory;
  directory.officers.push_back({"op", directory.organisations[0].id, "operator", std::string(40, 'p')});
  core_.rules.directory = std::make_shared<const schemas::Directory>(directory);
  const std::size_t before = entries(EventKind::access).size();
  EXPECT_EQ(ask({.question = "search", .reason = "curious", .text = by_name("Mohammed", "Rudakubana", "2006-08-07").dump()},
                {ConnectionId{2}, "op", std::string(40, 'p')}).code, "not-permitted");
  EXPECT_EQ(entries(EventKind::access).size(), before + 1);
}

TEST_P(SearchTest, a_long_answer_comes_in_pages) {
  for (int i = 0; i < 140; ++i) {
    refer({});
    clock_.advance(std::chrono::seconds{2});  // within the rate
  }
  EXPECT_EQ(search(by_name("Mohammed", "Rudakubana", "2006-08-07")).size(), 280U);
  EXPECT_EQ(entries(EventKind::access).size(), 1U) << "pages are one access";
  EXPECT_EQ(search({{"kinds", {"disclosed"}}}).size(), 140U);
}

}  // namespace
}  // namespace concordat::broker
