// The administrator's pages: a draft is its writer's alone and is checked by line, and what an agreement means is said as the policy
// has it.
#include <gtest/gtest.h>

#include <fstream>

#include "console/web/doors/drafts.h"
#include "console/web/pages/agreement_as_seen.h"
#include "console/web/pages/agreement_editor.h"
#include "console/web/pages/agreement_matrix.h"
#include "console/web/pages/agreement_shelf.h"
#include "policy/parse.h"
#include "tests/console/web/browser.h"
#include "tests/place/place.h"

namespace concordat::console::web {
namespace {

namespace fs = std::filesystem;

std::string prevent() {
  const auto bytes = read_file(test::source_dir() / "deploy/agreements/prevent.agreement", 1'000'000);
  CHECK(bytes.has_value(), "the example is there");
  return std::string{as_text(*bytes)};
}

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream{file} << text;
}

struct Writer : Browser {
  Writer() {
    write(agreements() / "lbbd-prevent-v1.agreement", prevent());
    make_account("adi", {Role::administrator});
    make_account("bea", {Role::administrator});
    sign_in("adi");
  }
  fs::path agreements() const { return console->settings.agreements; }
  std::string begin() {
    get("/agreements/lbbd-prevent/1/text");
    const Response made = post("/drafts", {{"from", "lbbd-prevent/1"}});
    const std::string address = header_of(made, "Location");
    get(address);
    return address;
  }
};

TEST(Drafts, are_sealed_for_whoever_wrote_them) {
  Writer writer;
  const std::string address = writer.begin();
  for (const auto& file : fs::recursive_directory_iterator{writer.folder / "drafts"}) {
    if (!file.is_regular_file()) continue;
    const auto bytes = read_file(file.path(), 1'000'000);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(as_text(*bytes).find("lbbd-prevent"), std::string_view::npos);
  }
  EXPECT_EQ(writer.get(address).status, 200);
  writer.cookies.clear();
  writer.sign_in("bea");
  EXPECT_EQ(writer.get(address).status, 404) << "another administrator's draft";
  EXPECT_EQ(writer.get("/agreements").body.find(address), std::string::npos);
}

TEST(Drafts, have_no_address_outside_their_folder) {
  Writer writer;
  for (const char* id : {"..", "..%2f..%2faccounts%2fadi.json", "x", "0192"}) EXPECT_EQ(writer.get("/drafts/" + std::string{id} + "/text").status, 404) << id;
}

TEST(Drafts, begin_as_the_next_version) {
  EXPECT_NE(next_version(prevent()).find("agreement \"lbbd-prevent\" version 2\n"), std::string::npos);
  EXPECT_EQ(next_version("nothing of the kind"), "nothing of the kind");
}

TEST(Editor, says_what_is_wrong_on_which_line_and_keeps_what_was_typed) {
  Writer writer;
  const std::string address = writer.begin();
  std::string wrong = next_version(prevent());
  const std::string right = "share    education\n";
  wrong.replace(wrong.find(right), right.size(), "share    educaton\n");
  const Response answered = writer.post(address, {{"text", wrong}});
  EXPECT_EQ(answered.status, 422);
  EXPECT_NE(answered.body.find("unknown-field"), std::string::npos);
  EXPECT_NE(answered.body.find("Did you mean “education”?"), std::string::npos);
  EXPECT_NE(answered.body.find("href=\"#finding-1\""), std::string::npos);
  EXPECT_NE(writer.get(address).body.find("educaton"), std::string::npos) << "saved, errors and all";
  EXPECT_EQ(writer.post(address, {{"text", next_version(prevent())}}).status, 200);
}

TEST(Editor, shows_text_as_text) {
  Writer writer;
  const std::string address = writer.begin();
  const Response answered = writer.post(address, {{"text", "</textarea><script>alert(1)</script>"}});
  EXPECT_EQ(answered.body.find("<script>alert"), std::string::npos);
  EXPECT_NE(answered.body.find("&lt;/textarea&gt;"), std::string::npos);
}

TEST(Editor, answers_scripts_that_carry_the_token_alone) {
  Writer writer;
  writer.begin();
  const Response checked = writer.post("/editing/check", {{"text", "agreement"}});
  EXPECT_EQ(checked.type, "application/json");
  EXPECT_NE(checked.body.find("\"findings\":[{"), std::string::npos);
  EXPECT_NE(writer.post("/editing/complete", {{"text", prevent() + "\nclause 9.9 \"x\"\n  share subject.nam"}, {"line", "400"}, {"column", "20"}}).body.find("suggestions"), std::string::npos);
  EXPECT_EQ(writer.post("/editing/check", {{"text", "agreement"}, {"token", "of somebody else"}}).status, 403);
  for (const char* place : {"0", "-1", "99999999999999999999", "x", ""})
    EXPECT_EQ(writer.post("/editing/explain", {{"text", prevent()}, {"line", place}, {"column", place}}).status, 200) << place;
}

TEST(Editor, is_for_administrators) {
  Writer writer;
  const std::string address = writer.begin();
  writer.cookies.clear();
  writer.sign_in("ada");
  EXPECT_EQ(writer.get(address).status, 403);
  EXPECT_EQ(writer.get("/agreements/lbbd-prevent/1/schedule").status, 200) << "officers read agreements";
}

TEST(Shelf, says_how_each_stands) {
  Writer writer;
  write(writer.agreements() / "lbbd-prevent-v2.agreement", next_version(prevent()));
  write(writer.agreements() / "lbbd-prevent-v3.agreement", next_version(next_version(prevent())));
  write(writer.agreements() / "lbbd-prevent-v3.status", "suspended lbbd-prevent/3\n");
  const auto shelf = agreement_shelf(writer.agreements(), london_date(writer.clock.now()));
  ASSERT_EQ(shelf.size(), 3U);
  EXPECT_EQ(shelf[0].state, "Suspended");
  EXPECT_EQ(shelf[1].state, "In force");
  EXPECT_EQ(shelf[2].state, "Replaced by version 2");
}

TEST(Matrix, shows_what_a_school_may_send_to_whom) {
  Writer writer;
  const std::string page = writer.get("/agreements/lbbd-prevent/1/matrix?sender=school/eastbury&type=referral&purpose=channel-referral").body;
  EXPECT_NE(page.find("Always in full"), std::string::npos);
  EXPECT_NE(page.find("more fields are shared with nobody"), std::string::npos);
  EXPECT_EQ(writer.get("/agreements/lbbd-prevent/1/matrix?sender=%3Cscript%3E&type=%3Cscript%3E").body.find("<script>%"), std::string::npos);
}

// The sample is a message: whatever is said of the facts that decide.
TEST(AsSeen, has_a_sample_for_every_type) {
  const policy::Agreement agreement = policy::parse(prevent()).agreement;
  for (std::size_t type = 0; type < static_cast<std::size_t>(schemas::BodyType::recall); ++type) {
    const auto of = static_cast<schemas::BodyType>(type);
    const auto body = sample_body(of, deciding_fields(agreement, of), {});
    ASSERT_TRUE(body) << type << ": " << body.error().front().where << " " << body.error().front().what;
    EXPECT_FALSE(body->fields.empty());
  }
}

TEST(AsSeen, changes_with_the_facts_that_decide) {
  Writer writer;
  const std::string address = "/agreements/lbbd-prevent/1/as-seen";
  writer.get(address);
  const std::string row = "Subject, address, postcode</th>\n      <td class=\"govuk-table__cell\">";
  const std::string unsaid = writer.post(address, {{"sender", "school/eastbury"}}).body;
  const std::string no = writer.post(address, {{"sender", "school/eastbury"}, {"fact-subject.address.confidential", "no"}}).body;
  EXPECT_NE(unsaid.find("Withheld, clause 6.1"), std::string::npos) << "where somebody lives, when nobody said";
  EXPECT_EQ(no.find("Withheld, clause 6.1"), std::string::npos);
}

TEST(AsSeen, takes_a_message_of_ones_own_and_says_what_is_wrong_with_it) {
  Writer writer;
  const std::string address = "/agreements/lbbd-prevent/1/as-seen";
  writer.get(address);
  EXPECT_EQ(writer.post(address, {{"message", "{\"body\": {\"referral\": {\"subject\": {\"birthDate\": \"no date\"}}}}"}}).status, 422);
  const Response seen = writer.post(address, {{"sender", "school/eastbury"}, {"message", "{\"body\": {\"referral\": {\"subject\": {\"birthDate\": \"2011-06-09\"}}}}"}});
  EXPECT_EQ(seen.status, 200);
  EXPECT_NE(seen.body.find("Subject, birth date"), std::string::npos);
}

TEST(Difference, says_what_a_draft_would_share_more) {
  Writer writer;
  const std::string address = writer.begin();
  std::string wider = next_version(prevent());
  const std::string narrow = "  from     school, council\n  to       council, police, nhs\n";
  ASSERT_NE(wider.find(narrow), std::string::npos);
  wider.replace(wider.find(narrow), narrow.size(), "  from     school, council\n  to       council, police, nhs, probation\n");
  writer.post(address, {{"text", wider}});
  const std::string page = writer.get(address.substr(0, address.rfind('/')) + "/difference").body;
  EXPECT_NE(page.find("Something may be shared that was not."), std::string::npos);
  EXPECT_NE(page.find("To probation/"), std::string::npos);
  EXPECT_NE(page.find("Clause 4.1 (new) grants it"), std::string::npos);
}

}  // namespace
}  // namespace concordat::console::web
