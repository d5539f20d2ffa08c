#include "policy/pathway.h"

#include <gtest/gtest.h>

#include "tests/policy/example.h"

namespace concordat::policy {
namespace {

const std::string clause = "clause 1 \"c\" from any to any for channel-referral share subject\n";

std::string resolved(const AgreementBook& book, const schemas::Message& message) {
  const auto found = resolve_recipients(book, message.envelope, day("2026-05-01"));
  if (!found) return std::string{name_of(found.error())};
  std::string out;
  for (const schemas::AgencyId& id : *found) out += id.value() + " ";
  return out;
}
std::string pathways(const std::string& to) {
  return "pathway referral for channel-referral to " + to +
         " respond within 1 working day otherwise call \"Desk\" \"020 7946 0000\"\n" + clause;
}

TEST(Pathway, resolves_kinds_by_the_area_and_leaves_the_sender_out) {
  const auto message = referral({});
  EXPECT_EQ(resolved(*book_of(pathways("police, council/lbbd")), message), "police/met council/lbbd ");
  EXPECT_EQ(resolved(*book_of(pathways("police, council")), from("police/met", message)), "council/lbbd ");
  EXPECT_EQ(resolved(*book_of(pathways("school")), from("police/met", message)), "ambiguous-recipient")
      << "two schools serve the area";
  EXPECT_EQ(resolved(*book_of(pathways("school/riverside")), from("police/met", message)),
            "school/riverside ");
  EXPECT_EQ(resolved(*book_of(clause), message), "no-pathway");
  auto elsewhere = message;
  elsewhere.envelope.area = "E09000001";
  EXPECT_EQ(resolved(*book_of(pathways("police")), elsewhere), "no-pathway")
      << "the agreement is not of that area";
  auto update = message;
  update.envelope.type = schemas::BodyType::update;
  EXPECT_EQ(resolved(*book_of(pathways("police")), update), "no-pathway");
}

TEST(Pathway, a_kind_that_serves_nobody_there_is_ambiguous_too) {
  Parties parties = example_parties();
  for (Agency& one : parties.agencies)
    if (one.id.value() == "police/met") one.areas = {"E09000001"};
  const auto book =
      AgreementBook::compile({{agreement_text(pathways("police")), Status::active, {}}}, parties);
  EXPECT_EQ(resolved(**book, referral({})), "ambiguous-recipient");
}

TEST(Pathway, says_whom_to_call) {
  const auto book = book_of(
      "pathway referral for channel-referral to police otherwise call \"Police\" \"1\"\n"
      "pathway referral for channel-referral to council respond within 2 days otherwise call \"Council\" "
      "\"2\"\n" +
      clause);
  const auto contact = [&](const char* recipient) {
    return contact_for(*book, referral({}).envelope, agency(recipient), day("2026-05-01"));
  };
  ASSERT_TRUE(contact("council/lbbd").has_value());
  EXPECT_EQ(contact("council/lbbd")->number, "2");
  EXPECT_EQ(format_span(*contact("council/lbbd")->respond_within), "2 days");
  EXPECT_EQ(contact("nhs/nelft")->name, "Police") << "whoever named the recipient, there is somebody to call";
  auto lapsed = contact_for(*book, referral({}).envelope, agency("police/met"), day("2027-05-01"));
  ASSERT_TRUE(lapsed.has_value()) << "a waiting message needs the number most";
  EXPECT_EQ(lapsed->number, "1");
}

TEST(Pathway, says_by_when_somebody_must_have_answered) {
  const auto book = book_of(pathways("police"));
  const auto contact = contact_for(*book, referral({}).envelope, agency("police/met"), day("2026-05-01"));
  ASSERT_TRUE(contact.has_value());
  EXPECT_EQ(respond_by(*contact, *parse_instant("2026-05-01T15:00:00Z")),
            parse_instant("2026-05-05T15:00:00Z"))
      << "one working day from the Friday before a bank holiday";
  EXPECT_EQ(respond_by({"Desk", "1", {}}, day("2026-05-01")), std::nullopt);
}

}  // namespace
}  // namespace concordat::policy
