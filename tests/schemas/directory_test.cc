// The directory: read back as printed, believed only when the pinned quorum signed these very bytes.
#include "schemas/directory.h"

#include <gtest/gtest.h>

#include "tests/schemas/sealed_example.h"

namespace concordat::schemas {
namespace {

const Instant since = *parse_instant("2026-01-01T00:00:00Z");
const Instant until = *parse_instant("2026-06-01T00:00:00Z");

Directory example() {
  const VerifyKey key = example_key().verify_key();
  Directory directory{.version = 3, .area = "E09000002", .log_origin = "concordat.example/test", .log_key = key, .broker_key = std::string(40, 'b'),
                      .quorum = 1, .approvers = {{"ann", agency_named("council/lbbd"), key}}, .organisations = {}, .officers = {}, .digest = {}};
  directory.organisations.push_back({agency_named("school/eastbury"), "Eastbury School", {"E09000002"}, std::string(40, 's'),
                                     {{key, fingerprint_of(key), since, until}}, Standing::active, "020 7946 0000"});
  directory.organisations.push_back({agency_named("police/met"), "Police", {"E09000002"}, std::string(40, 'p'),
                                     {{key, fingerprint_of(key), since, std::nullopt}}, Standing::suspended, ""});
  directory.officers.push_back({"ig", agency_named("council/lbbd"), "igOfficer", std::string(40, 'o')});
  return directory;
}

TEST(Directory, is_read_as_it_was_printed) {
  const std::string text = print_directory(example());
  const auto read = parse_directory(text);
  ASSERT_TRUE(read) << read.error().where << " " << read.error().what;
  EXPECT_EQ(print_directory(*read), text);
  EXPECT_EQ(read->digest, sha256(as_bytes(text)));
  ASSERT_NE(read->find(agency_named("school/eastbury")), nullptr);
  EXPECT_EQ(read->find_by_transport_key(std::string(40, 's'))->id, agency_named("school/eastbury"));
  EXPECT_EQ(read->find(agency_named("nhs/nelft")), nullptr);
  EXPECT_TRUE(read->find_officer(std::string(40, 'o'), since));
  EXPECT_FALSE(read->find_officer(std::string(40, 's'), since));
  EXPECT_EQ(text.find("persons"), std::string::npos) << "a directory without people is written as it always was";
}

// Two people of one agency, of whom one connects; and an agency between two transport keys.
Directory peopled() {
  Directory directory = example();
  const SigningKey amina = SigningKey::from_seed(std::array<std::byte, 32>{std::byte{1}});
  const SigningKey ben = SigningKey::from_seed(std::array<std::byte, 32>{std::byte{2}});
  directory.persons.push_back({.id = "amina-khan", .name = "Amina Khan", .agency = agency_named("council/lbbd"), .roles = {Role::approver, Role::ig_officer},
                               .titles = {Title::siro}, .keys = {{amina.verify_key(), fingerprint_of(amina.verify_key()), since, until}},
                               .transport_key = std::string(40, 'a')});
  directory.persons.push_back({.id = "ben", .name = "Ben Ode", .agency = agency_named("council/lbbd"), .roles = {Role::administrator},
                               .keys = {{ben.verify_key(), fingerprint_of(ben.verify_key()), since, std::nullopt}}});
  directory.organisations[0].other_transport_keys.push_back({std::string(40, 't'), since, until});
  return directory;
}

TEST(DirectoryTest, persons_are_read_back) {
  const std::string text = print_directory(peopled());
  const auto read = parse_directory(text);
  ASSERT_TRUE(read) << read.error().where << " " << read.error().what;
  EXPECT_EQ(print_directory(*read), text);
  const Person* amina = read->find_person(agency_named("council/lbbd"), "amina-khan");
  ASSERT_NE(amina, nullptr);
  EXPECT_TRUE(amina->has(Role::approver) && amina->has(Role::ig_officer) && !amina->has(Role::administrator));
  EXPECT_TRUE(amina->has(Title::siro) && !amina->has(Title::caldicott_guardian));
  EXPECT_EQ(read->find_person(agency_named("police/met"), "amina-khan"), nullptr) << "a person is of one agency";
}

TEST(DirectoryTest, a_persons_key_counts_in_its_time_and_while_they_are_there) {
  Directory directory = peopled();
  const KeyFingerprint key = directory.persons[0].keys[0].fingerprint;
  EXPECT_TRUE(directory.persons[0].signing_key(key, since));
  EXPECT_FALSE(directory.persons[0].signing_key(key, until));
  EXPECT_FALSE(directory.persons[1].signing_key(key, since)) << "another's";
  EXPECT_EQ(directory.find_officer(std::string(40, 'a'), since)->role, "igOfficer");
  EXPECT_FALSE(directory.find_officer(std::string(40, 'a'), until)) << "who has no key that is valid connects no more";
  directory.persons[0].standing = Standing::left;
  EXPECT_FALSE(directory.persons[0].signing_key(key, since));
  EXPECT_FALSE(directory.find_officer(std::string(40, 'a'), since));
}

TEST(DirectoryTest, two_transport_keys_overlap_while_they_are_rotated) {
  const Directory directory = peopled();
  const Organisation* school = directory.find_by_transport_key(std::string(40, 't'));
  ASSERT_NE(school, nullptr);
  EXPECT_TRUE(school->connects_with(std::string(40, 's'), until));
  EXPECT_TRUE(school->connects_with(std::string(40, 't'), since));
  EXPECT_FALSE(school->connects_with(std::string(40, 't'), until));
  EXPECT_FALSE(school->connects_with(std::string(40, 'p'), since));
}

TEST(DirectoryTest, one_key_is_one_person) {
  Directory directory = peopled();
  directory.persons[1].keys = directory.persons[0].keys;
  EXPECT_FALSE(parse_directory(print_directory(directory)));
  directory = peopled();
  directory.persons[1].id = "amina-khan";
  EXPECT_FALSE(parse_directory(print_directory(directory)));
  directory = peopled();
  directory.persons[1].transport_key = std::string(40, 's');
  EXPECT_FALSE(parse_directory(print_directory(directory))) << "a school's";
}

TEST(Directory, a_key_counts_in_its_time_and_while_its_agency_stands) {
  const Directory directory = example();
  const KeyFingerprint key = fingerprint_of(example_key().verify_key());
  const AgencyId school = agency_named("school/eastbury");
  EXPECT_TRUE(directory.signing_key(school, key, since));
  EXPECT_FALSE(directory.signing_key(school, key, since - std::chrono::milliseconds{1}));
  EXPECT_TRUE(directory.signing_key(school, key, until - std::chrono::milliseconds{1}));
  EXPECT_FALSE(directory.signing_key(school, key, until + std::chrono::milliseconds{1}));
  EXPECT_FALSE(directory.signing_key(school, fingerprint_of(SigningKey::generate().verify_key()), since));
  EXPECT_FALSE(directory.signing_key(agency_named("police/met"), key, since)) << "suspended";
}

TEST(Directory, needs_the_pinned_quorum_over_these_bytes) {
  const std::string text = print_directory(example());
  const SigningKey ann = example_key();
  const SigningKey bob = SigningKey::generate();
  const std::vector<Approver> pinned{{"ann", agency_named("council/lbbd"), ann.verify_key()}, {"bob", agency_named("nhs/nelft"), bob.verify_key()}};
  const std::string by_ann = signature_line("ann", ann, as_bytes(text)) + "\n";
  const std::string by_bob = signature_line("bob", bob, as_bytes(text)) + "\n";
  EXPECT_TRUE(open_directory(text, "# signed\n\n" + by_ann + by_bob, pinned, 2));
  EXPECT_TRUE(open_directory(text, by_bob, pinned, 1));
  EXPECT_FALSE(open_directory(text, by_ann + by_ann, pinned, 2)) << "one approver counts once";
  EXPECT_FALSE(open_directory(text, "", pinned, 1));
  EXPECT_FALSE(open_directory(text, signature_line("ann", bob, as_bytes(text)), pinned, 1)) << "another's key";
  EXPECT_FALSE(open_directory(text + " ", by_ann, pinned, 1)) << "other bytes";
  const SigningKey eve = SigningKey::generate();
  const auto refused = open_directory(text, signature_line("eve", eve, as_bytes(text)), pinned, 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "directory-unsigned");
}

class Wrong : public testing::TestWithParam<std::pair<const char*, const char*>> {};
TEST_P(Wrong, directories_are_refused) {
  std::string text = print_directory(example());
  const auto [from, to] = GetParam();
  ASSERT_NE(text.find(from), std::string::npos) << from;
  text.replace(text.find(from), std::string_view{from}.size(), to);
  const auto read = parse_directory(text);
  ASSERT_FALSE(read) << to;
  EXPECT_EQ(read.error().code, "invalid-directory");
}
INSTANTIATE_TEST_SUITE_P(Each, Wrong,
                         testing::Values(std::pair{"school/eastbury", "school"}, std::pair{"\"suspended\"", "\"asleep\""},
                                         std::pair{"pppppppppp", "ssssssssss\\u0000"}, std::pair{"2026-06-01T00:00:00", "2026-06-31T00:00:00"},
                                         std::pair{"igOfficer", "king"}, std::pair{"{", "["}));

TEST(Directory, says_in_words_what_is_no_directory) {
  const auto said = [](std::string_view text) {
    const auto read = parse_directory(text);
    return read ? std::string{} : read.error().what;
  };
  EXPECT_EQ(said(""), "is JSON that ends too early");
  EXPECT_EQ(said(R"({"version": 1, "agencies)"), "is JSON that ends too early");
  EXPECT_EQ(said(R"({"agences": []})"), "has a \"agences\", which nothing here has");
  EXPECT_EQ(said("hello"), "is not JSON of this form");
}

TEST(Approvers, are_read_with_their_quorum) {
  const std::string key = to_hex(example_key().verify_key().bytes);
  const auto pinned = parse_approvers(R"({"quorum": 1, "approvers": [{"name": "ann", "agency": "council/lbbd", "key": ")" + key + "\"}]}");
  ASSERT_TRUE(pinned);
  EXPECT_EQ(pinned->quorum, 1U);
  ASSERT_EQ(pinned->approvers.size(), 1U);
  EXPECT_EQ(pinned->approvers[0].key, example_key().verify_key());
  EXPECT_FALSE(parse_approvers(R"({"quorum": 1})")) << "nobody could ever sign";
  EXPECT_FALSE(parse_approvers("{"));
}

}  // namespace
}  // namespace concordat::schemas
