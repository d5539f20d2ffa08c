#include "policy/evaluation.h"

#include <gtest/gtest.h>

#include <map>

#include "policy/explain.h"
#include "tests/policy/example.h"

namespace concordat::policy {
namespace {

using schemas::Draft;
using schemas::ElementIndex;

Draft person() {
  Draft draft;
  const ElementIndex name = draft.add("subject.names");
  draft.set("subject.names.family", "Okoro", name);
  draft.set("subject.names.kind", "legal", name);
  draft.set("subject.birthDate", "2011-06-09");
  draft.set("subject.ethnicity", "declined");
  for (const char* hidden : {"yes", "no", ""}) {
    const ElementIndex address = draft.add("subject.address");
    draft.set("subject.address.postcode", "E1 6AN", address);
    draft.set("subject.address.confidential", hidden, address);
  }
  return draft;
}

TEST(Evaluation, grants_and_caps_meet_at_the_least) {
  const auto book = book_of(R"(
clause 4.1 "People" from school to police for channel-referral
  share subject.names, subject.address
  share subject.birthDate as year
  keep 6 years after closure  caveat "Ask first"
clause 4.2 "Age" from any to any for any
  limit subject.birthDate to ageBand
clause 4.3 "Places" from any to any for any
  unless subject.address.confidential is no
  withhold subject.address
clause 4.4 "Never" from any to any for any
  conceal subject.ethnicity
)");
  const auto message = referral(person());
  const auto found = evaluate_for(*book, message, "police/met");
  ASSERT_EQ(found.outcome, Evaluation::Outcome::disclosed);
  const auto outcome = [&](const char* path) { return outcome_of(*book, message, found, path); };
  EXPECT_EQ(outcome("subject.names[0].family"), "full 4.1 -");
  EXPECT_EQ(outcome("subject.birthDate"), "ageBand 4.1 4.2");
  EXPECT_EQ(outcome("subject.address[0].postcode"), "withhold 4.1 4.3");
  EXPECT_EQ(outcome("subject.address[1].postcode"), "full 4.1 -");
  EXPECT_EQ(outcome("subject.address[2].postcode"), "withhold 4.1 4.3") << "unknown shares less";
  EXPECT_EQ(outcome("subject.ethnicity"), "conceal - 4.4");
  EXPECT_EQ(found.terms->keep, "6 years after closure");
  EXPECT_EQ(found.terms->caveats, std::vector<std::string>{"Ask first"});
  EXPECT_EQ(evaluate_for(*book, message, "nhs/nelft").refusal, RefusalCode::nothing_released);
}

// Truths are kept 64 elements to a word: each element is judged by its own facts on both sides of every boundary,
// and so are lists that lie in lists.
TEST(Evaluation, judges_each_of_many_elements_by_itself) {
  const auto book = book_of(R"(
clause 1 "People" from school to police for channel-referral
  share subject.contact, relatedPersons.contact
clause 2 "Safety" from any to any for any
  unless subject.contact.safeToUse is yes
  withhold subject.contact
clause 3 "Theirs" from any to any for any
  unless relatedPersons.contact.safeToUse is yes
  withhold relatedPersons.contact
)");
  const auto safe = [](std::size_t i) { return i % 5 == 0 ? "" : i % 3 == 0 ? "no" : "yes"; };
  Draft draft;
  for (std::size_t i = 0; i < 150; ++i) {
    const ElementIndex contact = draft.add("subject.contact");
    draft.set("subject.contact.value", "c" + std::to_string(i), contact);
    draft.set("subject.contact.safeToUse", safe(i), contact);
  }
  for (std::size_t i = 0; i < 70; ++i) {
    const ElementIndex person = draft.add("relatedPersons");
    draft.set("relatedPersons.name", "n" + std::to_string(i), person);
    for (std::size_t j = 0; j < 2; ++j) {
      const ElementIndex contact = draft.add("relatedPersons.contact", person);
      draft.set("relatedPersons.contact.value", "v", contact);
      draft.set("relatedPersons.contact.safeToUse", safe(2 * i + j), contact);
    }
  }
  const auto message = referral(std::move(draft));
  const auto found = evaluate_for(*book, message, "police/met");
  const auto released = [&](const std::string& path) { return outcome_of(*book, message, found, path.c_str()).starts_with("full 1"); };
  for (std::size_t i = 0; i < 150; ++i)
    EXPECT_EQ(released("subject.contact[" + std::to_string(i) + "].value"), safe(i) == std::string_view{"yes"}) << i;
  for (std::size_t i = 0; i < 140; ++i)
    EXPECT_EQ(released("relatedPersons[" + std::to_string(i / 2) + "].contact[" + std::to_string(i % 2) + "].value"), safe(i) == std::string_view{"yes"}) << i;
}

// Builds a message of "path=value" lines; "[list]" opens an element of a list, inside the last one of its
// parent.
schemas::Message message_of(const std::vector<std::string>& lines) {
  Draft draft;
  std::map<std::string, ElementIndex> open;
  const auto& table = schemas::FieldTable::get();
  for (const std::string& line : lines) {
    if (line[0] == '[') {
      const std::string list = line.substr(1, line.size() - 2);
      const auto parent = table[*table.list(list)].parent;
      open[list] = draft.add(list, parent ? open.at(table[*parent].path) : schemas::no_element);
      continue;
    }
    const std::string path = line.substr(0, line.find('='));
    const auto& list = table.find(path)->list;
    draft.set(path, line.substr(line.find('=') + 1), list ? open.at(table[*list].path) : schemas::no_element);
  }
  return referral(std::move(draft));
}

// Outcomes of the fields named, as "outcome granted-by capped-by".
struct Row {
  std::string path;
  std::string outcome;
};
void expect_rows(const std::string& clauses, const schemas::Message& message, const std::vector<Row>& rows) {
  const auto book = book_of(clauses);
  const auto found = evaluate_for(*book, message, "police/met");
  for (const Row& row : rows) EXPECT_EQ(outcome_of(*book, message, found, row.path), row.outcome) << row.path;
}

TEST(Evaluation, special_classes_are_granted_only_by_name) {
  const auto message = message_of(
      {"subject.birthDate=2011-06-09", "subject.religion=r", "subject.disability=d", "health.summary=h",
       "offending.mappa.level=level2", "[health.flags]", "health.flags.display=x", "[concern]",
       "concern.ideology=i", "concern.code=c", "[concern.needs]", "concern.needs.category=housing",
       "referrer.name=N", "referrer.anonymous=no", "monitoring.sex=female"});
  expect_rows(
      "clause 1 \"c\" from any to any for channel-referral share subject, concern, health.flags\n"
      "clause 2 \"c\" from any to any for channel-referral share offending.mappa, concern.needs.category\n"
      "clause 3 \"c\" from any to any for channel-referral when referrer.anonymous is no share referrer\n"
      "clause 4 \"c\" from any to any for any conceal class monitoring\n",
      message,
      {{"subject.birthDate", "full 1 -"},
       {"subject.religion", "withhold - -"},
       {"subject.disability", "withhold - -"},
       {"health.summary", "withhold - -"},
       {"health.flags[0].display", "full 1 -"},
       {"concern[0].ideology", "withhold - -"},
       {"concern[0].code", "full 1 -"},
       {"concern[0].needs[0].category", "full 2 -"},
       {"offending.mappa.level", "full 2 -"},
       {"referrer.name", "withhold - -"},
       {"referrer.anonymous", "full 3 -"},
       {"monitoring.sex", "conceal - 4"}});
}

TEST(Evaluation, an_absent_key_stops_a_grant_and_not_a_cap) {
  const auto message =
      message_of({"[relatedPersons]", "relatedPersons.role=child", "relatedPersons.sex=female",
                  "[relatedPersons]", "relatedPersons.role=parent", "relatedPersons.sex=female",
                  "[relatedPersons]", "relatedPersons.sex=female"});
  expect_rows("clause 1 \"c\" from any to any for channel-referral share relatedPersons[role child]\n",
              message,
              {{"relatedPersons[0].sex", "full 1 -"},
               {"relatedPersons[1].sex", "withhold - -"},
               {"relatedPersons[2].sex", "withhold - -"}});
  expect_rows(
      "clause 1 \"c\" from any to any for channel-referral share relatedPersons\n"
      "clause 2 \"c\" from any to any for any withhold relatedPersons[role child]\n",
      message,
      {{"relatedPersons[0].sex", "withhold 1 2"},
       {"relatedPersons[1].sex", "full 1 -"},
       {"relatedPersons[2].sex", "withhold 1 2"}});
  expect_rows(
      "clause 1 \"c\" from any to any for channel-referral share relatedPersons except relatedPersons[role "
      "child]\n",
      message,
      {{"relatedPersons[0].sex", "withhold - -"},
       {"relatedPersons[1].sex", "full 1 -"},
       {"relatedPersons[2].sex", "withhold - -"}});
}

TEST(Evaluation, companions_hold_each_other_back_to_the_end_of_the_chain) {
  const auto message =
      message_of({"[health.flags]", "health.flags.code=1", "health.flags.codeSystem=s",
                  "health.flags.display=d", "[consent]", "consent.to=sharing", "consent.status=given",
                  "[subject.contact]", "subject.contact.value=1", "subject.contact.safeToUse=yes",
                  "[subject.contact]", "subject.contact.value=2"});
  expect_rows(
      "clause 1 \"c\" from any to any for channel-referral share health.flags, consent, subject.contact\n"
      "clause 2 \"c\" from any to any for any withhold health.flags.display\n"
      "clause 3 \"c\" from any to any for any limit consent.to to existence\n"
      "clause 4 \"c\" from any to any for any withhold subject.contact.safeToUse\n",
      message,
      {{"health.flags[0].display", "withhold 1 2"},
       {"health.flags[0].codeSystem", "full 1 -"},
       {"health.flags[0].code", "withhold 1 -"},
       {"consent[0].to", "existence 1 3"},
       {"consent[0].status", "withhold 1 -"},
       {"subject.contact[0].value", "withhold 1 -"},
       {"subject.contact[1].value", "full 1 -"}});
}

TEST(Evaluation, source_restrictions_cap) {
  const auto with = [](const std::vector<std::string>& restriction) {
    std::vector<std::string> lines{"referral.reason=r",
                                   "[subject.address]",
                                   "subject.address.kind=home",
                                   "subject.address.postcode=E1 6AN",
                                   "[subject.address]",
                                   "subject.address.kind=former",
                                   "subject.address.postcode=E1 6AN"};
    lines.insert(lines.end(), restriction.begin(), restriction.end());
    const auto message = message_of(lines);
    const auto book = book_of(
        "clause 1 \"c\" from any to any for channel-referral share subject, referral, sourceRestrictions\n");
    const auto found = evaluate_for(*book, message, "police/met");
    std::string out;
    for (const char* path : {"referral.reason", "subject.address[0].postcode", "subject.address[1].postcode"})
      out += outcome_of(*book, message, found, path) + ";";
    return out;
  };
  const auto path = [&](const std::string& restricted) {
    return with({"[sourceRestrictions]", "sourceRestrictions.path=" + restricted});
  };
  EXPECT_EQ(with({}), "full 1 -;full 1 -;full 1 -;");
  EXPECT_EQ(path("subject.address"), "full 1 -;withhold 1 -;withhold 1 -;");
  EXPECT_EQ(path("subject.address[1]"), "full 1 -;full 1 -;withhold 1 -;");
  EXPECT_EQ(path("subject.address[1].postcode"), "full 1 -;full 1 -;withhold 1 -;");
  EXPECT_EQ(path("subject.address[kind home]"), "full 1 -;withhold 1 -;full 1 -;");
  EXPECT_EQ(path("subject.address[7]"), "full 1 -;withhold 1 -;withhold 1 -;")
      << "which was meant is not known: the whole list";
  for (const char* unreadable :
       {"subject.adress", "subject.address[", "subject.address[kind castle]", "subject..address",
        "subject[1]", "subject.address[-1]", "\"", "subject.address[1] x"})
    EXPECT_EQ(path(unreadable), "withhold 1 -;withhold 1 -;withhold 1 -;") << unreadable;
  EXPECT_EQ(with({"[sourceRestrictions]", "sourceRestrictions.strength=absolute"}),
            "withhold 1 -;withhold 1 -;withhold 1 -;")
      << "no path";
}

TEST(Evaluation, conditions_know_three_values) {
  struct Case {
    std::string condition;
    std::vector<std::string> lines;
    Truth expected;
  };
  const std::vector<Case> cases{
      {"subject.ageGroup is child", {}, Truth::unknown},
      {"subject.ageGroup is child", {"subject.ageGroup=child"}, Truth::yes},
      {"subject.ageGroup is not child", {"subject.ageGroup=child"}, Truth::no},
      {"subject.ageGroup is not child", {}, Truth::unknown},
      {"subject.ageGroup is absent", {}, Truth::yes},
      {"subject.ageGroup is present", {}, Truth::no},
      {"subject.ageGroup is child or referrer.anonymous is yes", {"referrer.anonymous=yes"}, Truth::yes},
      {"subject.ageGroup is child and referrer.anonymous is yes", {"referrer.anonymous=no"}, Truth::no},
      {"not subject.ageGroup is child", {}, Truth::unknown},
      {"subject.ageGroup is adult or subject.ageGroup is child and referrer.anonymous is no",
       {"subject.ageGroup=adult"},
       Truth::yes},
      {"subject.birthDate at least 2010-01-01", {"subject.birthDate=2010-01-01"}, Truth::yes},
      {"subject.birthDate at most 2009-12-31", {"subject.birthDate=2010-01-01"}, Truth::no},
      {"subject.approximateAge at most 9", {"subject.approximateAge=10"}, Truth::no},
      {"subject.approximateAge at least 9", {"subject.approximateAge=10"}, Truth::yes},
      {"subject.approximateAge is 010", {"subject.approximateAge=10"}, Truth::yes},
      {"some concern.risk.level at least high", {}, Truth::unknown},
      {"every concern.risk.level at least high", {}, Truth::unknown},
      {"some concern.risk.level is present", {}, Truth::no},
      {"every concern.risk.level is present", {}, Truth::yes},
      {"some concern.risk.level at least high",
       {"[concern]", "concern.risk.level=veryHigh", "[concern]", "concern.code=c"},
       Truth::yes},
      {"some concern.risk.level at least high",
       {"[concern]", "concern.risk.level=low", "[concern]", "concern.code=c"},
       Truth::unknown},
      {"every concern.risk.level at least high",
       {"[concern]", "concern.risk.level=low", "[concern]", "concern.code=c"},
       Truth::no},
      {"some consent[to sharing].status is given",
       {"[consent]", "consent.to=support", "consent.status=given"},
       Truth::unknown},
      {"some consent[to sharing].status is given",
       {"[consent]", "consent.to=sharing", "consent.status=refused"},
       Truth::no},
      {"some consent[to sharing].status is given", {"[consent]", "consent.status=given"}, Truth::unknown},
      {"some consent[to sharing].status is one of refused, given",
       {"[consent]", "consent.to=sharing", "consent.status=given"},
       Truth::yes},
      {"recipient in case", {}, Truth::unknown},
  };
  for (const Case& c : cases) {
    // What is granted counts if it is true; what is limited counts unless it is false.
    const auto book = book_of("clause 1 \"g\" from any to any for channel-referral when " + c.condition +
                              " share referral.reason\n"
                              "clause 2 \"c\" from any to any for channel-referral share referral.support\n"
                              "clause 3 \"c\" from any to any for any when " +
                              c.condition + " withhold referral.support\n");
    auto lines = c.lines;
    lines.insert(lines.begin(), {"referral.reason=r", "referral.support=s"});
    const auto message = message_of(lines);
    const auto found = evaluate_for(*book, message, "police/met");
    const bool granted = outcome_of(*book, message, found, "referral.reason") == "full 1 -";
    const bool capped = outcome_of(*book, message, found, "referral.support") == "withhold 2 3";
    const Truth truth = granted ? Truth::yes : capped ? Truth::unknown : Truth::no;
    EXPECT_EQ(truth, c.expected) << c.condition;
    EXPECT_TRUE(capped || !granted) << c.condition;
  }
}

TEST(Evaluation, what_is_required_and_missing_refuses_the_routine_and_not_the_urgent) {
  const auto book = book_of(
      "clause 1 \"c\" from any to any for channel-referral share subject require subject.names, consent[to "
      "sharing].status\n"
      "clause 2 \"c\" from any to any for channel-referral when subject.ageGroup is child share subject "
      "require subject.guardians\n"
      "clause 3 \"c\" from any to any for channel-referral when subject.address.confidential is yes withhold "
      "subject.address require subject.address.kind\n");
  auto message =
      message_of({"subject.ageGroup=child", "[consent]", "consent.to=support", "consent.status=given",
                  "[subject.address]", "subject.address.confidential=yes"});
  auto found = evaluate_for(*book, message, "police/met");
  EXPECT_EQ(found.refusal, RefusalCode::incomplete);
  EXPECT_EQ(found.missing, (std::vector<std::string>{"consent[to sharing].status", "subject.address.kind",
                                                     "subject.guardians", "subject.names"}));
  message.envelope.urgency = schemas::Urgency::urgent;
  found = evaluate_for(*book, message, "police/met");
  EXPECT_EQ(found.outcome, Evaluation::Outcome::disclosed);
  EXPECT_EQ(found.missing.size(), 4U);
  message = message_of({"subject.ageGroup=adult", "[subject.names]", "subject.names.family=F", "[consent]",
                        "consent.to=sharing", "consent.status=given"});
  EXPECT_EQ(evaluate_for(*book, message, "police/met").outcome, Evaluation::Outcome::disclosed);
}

TEST(Evaluation, the_shortest_keep_and_every_caveat_of_what_is_released_bind) {
  const std::string clauses =
      "clause 1 \"c\" from any to any for channel-referral share subject.birthDate keep 6 years after "
      "closure caveat \"b\" caveat \"a\"\n"
      "clause 2 \"c\" from any to any for channel-referral share subject.birthDate as year keep 71 months "
      "after closure caveat \"a\"\n"
      "clause 3 \"c\" from any to any for channel-referral share subject.deathDate keep 1 day after "
      "disclosure caveat \"c\"\n"
      "clause 4 \"c\" from any to any for channel-referral when subject.ageGroup is child share "
      "subject.birthDate keep 1 hour after disclosure\n";
  const auto found =
      evaluate_for(*book_of(clauses), message_of({"subject.birthDate=2011-06-09"}), "police/met");
  EXPECT_EQ(found.terms->keep, "71 months after closure");
  EXPECT_EQ(found.terms->caveats, (std::vector<std::string>{"a", "b"}));
}

// The same words for the same clauses, put together once; and there may be more of them than bits in a word.
TEST(Evaluation, terms_go_by_which_of_many_clauses_count) {
  std::string clauses;
  for (int i = 0; i < 70; ++i) {
    const std::string n = std::to_string(100 + i);
    clauses += "clause " + n + " \"c\" from any to any for channel-referral when subject.approximateAge is " + n +
               " share subject.birthDate caveat \"" + n + "\"\n";
  }
  clauses += "clause 200 \"c\" from any to any for channel-referral share subject.birthDate keep 2 days after disclosure\n";
  const auto book = book_of(clauses);
  const auto terms_with = [&](const std::string& number) {
    const auto message = message_of({"subject.birthDate=2011-06-09", "subject.approximateAge=" + number});
    return evaluate_for(*book, message, "police/met").terms;
  };
  for (const char* number : {"100", "163", "164", "169"}) {
    EXPECT_EQ(terms_with(number)->caveats, std::vector<std::string>{number});
    EXPECT_EQ(terms_with(number)->keep, "2 days after disclosure");
    EXPECT_EQ(terms_with(number), terms_with(number));
  }
  EXPECT_TRUE(terms_with("250")->caveats.empty());
}

TEST(Evaluation, the_notice_is_the_same_whatever_the_message_holds) {
  const auto book = book_of(
      "clause 1 \"c\" from any to any for channel-referral share subject.birthDate, subject.address, "
      "subject.ageGroup, consent\n"
      "clause 2 \"c\" from any to any for channel-referral when subject.ageGroup is child share "
      "health.summary, education.note\n"
      "clause 3 \"c\" from any to any for any unless subject.address.confidential is no withhold "
      "subject.address.postcode\n"
      "clause 4 \"c\" from any to any for any when subject.ageGroup is child conceal education.note\n"
      "clause 5 \"c\" from any to any for any withhold consent.to, subject.names\n");
  const auto listed = [&](const schemas::Message& message) {
    std::string out;
    for (const schemas::Notice& notice : evaluate_for(*book, message, "police/met").plan->notices)
      out += notice.path + " " + notice.agreement + "; ";
    return out;
  };
  const std::string expected =
      "consent.status example/1; consent.to example/1; health.summary example/1; subject.address.postcode "
      "example/1; ";
  EXPECT_EQ(listed(message_of({"subject.birthDate=2011-06-09"})), expected);
  EXPECT_EQ(listed(message_of({"health.summary=h", "education.note=n", "subject.ageGroup=child"})), expected);
}

TEST(Evaluation, explains_in_words_without_a_value) {
  const auto book = book_of(
      "clause 4.1 \"c\" from any to any for channel-referral share subject\n"
      "clause 4.2 \"c\" from any to any for any unless subject.address.confidential is no withhold "
      "subject.address\n");
  const auto message =
      message_of({"[subject.address]", "subject.address.postcode=E1 6AN", "[subject.address]",
                  "subject.address.confidential=no", "subject.religion=canary"});
  const auto words = explain(*book, message, evaluate_for(*book, message, "police/met"));
  EXPECT_EQ(words.fields[1].path, "subject.address[0].postcode");
  EXPECT_EQ(words.fields[1].because,
            "clause 4.1 of example/1 grants it; clause 4.2 of example/1 caps it at withhold");
  EXPECT_EQ(words.facts, (std::vector<std::string>{"subject.address[0].confidential is no: unknown",
                                                   "subject.address[1].confidential is no: yes"}));
}

}  // namespace
}  // namespace concordat::policy
