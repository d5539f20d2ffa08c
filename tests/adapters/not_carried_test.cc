// The promise behind "not carried": what a document says that we have no field for is told, wherever it stands and whatever
// it is called. Strangers are planted at every object of every fixture; each must be told.
#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/native.h"
#include "adapters/text_encoding.h"
#include "adapters/unread.h"
#include "golden.h"
#include "perturbed.h"

namespace concordat::adapters {
namespace {

struct Case {
  const char* kind;
  std::vector<const char*> fixtures;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {"nhs", {"../../deploy/samples/nhs-referral.json", "nhs/referral.xml", "nhs/update-restricted.json", "nhs/response-cancelled.json",
               "nhs/flag-safeguarding.xml", "nhs/pds-sensitive.json", "nhs/related-person.json", "nhs/ers-search.json",
               "nhs/ers-accepted.json", "nhs/ers-advice.json", "nhs/service-request.xml"}},
      {"police", {"police/arrest.xml", "police/court-result.xml", "police/outcome.xml", "police/juvenile.xml", "police/behavioral-health.xml"}},
      {"council", {"council/census.xml", "council/care-application.json", "council/care-application-cafcass.json", "council/csc-api.json"}},
      {"probation", {"probation/closure.json", "probation/oasys.json", "probation/people.json"}},
      {"school", {"school/ctf.xml", "school/ilr.xml", "school/concern-by-upn.json"}},
  };
  return all;
}

// By its own name, or by that of something it lies in.
bool is_told(const std::vector<std::string>& told, const golden::Stranger& stranger) {
  return std::any_of(told.begin(), told.end(), [&](const std::string& note) {
    if (note.find(stranger.name) != std::string::npos) return true;
    return std::any_of(stranger.ancestors.begin(), stranger.ancestors.end(), [&](const std::string& name) {
      const std::size_t at = note.rfind(name);
      if (at == std::string::npos) return false;
      const std::string_view after = std::string_view{note}.substr(at + name.size());
      return (at == 0 || !std::isalnum(static_cast<unsigned char>(note[at - 1]))) && (after.empty() || after.starts_with(" ("));
    });
  });
}

TEST(NotCarried, whatever_nobody_reads_is_told) {
  for (const Case& each : cases())
    for (const char* const fixture : each.fixtures) {
      SCOPED_TRACE(fixture);
      const golden::Perturbed planted = golden::with_strangers(golden::fixture(fixture));
      const auto taken = find_kind(each.kind)->translate(planted.input);
      ASSERT_TRUE(taken.has_value()) << golden::listing(taken.error());
      std::vector<std::string> told;
      for (const Translation& message : taken->messages) told.insert(told.end(), message.not_carried.begin(), message.not_carried.end());
      std::size_t by_name = 0;
      for (const golden::Stranger& stranger : planted.strangers) {
        std::string lies_in;
        for (const std::string& name : stranger.ancestors) lies_in += "." + name;
        const bool is_in_a_narrative = !stranger.ancestors.empty() && stranger.ancestors.back() == "text" && std::string_view{each.kind} == "nhs";
        // What lies in a part that was rejected is told by its problem.
        const bool may_be_rejected = !taken->rejected.empty();
        EXPECT_TRUE(is_in_a_narrative || may_be_rejected || is_told(told, stranger)) << stranger.name << " in " << lies_in;
        for (const std::string& note : told) by_name += note.find(stranger.name) != std::string::npos ? 1U : 0U;
      }
      EXPECT_GT(by_name, 0U);
    }
}

TEST(NotCarried, what_is_read_is_not_told_and_a_note_covers_what_lies_below_it) {
  const auto document = read_json(as_bytes(R"({"a": {"b": "1", "c": {"d": "2"}}, "e": [{"f": "3"}, {"g": "4"}], "h": null, "i": ""})"));
  ASSERT_TRUE(document.has_value());
  (void)(*document)["a"]["b"];
  EXPECT_EQ(unread(*document, ""), (std::vector<std::string>{"a.c", "e"}));
  (void)(*document)["e"].at(0)["f"];
  EXPECT_EQ(unread(*document, ""), (std::vector<std::string>{"a.c", "e.g"}));
  std::vector<std::string> notes{"a"};
  note_unread(notes, unread(*document, ""));
  EXPECT_EQ(notes, (std::vector<std::string>{"a", "e.g"}));
}

}  // namespace
}  // namespace concordat::adapters
