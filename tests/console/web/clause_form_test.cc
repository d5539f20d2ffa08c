// A clause as a form: what it shows and gives back is the clause, and the text around it stays as somebody wrote it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "console/drafting/clause_text.h"
#include "console/drafting/comparison.h"
#include "console/web/pages/clause_form.h"
#include "policy/check.h"
#include "tests/console/web/browser.h"
#include "tests/place/place.h"

namespace concordat::console::web {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) {
  const auto bytes = read_file(file, 1'000'000);
  CHECK(bytes.has_value(), "the example is there");
  return std::string{as_text(*bytes)};
}
std::vector<std::string> examples() {
  std::vector<std::string> texts;
  for (const auto& file : fs::directory_iterator{test::source_dir() / "deploy/agreements"})
    if (file.path().extension() == ".agreement") texts.push_back(read(file.path()));
  CHECK(texts.size() > 5, "the examples are there");
  return texts;
}
std::string prevent() { return read(test::source_dir() / "deploy/agreements/prevent.agreement"); }

// What a browser sends of the form when nobody changes anything.
Fields untouched(const View& view) {
  Fields form;
  for (const char* key : {"label", "title", "caveat"}) form.add(key, view.said(key));
  for (const char* list : {"from", "to", "purposes"})
    for (const View& box : view.list(list))
      if (box.shows("checked")) form.add(list, box.said("value"));
  for (const View& row : view.list("rows"))
    for (const char* key : {"effect", "target", "view"}) form.add(std::string{key} + "-" + row.said("number"), row.said(key));
  form.add("add-effect", "share");
  form.add("add-view", "");
  if (view.shows("has_condition")) form.add("condition", "shown");
  for (const View& row : view.list("tests"))
    for (const char* key : {"quantifier", "fact", "comparison", "value"}) form.add("test-" + row.said("number") + "-" + key, row.said(key));
  form.add("sense", view.shows("is_unless") ? "unless" : "when");
  form.add("join", view.shows("is_or") ? "or" : "and");
  form.add("keep-count", view.said("keep_count"));
  for (const auto& [list, name] : {std::pair{"units", "keep-unit"}, {"afters", "keep-after"}})
    for (const View& option : view.list(list))
      if (option.shows("selected")) form.add(name, option.said("value"));
  return form;
}

Fields with(const Fields& form, const std::string& name, const std::string& value) {
  Fields changed;
  for (const auto& [key, kept] : form.all())
    if (key != name) changed.add(key, kept);
  changed.add(name, value);
  return changed;
}

TEST(ClauseText, is_the_clause_that_was_read) {
  for (const std::string& text : examples()) {
    const policy::Agreement tree = policy::parse(text).agreement;
    std::string again = text;
    for (std::size_t place = 0; place < tree.clauses.size(); ++place) {
      again = with_clause(again, place, print_clause(tree.clauses[place]));
      ASSERT_FALSE(policy::has_errors(policy::read_agreement(again, nullptr).diagnostics)) << print_clause(tree.clauses[place]);
      EXPECT_EQ(print_clause(policy::parse(again).agreement.clauses[place]), print_clause(tree.clauses[place]));
    }
    EXPECT_EQ(difference_words(text, again), "nothing is shared otherwise\n") << tree.name;
    EXPECT_EQ(std::count(again.begin(), again.end(), '#'), std::count(text.begin(), text.end(), '#')) << "every comment is there";
  }
}

TEST(ClauseText, leaves_every_other_line_as_it_is) {
  const std::string text = prevent();
  const policy::Agreement tree = policy::parse(text).agreement;
  policy::Clause clause = tree.clauses[1];
  clause.title = "Another title";
  const std::string changed = with_clause(text, 1, print_clause(clause));
  EXPECT_EQ(changed.substr(0, text.find("clause 1.2")), text.substr(0, text.find("clause 1.2")));
  EXPECT_EQ(changed.substr(changed.find("clause 1.3")), text.substr(text.find("clause 1.3")));
  EXPECT_NE(changed.find("clause 1.2 \"Another title\""), std::string::npos);
  EXPECT_EQ(policy::parse(with_clause(text, 1, "")).agreement.clauses.size(), tree.clauses.size() - 1);
  EXPECT_EQ(policy::parse(with_clause(text, tree.clauses.size(), print_clause(clause))).agreement.clauses.size(), tree.clauses.size() + 1);
  const std::string commented = "agreement \"a\" version 1\nclause 1 \"x\"\n  # why\n  share subject\n# of the next\nclause 2 \"y\"\n  share health\n";
  EXPECT_EQ(with_clause(commented, 0, "clause 1 \"z\"\n  share subject\n"), "agreement \"a\" version 1\n# why\nclause 1 \"z\"\n  share subject\n# of the next\nclause 2 \"y\"\n  share health\n");
}

TEST(ClauseText, puts_brackets_where_they_are_needed) {
  const std::string condition = "not (subject.ageGroup is child or recipient in case) and (emergency declared or case stage is panel) and not sender in case";
  const std::string text = "agreement \"a\" version 1\nclause 1 \"x\"\n  when " + condition + "\n  share subject\n";
  EXPECT_EQ(print_condition(*policy::parse(text).agreement.clauses.at(0).when), condition);
}

TEST(ClauseForm, gives_back_the_clause_when_nobody_changes_it) {
  for (const std::string& text : examples()) {
    const policy::Agreement tree = policy::parse(text).agreement;
    std::string again = text;
    for (std::size_t place = 0; place < tree.clauses.size(); ++place) {
      const auto back = clause_from_form(untouched(clause_form_view(tree.clauses[place], tree)), tree.clauses[place]);
      ASSERT_TRUE(back) << tree.name << " " << tree.clauses[place].label.text << ": " << back.error().front().what;
      again = with_clause(again, place, print_clause(*back));
    }
    ASSERT_FALSE(policy::has_errors(policy::read_agreement(again, nullptr).diagnostics)) << again;
    EXPECT_EQ(difference_words(text, again), "nothing is shared otherwise\n") << tree.name;
  }
}

TEST(ClauseForm, adds_what_was_picked_and_takes_out_what_was_ticked) {
  const policy::Agreement tree = policy::parse(prevent()).agreement;
  const policy::Clause& was = tree.clauses[1];  // 1.2: what schools get
  const View view = clause_form_view(was, tree);
  Fields form = with(with(with(untouched(view), "remove-1", "yes"), "add-effect", "withhold"), "add", "subject.contact");
  form = with(with(with(with(form, "test-fact", "subject.ageGroup"), "test-comparison", "is"), "test-quantifier", ""), "test-value", "child");
  const auto changed = clause_from_form(form, was);
  ASSERT_TRUE(changed) << changed.error().front().what;
  const std::string text = print_clause(*changed);
  EXPECT_EQ(text.find("subject.names"), std::string::npos);
  EXPECT_NE(text.find("  share    subject.ageGroup, subject.identifiers[system upn], subject.interpreter\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  withhold subject.contact\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  when     subject.ageGroup is child\n"), std::string::npos) << text;
}

TEST(ClauseForm, says_what_is_missing_and_writes_nothing_that_is_no_clause) {
  const policy::Agreement tree = policy::parse(prevent()).agreement;
  const policy::Clause& was = tree.clauses[1];
  const Fields form = untouched(clause_form_view(was, tree));
  const std::pair<const char*, const char*> wrong[] = {{"title", ""}, {"title", "a\"\nclause 9 \"b"}, {"label", "4.1 x"}, {"label", "x"}, {"keep-count", "-1"}, {"keep-count", "99999999999999"},
                                                       {"caveat", "a\nb"}, {"add-effect", "give"}, {"target-1", "subject\nclause"}};
  for (const auto& [name, value] : wrong) {
    Fields changed = with(form, name, value);
    if (std::string_view{name} == "add-effect") changed = with(changed, "add", "subject");
    EXPECT_FALSE(clause_from_form(changed, was)) << name << " " << value;
  }
  const auto empty = clause_from_form({}, policy::Clause{});
  ASSERT_FALSE(empty);
  EXPECT_GE(empty.error().size(), 5U);
}

struct Clerk : Browser {
  Clerk() {
    fs::create_directories(console->settings.agreements);
    std::ofstream{console->settings.agreements / "lbbd-prevent-v1.agreement"} << prevent();
    make_account("bola", {Role::administrator});
    sign_in("bola");
    draft = begin_draft("lbbd-prevent/1");
  }
  std::string draft;
};

TEST(DraftClauses, change_the_text_that_the_editor_shows) {
  Clerk clerk;
  EXPECT_NE(clerk.get(clerk.draft + "/clauses").body.find("Schools need an age, not a date"), std::string::npos);
  const Response page = clerk.get(clerk.draft + "/clauses/2");
  EXPECT_EQ(page.status, 200);
  EXPECT_LT(page.body.size(), 200'000U);
  const policy::Agreement tree = policy::parse(prevent()).agreement;
  std::map<std::string, std::string> fields;
  const Fields sent = untouched(clause_form_view(tree.clauses[1], tree));
  for (const auto& [name, value] : sent.all()) fields[name] = value;
  fields["from"] = fields["to"] = "any";
  fields["title"] = "";
  EXPECT_EQ(clerk.post(clerk.draft + "/clauses/2", fields).status, 422);
  fields["title"] = "What everybody gets";
  EXPECT_EQ(clerk.post(clerk.draft + "/clauses/2", fields).status, 200);
  EXPECT_NE(clerk.last_page.find("The clause is saved."), std::string::npos);
  const std::string text = clerk.get(clerk.draft + "/text").body;
  EXPECT_NE(text.find("clause 1.2 &quot;What everybody gets&quot;"), std::string::npos);
  for (const char* place : {"0", "-1", "999", "x", "2x"}) EXPECT_EQ(clerk.get(clerk.draft + "/clauses/" + place).status, 404) << place;
  clerk.get(clerk.draft + "/clauses/2");
  EXPECT_EQ(clerk.post(clerk.draft + "/clauses/2", {{"do", "remove"}}).status, 303);
  EXPECT_EQ(clerk.get(clerk.draft + "/clauses").body.find("What everybody gets"), std::string::npos);
}

}  // namespace
}  // namespace concordat::console::web
