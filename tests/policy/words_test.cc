// no-tell, stages and onward: what travels with a field, what moves a case, what may be passed on.
#include <gtest/gtest.h>

#include "policy/onward.h"
#include "policy/stage.h"
#include "tests/policy/example.h"

namespace concordat::policy {
namespace {

using schemas::Draft;
using schemas::Onward;
using schemas::Tell;

schemas::Message family() {
  Draft draft;
  draft.set("subject.birthDate", "2011-06-09");
  for (const char* role : {"perpetrator", "parent", ""}) {
    const auto person = draft.add("relatedPersons");
    draft.set("relatedPersons.role", role, person);
    draft.set("relatedPersons.note", "n", person);
  }
  return referral(std::move(draft));
}
std::string silenced(const AgreementBook& book, const schemas::Message& message) {
  std::string out;
  for (const Verdict& verdict : evaluate_for(book, message, "police/met").verdicts)
    if (verdict.tell == Tell::not_the_person) {
      const auto& field = message.body.fields[verdict.field];
      out += schemas::positional_path(message.body, field.id, field.element) + " ";
    }
  return out;
}

TEST(NoTell, marks_the_elements_it_means_or_may_mean) {
  const std::string grant =
      "clause 1 \"c\" from school to police for channel-referral share subject, relatedPersons\n";
  const std::string line = " \"n\" from any to any for any no-tell relatedPersons[role perpetrator]\n";
  EXPECT_EQ(silenced(*book_of(grant), family()), "");
  EXPECT_EQ(silenced(*book_of(grant + "clause 2" + line), family()),
            "relatedPersons[0].role relatedPersons[0].note relatedPersons[2].note ")
      << "who may be the perpetrator is not told either";
  const std::string condition = " when subject.ageGroup is adult";
  EXPECT_EQ(silenced(*book_of(grant + "clause 2" + line + condition + "\n"), family()),
            "relatedPersons[0].role relatedPersons[0].note relatedPersons[2].note ")
      << "not known not to hold";
  EXPECT_EQ(silenced(*book_of(grant + "clause 2" + line + " when subject.birthDate is absent\n"), family()),
            "");
}

TEST(NoTell, counts_from_every_agreement) {
  const auto text =
      agreement_text("clause 1 \"c\" from school to police for channel-referral share subject\n");
  const auto other =
      "agreement \"other\" version 1 scheme any area E09000002 parties police/met, school/eastbury "
      "in force 2026-04-01 until 2026-04-02\n"
      "clause 1 \"n\" from any to any for any no-tell subject\n";
  EXPECT_EQ(silenced(*book_of({{text, Status::active, {}}, {other, Status::suspended, {}}}), family()),
            "subject.birthDate ");
}

// ---- stages

schemas::Message decision(const std::string& stage, const std::string& sender) {
  Draft draft;
  draft.set("decision.stage", stage);
  draft.set("decision.outcome", "toPanel");
  auto body = std::move(draft).finish(schemas::BodyType::decision);
  auto message = from(sender, referral({}));
  message.envelope.type = schemas::BodyType::decision;
  message.body = *body;
  return message;
}
std::string staged(const std::string& clauses) {
  std::string text = agreement_text(clauses);
  text.insert(text.find("purpose"), "stages referral, panel, support moved by council\n");
  return text;
}
const std::string decisions =
    "clause 1 \"c\" from council, school to police for channel-referral share decision\n";

TEST(Stage, is_moved_by_a_decision_of_the_party_named) {
  const auto book = book_of({{staged(decisions), Status::active, {}}});
  const auto found = [&](const std::string& stage, const std::string& sender) {
    const auto result = evaluate_for(*book, decision(stage, sender), "police/met");
    if (result.refusal) return std::string{name_of(*result.refusal)};
    return result.moves_to ? result.moves_to->agreement + ": " + result.moves_to->stage : "stays";
  };
  EXPECT_EQ(found("panel", "council/lbbd"), "example: panel");
  EXPECT_EQ(found("exit", "council/lbbd"), "stage-not-declared");
  EXPECT_EQ(found("panel", "school/eastbury"), "stage-not-yours");
  EXPECT_EQ(found("", "school/eastbury"), "stays") << "a Decision without a stage is anybody's";
}

TEST(Stage, of_an_agreement_without_stages_is_only_a_field) {
  const auto result = evaluate_for(*book_of(decisions), decision("panel", "school/eastbury"), "police/met");
  EXPECT_EQ(result.outcome, Evaluation::Outcome::disclosed);
  EXPECT_FALSE(result.moves_to.has_value());
}

TEST(Stage, is_asked_of_its_own_agreement) {
  const auto book = book_of({{staged("clause 1 \"c\" from school to police for channel-referral\n"
                                     "  when case stage is panel share subject\n"
                                     "clause 2 \"c\" from any to any for any\n"
                                     "  unless case stage is panel limit subject.birthDate to year\n"),
                              Status::active,
                              {}}});
  struct Case {
    std::vector<CaseStage> stages;
    const char* outcome;
  };
  for (const Case& c :
       {Case{{{"example", "panel"}}, "full 1 -"}, Case{{{"example", "support"}}, "withhold - -"},
        Case{{}, "withhold - -"}, Case{{{"other", "panel"}}, "withhold - -"}}) {
    const auto result = evaluate(*book, family(), agency("police/met"), day("2026-05-01"),
                                 {Truth::yes, Truth::yes, c.stages});
    EXPECT_EQ(outcome_of(*book, family(), result, "subject.birthDate"), c.outcome);
  }
}

// ---- onward

TEST(Onward, is_the_strictest_of_the_counting_grants) {
  const auto of = [](const std::string& first, const std::string& second, const std::string& condition) {
    const auto book =
        book_of("clause 1 \"c\" from school to police for channel-referral share subject.birthDate " + first +
                "\nclause 2 \"c\" from school to police for channel-referral " + condition +
                " share subject.birthDate as year " + second + "\n");
    return schemas::name_of(evaluate_for(*book, family(), "police/met").verdicts[0].onward);
  };
  EXPECT_EQ(of("", "", ""), "yes") << "what nobody said is not forbidden";
  EXPECT_EQ(of("onward ask", "", ""), "ask");
  EXPECT_EQ(of("onward yes", "onward no", ""), "no");
  EXPECT_EQ(of("onward ask", "onward no", "when subject.birthDate is absent"), "ask")
      << "that grant does not count";
}

schemas::Delivered delivered(Onward onward, schemas::Level view, const std::string& value) {
  schemas::Delivered out = schemas::deliver_whole(family());
  out.envelope.sender = agency("school/eastbury");
  for (schemas::DeliveredField& field : out.fields) {
    if (field.id != *schemas::FieldTable::get().field("subject.birthDate")) continue;
    field.onward = onward;
    field.view = view;
    field.value = value;
  }
  return out;
}

TEST(Onward, becomes_a_source_restriction_of_what_is_passed_on) {
  auto message = from("police/met", family());
  message.envelope.recipients = {agency("nhs/nelft")};
  struct Case {
    Onward onward;
    schemas::Level view;
    const char* value;
    const char* restricted;
  };
  for (const Case& c : {Case{Onward::yes, schemas::Level::full, "2011-06-09", ""},
                        Case{Onward::ask, schemas::Level::full, "2011-06-09", "subject.birthDate liftable"},
                        Case{Onward::no, schemas::Level::year, "2011", "subject.birthDate absolute"},
                        Case{Onward::no, schemas::Level::full, "2012-06-09", ""}}) {
    auto passed_on = message;
    restrict_onward(passed_on.body, onward_restrictions(passed_on, {delivered(c.onward, c.view, c.value)}));
    std::string found;
    for (const auto& field : passed_on.body.fields) {
      const std::string& path = schemas::FieldTable::get()[field.id].path;
      if (path == "sourceRestrictions.path") found = field.value;
      if (path == "sourceRestrictions.strength") found += " " + field.value;
    }
    EXPECT_EQ(found, c.restricted);
    const auto book =
        book_of("clause 1 \"c\" from police to nhs for channel-referral share subject.birthDate\n");
    const auto outcome = evaluate_for(*book, passed_on, "nhs/nelft").verdicts[0].outcome;
    EXPECT_EQ(outcome, found.empty() ? schemas::Level::full : schemas::Level::withhold);
  }
}

TEST(Onward, does_not_bind_what_goes_back_to_its_source) {
  auto message = from("police/met", family());
  const auto received = {delivered(Onward::ask, schemas::Level::full, "2011-06-09"),
                         delivered(Onward::no, schemas::Level::full, "2011-06-09")};
  message.envelope.recipients = {agency("school/eastbury")};
  EXPECT_TRUE(onward_restrictions(message, received).empty());
  message.envelope.recipients = {agency("school/eastbury"), agency("nhs/nelft")};
  EXPECT_EQ(onward_restrictions(message, received), (std::vector<OnwardRestriction>{{0, Onward::no}}));
}

}  // namespace
}  // namespace concordat::policy
