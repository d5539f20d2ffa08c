// Documents too large to hold, part by part: what comes of the parts is what comes of the whole.
#include "adapters/parts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "golden.h"

namespace concordat::adapters {
namespace {

// The document in small bites, in parts of at least so many bytes.
Translated by_parts(const char* kind, const NativeInput& document, std::size_t part_bytes, std::size_t* count = nullptr) {
  std::size_t read = 0;
  Parts parts{[&](char* into, std::size_t size) {
                const std::size_t got = std::min({size, document.bytes.size() - read, std::size_t{7}});
                std::copy_n(document.bytes.begin() + static_cast<std::ptrdiff_t>(read), got, reinterpret_cast<std::byte*>(into));
                read += got;
                return got;
              },
              part_bytes};
  Translated all;
  while (auto part = parts.next()) {
    if (count != nullptr) ++*count;
    auto taken = parts.translate(*find_kind(kind), document.name, std::move(*part));
    if (!taken) {
      all.rejected.insert(all.rejected.end(), taken.error().begin(), taken.error().end());
      continue;
    }
    std::move(taken->messages.begin(), taken->messages.end(), std::back_inserter(all.messages));
    all.rejected.insert(all.rejected.end(), taken->rejected.begin(), taken->rejected.end());
  }
  return all;
}

// What a file's header says is told with the first message of each part.
std::string listed(const Translated& translated) {
  std::string out;
  std::string text = golden::listing(translated.messages) + golden::listing(translated.rejected);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    const std::string line = text.substr(at, end - at);
    if (line.find("Header.") == std::string::npos && line.find("CTfile@") == std::string::npos) out += line;
    at = end;
  }
  return out;
}

NativeInput document(const std::string& text) { return {.name = "document", .bytes = to_bytes(as_bytes(text)), .beside = {}}; }

TEST(Parts, make_what_the_whole_makes) {
  struct Case {
    const char* kind;
    const char* fixture;
  };
  for (const Case& each : {Case{"council", "council/census.xml"}, Case{"council", "council/census-many-problems.xml"},
                           Case{"council", "../../deploy/samples/council-census.xml"}, Case{"school", "school/ctf.xml"},
                           Case{"school", "school/class-list.csv"}, Case{"school", "school/concern-by-upn.json"},
                           Case{"nhs", "nhs/referral.xml"}}) {
    const NativeInput fixture = golden::fixture(each.fixture);
    const auto taken = find_kind(each.kind)->translate(fixture);
    const Translated whole = taken ? *taken : Translated{{}, taken.error()};
    for (const std::size_t part_bytes : {std::size_t{1}, std::size_t{700}, std::size_t{1} << 20}) {
      // A template's instruction row is no pupil: alone in a part it would be an empty list.
      if (part_bytes == 1 && fixture.name.ends_with(".csv")) continue;
      SCOPED_TRACE(std::string{each.fixture} + " in parts of " + std::to_string(part_bytes));
      EXPECT_EQ(listed(by_parts(each.kind, fixture, part_bytes)), listed(whole));
    }
  }
}

TEST(Parts, are_many_where_the_document_is_long) {
  std::size_t count = 0;
  by_parts("council", golden::fixture("council/census.xml"), 1, &count);
  EXPECT_GT(count, 1U);
}

// A comment, a CDATA section or a quoted attribute may hold what looks like the end of a child.
TEST(Parts, are_not_cut_inside_markup) {
  const std::string child =
      "<Child a='</Child>'><!-- </Child> --><ChildIdentifiers><LAchildID><![CDATA[7</Child>]]></LAchildID><PersonBirthDate>2011-06-09</PersonBirthDate>"
      "</ChildIdentifiers><CINdetails><CINreferralDate>2026-01-02</CINreferralDate></CINdetails></Child>\n";
  const NativeInput census = document("<m:Message xmlns:m='urn:m' xmlns='urn:m'><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header><Children>\n" +
                                      child + child + child + "</Children></m:Message>");
  const Translated parts = by_parts("council", census, 1);
  ASSERT_EQ(parts.messages.size(), 3U) << listed(parts);
  EXPECT_EQ(parts.messages[2].place, "Child 3, line 4");
}

TEST(Parts, refuse_what_is_cut_off_where_it_is_cut_off) {
  const NativeInput whole = golden::fixture("council/census.xml");
  for (std::size_t size = 40; size < whole.bytes.size(); size += 131) {
    NativeInput cut = whole;
    cut.bytes.resize(size);
    const Translated parts = by_parts("council", cut, 1);
    ASSERT_FALSE(parts.rejected.empty()) << size;
    EXPECT_EQ(parts.rejected.back().code, "malformed-xml") << size;
  }
}

TEST(Parts, reject_a_number_that_stood_in_an_earlier_part) {
  const NativeInput list = document(
      "CHILD_FIRST_NAME,CHILD_LAST_NAME,CHILD_DATE_OF_BIRTH,CHILD_NHS_NUMBER\nAmara,Okoro,2011-06-09,999 123 4500\n\nZara,Khan,2012-06-09,\nTom,Marsh,2013-06-09,9991234500\n\n");
  const Translated parts = by_parts("school", list, 1);
  EXPECT_EQ(parts.messages.size(), 2U) << listed(parts);
  ASSERT_EQ(parts.rejected.size(), 1U);
  EXPECT_EQ(parts.rejected[0].where, "line 5, NHS number");
}

TEST(Parts, refuse_a_large_document_of_another_shape) {
  const Translated parts = by_parts("nhs", document("{\"resourceType\": \"Patient\"}"), 1);
  ASSERT_EQ(parts.rejected.size(), 1U);
  EXPECT_EQ(parts.rejected[0].code, "missing-subject");
}

}  // namespace
}  // namespace concordat::adapters
