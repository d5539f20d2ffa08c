// The leak guard, passage by passage, and at the gate.
#include "policy/leak_guard.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "policy/gate.h"
#include "tests/policy/example.h"

namespace concordat::policy {
namespace {

schemas::Draft person() {
  schemas::Draft draft;
  const auto name = draft.add("subject.names");
  draft.set("subject.names.given", "Ann Marie", name);
  draft.set("subject.names.family", "Okoro", name);
  draft.set("subject.names.kind", "legal", name);
  const auto brother = draft.add("relatedPersons");
  draft.set("relatedPersons.role", "sibling", brother);
  draft.set("relatedPersons.name", "Will Brown", brother);
  draft.set("subject.birthDate", "2011-06-09");
  const auto address = draft.add("subject.address");
  draft.set("subject.address.lines", "Flat 2\n14 Tanner Street, Barking", address);
  draft.set("subject.address.postcode", "IG11 8QF", address);
  draft.set("subject.address.confidential", "yes", address);
  const auto contact = draft.add("subject.contact");
  draft.set("subject.contact.kind", "mobile", contact);
  draft.set("subject.contact.value", "07700 900123", contact);
  const auto mail = draft.add("subject.contact");
  draft.set("subject.contact.kind", "email", mail);
  draft.set("subject.contact.value", "ann.okoro@example.org", mail);
  const auto number = draft.add("subject.identifiers");
  draft.set("subject.identifiers.system", "nhsNumber", number);
  draft.set("subject.identifiers.value", "9434765919", number);
  return draft;
}

// What a passage gives away to somebody who gets nothing but it.
std::string found_in(const std::string& passage) {
  schemas::Draft draft = person();
  draft.set("referral.reason", passage);
  const auto message = referral(std::move(draft));
  const auto reason = *schemas::FieldTable::get().field("referral.reason");
  std::string out;
  for (const Leak& leak : leaks_to(search(message.body), [&](std::uint32_t field) {
         return message.body.fields[field].id == reason;
       })) {
    EXPECT_EQ(message.body.fields[leak.passage].id, reason);
    const auto& value = message.body.fields[leak.value];
    out += std::string{name_of(leak.kind)} + " " + schemas::FieldTable::get()[value.id].path + ", ";
  }
  return out;
}

TEST(LeakGuard, finds_values_as_people_write_them) {
  struct Case {
    const char* passage;
    const char* found;
  };
  const char* const given = "name subject.names.given, ";
  const char* const family = "name subject.names.family, ";
  const char* const birth = "birth-date subject.birthDate, ";
  const char* const mobile = "telephone subject.contact.value, ";
  for (const Case& c : {
           Case{"NHS 943 476 5919.", "identifier subject.identifiers.value, "},
           Case{"NHS 9434765919", "identifier subject.identifiers.value, "},
           Case{"ref 19434765919", ""},
           Case{"lives in ig118qf", "postcode subject.address.postcode, "},
           Case{"lives in IG11 8QFA", ""},
           Case{"went to 14 Tanner St after", "address subject.address.lines, "},
           Case{"went to Tanner Street", ""},
           Case{"rang +44 7700 900 123", mobile},
           Case{"rang 0044 (0)7700-900123 twice", mobile},
           Case{"rang 07700900123", mobile},
           Case{"rang 107700900123", ""},
           Case{"wrote to Ann.Okoro@Example.org",
                "email subject.contact.value, name subject.names.family, name subject.names.given, "},
           Case{"born 9 June 2011", birth},
           Case{"born 9th of June, 2011", birth},
           Case{"born June 9, 2011", birth},
           Case{"born 09/06/11", birth},
           Case{"born 9.6.2011", birth},
           Case{"born 2011-06-09", birth},
           Case{"born 09062011", birth},
           Case{"born 6 September 2011", ""},
           Case{"born 9 June 2012", ""},
           Case{"on 9 June", ""},
           Case{"Mum said OKORO was there", family},
           Case{"the okoro house; Okoro's brother", family},
           Case{"the Okorofor house", ""},
           Case{"he saw Ann leave", given},
           Case{"he saw ann leave", ""},
           Case{"Ann left.", ""},
           Case{"It rained. Ann left.", ""},
           Case{"ann okoro left", "name subject.names.family, name subject.names.given, "},
           Case{"he saw Marie\xE2\x80\x99s bag", given},
           Case{"he saw Will and Brown bread", ""},
           Case{"he saw Will Brown", "name relatedPersons.name, "},
           Case{"he saw BROWN, Will", "name relatedPersons.name, "},
           Case{"Nothing of the kind was seen in 2011.", ""},
       }) {
    const auto sorted = [](const std::string& text) {
      std::vector<std::string> parts;
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find(", ", at);
        parts.push_back(text.substr(at, end - at));
        at = end + 2;
      }
      std::sort(parts.begin(), parts.end());
      return parts;
    };
    EXPECT_EQ(sorted(found_in(c.passage)), sorted(c.found)) << c.passage;
  }
}

const std::string all_but_names =
    "clause 1 \"c\" from school to police for channel-referral share referral, concern, attachments, "
    "subject.identifiers\n";

Evaluation weighed(schemas::Draft draft, const std::string& clauses = all_but_names,
                   schemas::Urgency urgency = schemas::Urgency::routine, const Approvals& approvals = {}) {
  auto message = referral(std::move(draft));
  message.envelope.urgency = urgency;
  return weigh(*book_of(clauses), message, agency("police/met"), day("2026-05-01"), {}, approvals);
}
schemas::Draft spoken(const std::string& passage) {
  schemas::Draft draft = person();
  draft.set("referral.reason", passage);
  return draft;
}

TEST(LeakGuard, at_the_gate_makes_the_passage_wait_and_nothing_else) {
  const auto found = weighed(spoken("he saw Ann leave"));
  ASSERT_EQ(found.outcome, Evaluation::Outcome::disclosed) << "the identifier leaves";
  ASSERT_EQ(found.leaks.size(), 1U);
  EXPECT_EQ(found.leaks[0].kind, Leak::Kind::name);
  ASSERT_EQ(found.holds.size(), 1U);
  EXPECT_EQ(found.holds[0].why, Hold::Why::leak_guard);
  ASSERT_EQ(found.holds[0].fields.size(), 1U);
  const Verdict& verdict = found.verdicts[found.holds[0].fields[0].field];
  EXPECT_EQ(verdict.outcome, schemas::Level::withhold);
  EXPECT_EQ(verdict.because, Cause::leak_guard);
  EXPECT_TRUE(weighed(spoken("nobody was seen")).holds.empty());
}

TEST(LeakGuard, is_content_where_the_recipient_has_the_value) {
  EXPECT_TRUE(weighed(spoken("he saw Ann leave"),
                      "clause 1 \"c\" from school to police for channel-referral share referral, subject\n")
                  .leaks.empty());
  EXPECT_TRUE(weighed(spoken("NHS 943 476 5919")).leaks.empty());
  EXPECT_EQ(weighed(spoken("he saw Ann leave"),
                    "clause 1 \"c\" from school to police for channel-referral share referral, subject\n"
                    "clause 2 \"c\" from any to any for any limit subject.names.given to initials\n")
                .leaks.size(),
            1U)
      << "initials are not the name in full";
}

TEST(LeakGuard, lets_an_urgent_passage_through_and_says_so) {
  const auto found = weighed(spoken("he saw Ann leave"), all_but_names, schemas::Urgency::urgent);
  EXPECT_EQ(found.leaks.size(), 1U);
  EXPECT_TRUE(found.holds.empty());
  EXPECT_EQ(found.verdicts[found.leaks[0].passage].outcome, schemas::Level::full);
}

TEST(LeakGuard, lets_go_what_its_sender_says_may_go) {
  const auto found = weighed(spoken("he saw Ann leave"), all_but_names, schemas::Urgency::routine,
                             {.earlier = {}, .fresh = {{Hold::Why::leak_guard, {}, {}}}});
  EXPECT_TRUE(found.holds.empty());
  EXPECT_EQ(found.verdicts[found.leaks[0].passage].outcome, schemas::Level::full);
}

TEST(LeakGuard, believes_a_clearance_with_a_name_to_it) {
  struct Case {
    const char* path;
    const char* by;
    std::size_t leaks;
  };
  for (const Case& c : {Case{"referral.reason", "Head Teacher", 0U}, Case{"referral", "Head Teacher", 0U},
                        Case{"referral.reason", "", 1U}, Case{"referral.support", "Head Teacher", 1U},
                        Case{"referral.rea", "Head Teacher", 1U}}) {
    schemas::Draft draft = spoken("he saw Ann leave");
    const auto clearance = draft.add("clearances");
    draft.set("clearances.path", c.path, clearance);
    draft.set("clearances.by", c.by, clearance);
    EXPECT_EQ(weighed(std::move(draft)).leaks.size(), c.leaks) << c.path << c.by;
  }
}

TEST(LeakGuard, reads_attachments_and_asks_about_those_it_cannot) {
  struct Case {
    const char* name;
    const char* type;
    const char* bytes;
    const char* cleared;
    const char* found;
  };
  for (const Case& c : {Case{"a.txt", "text/plain", "nobody", "", ""},
                        Case{"a.txt", "text/plain", "he saw Ann leave", "", "name "},
                        Case{"report on Okoro.txt", "text/plain", "nobody", "", "name "},
                        Case{"a.pdf", "application/pdf", "%PDF", "", "unsearchable "},
                        Case{"a.pdf", "application/pdf", "%PDF", "yes", ""},
                        Case{"a.pdf", "application/pdf", "%PDF", "no", "unsearchable "},
                        Case{"a.txt", "text/plain", "\xff\xfe", "", "unsearchable "}}) {
    schemas::Draft draft = person();
    const auto file = draft.add("attachments");
    draft.set("attachments.class", "document", file);
    draft.set("attachments.name", c.name, file);
    draft.set("attachments.mediaType", c.type, file);
    draft.set("attachments.bytes", c.bytes, file);
    draft.set("attachments.cleared", c.cleared, file);
    std::string out;
    const auto message = weighed(std::move(draft));
    for (const Leak& leak : message.leaks) out += std::string{name_of(leak.kind)} + " ";
    EXPECT_EQ(out, c.found) << c.name;
  }
}

TEST(LeakGuard, waits_when_nothing_else_leaves) {
  const auto found = weighed(spoken("he saw Ann leave"),
                             "clause 1 \"c\" from school to police for channel-referral share referral\n");
  EXPECT_EQ(found.outcome, Evaluation::Outcome::waiting);
  EXPECT_EQ(found.waits_for, WaitsFor::leak_guard);
}

}  // namespace
}  // namespace concordat::policy
