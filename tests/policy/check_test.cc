// Each code that check may give, at the words it speaks of: «…» stands round what must be underlined.
#include "policy/check_exactly.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace concordat::policy {
namespace {

struct Case {
  Code code;
  std::string text;
};

std::string whole(const std::string& headers, const std::string& clauses) {
  return "agreement \"a\" version 1\nscheme prevent\narea E09000002\nparties council/lbbd, police/met, nhs/nelft\n"
         "in force 2026-04-01 until 2027-04-01\n" + headers +
         "purpose p means \"m\" basis ukgdpr.6.1.e, ukgdpr.9.2.g, ukgdpr.10, dpa2018.sch1.18\n" + clauses;
}
std::string with(const std::string& clauses) { return whole("policy document \"d\"\n", clauses); }
std::string clause(const std::string& lines) {
  return with("clause 1 \"c\"\n  from council to police for p\n  " + lines + "\n");
}
const std::string good = "clause 1 \"c\" from council, police, nhs to council, police, nhs for p share subject\n";

const std::vector<Case> cases{
    {Code::not_nfc, whole("title «\"Cafe\xcc\x81\"»\n", good)},
    {Code::invisible_character, "# zero«\xe2\x80\x8b»width\n" + with(good)},
    {Code::invisible_character, whole("# «\xe2\x80\xae»reversed\n", good)},
    {Code::bad_character, clause("share subject «£»")},
    {Code::bad_character, whole("# a comment«\r»clause 9 that reads like one\n", good)},
    {Code::bad_character, whole("# a comment«\xe2\x80\xa8»and its next line\n", good)},
    {Code::bad_character, whole("title «\"a\xc2\x85\"»\n", good)},
    {Code::bad_character, with("«\r»" + good)},
    {Code::unterminated_string, whole("title «\"open»\n", good)},
    {Code::too_deep, clause("when " + std::string(50, '(') + "«(» sender in case" + std::string(51, ')') + " share subject")},
    {Code::unexpected_word, clause("«shair» subject")},
    {Code::unexpected_word, clause("share subject «lift 1»")},
    {Code::unexpected_word, clause("when recipient in case or\n  «share» subject")},
    {Code::unexpected_word, clause("share «class» health")},
    {Code::reserved_word, whole("", "purpose «share» means \"m\" basis ukgdpr.6.1.e\n" + good)},
    {Code::bad_number, whole("schema «70000»\n", good)},
    {Code::bad_number, whole("schema «0»\n", good)},
    {Code::bad_number, "agreement \"a\" version «0»\n"},
    {Code::unknown_value, whole("«schema 3»\n", good)},
    {Code::bad_date, whole("review by «2026-02-30»\n", good)},
    {Code::repeated_header, whole("title \"a\"\n«title» \"b\"\n", good)},
    {Code::missing_header, "«agreement \"a\" version 1»\nscheme prevent\narea E09000002\nin force 2026-04-01 until 2027-04-01\n"
                           "purpose p means \"m\" basis ukgdpr.6.1.e\nclause 1 \"c\" from any to any for p withhold subject\n"},
    {Code::repeated_line, clause("share subject\n  «share subject»")},
    {Code::missing_line, with("clause «1» \"c\" from council for p share subject\n")},
    {Code::repeated_label, with(good + "clause «1» \"c\" from any to any for p withhold health\n")},
    {Code::repeated_purpose, with("purpose «p» means \"n\" basis ukgdpr.6.1.e\n" + good)},
    {Code::repeated_pathway, with("pathway referral for p to police otherwise call \"n\" \"1\"\n"
                                  "«pathway referral for p to police» otherwise call \"n\" \"2\"\n" + good)},
    {Code::repeated_key, clause("share relatedPersons[role child, «role» parent]")},
    {Code::no_clause, with("") + "«»"},
    {Code::no_effect, with("clause «1» \"c\" from council to police for p caveat \"x\"\n")},
    {Code::any_stands_alone, with("clause 1 \"c\" from «any», council to police for p share subject\n")},
    {Code::unknown_field, clause("share «subject.adress»")},
    {Code::unknown_view, clause("share subject.birthDate as «ageBond»")},
    {Code::unknown_party, with("clause 1 \"c\" from «probation» to police for p share subject\n")},
    {Code::unknown_purpose, with("clause 1 \"c\" from council to police\n  share subject basis ca1989.s47\n  for «q»\n")},
    {Code::unknown_purpose, with("clause 1 \"c\" from council to police for «q» share subject\n")},
    {Code::unknown_stage, clause("when case stage is «panel»\n  share subject")},
    {Code::unknown_value, clause("when subject.ageGroup is «chld»\n  share subject")},
    {Code::unknown_key, clause("share relatedPersons[«rol» child]")},
    {Code::unknown_class, clause("withhold class «sauce»")},
    {Code::unknown_clause, with(good + "emergency clause 9 \"e\" from council to police for p lift «4.10» share subject\n")},
    {Code::unknown_basis, clause("share subject basis «ukgdpr.6.1.g»")},
    {Code::unknown_type, clause("on «referal»\n  share subject")},
    {Code::unknown_type, clause("on «recall»\n  share subject")},
    {Code::unknown_unit, clause("share subject keep 6 «yeers» after closure")},
    {Code::view_not_declared, clause("share subject.sex as «ageBand»")},
    {Code::not_a_fact, clause("when «subject.religion» is absent\n  share subject")},
    {Code::comparison_type, clause("when subject.ageGroup is «5»\n  share subject")},
    {Code::needs_quantifier, clause("when «concern.risk.level» at least high\n  share subject")},
    {Code::review_outside, whole("«review by 2028-01-01»\n", good)},
    {Code::no_basis, whole("purpose q means \"m\" basis ctsa2015.s26 for nhs\n", "clause «1» \"c\" from council to police for q share subject\n")},
    {Code::no_basis, whole("purpose q means \"m\" basis ukgdpr.6.1.f, ca1989.s47\n", "clause «1» \"c\" from council to police for q share subject\n")},
    {Code::no_lawful_basis, whole("purpose q means \"m\" basis ca1989.s47\n", "clause «1» \"c\" from council to police for q share subject\n")},
    {Code::basis_not_available, clause("share subject basis «dpa2018.part3»")},
    {Code::basis_not_available, with("clause 1 \"c\" from council to nhs for p share subject basis «ca1989.s27»\n")},
    {Code::special_category_condition, whole("", "clause 1 \"c\" from council to police for p share «subject.religion»\n")},
    {Code::offence_condition, whole("purpose q means \"m\" basis ukgdpr.6.1.e\n", "clause 1 \"c\" from council to police for q share «offending»\n")},
    {Code::confidentiality_basis, clause("share «health»")},
    {Code::monitoring_granted, clause("share «monitoring.sex»")},
    {Code::source_identity, clause("share «referrer.name»")},
    {Code::any_with_grant, with("clause «1» \"c\" from any to police for p share subject\n")},
    {Code::unused_purpose, with("purpose «q» means \"m\" basis ukgdpr.6.1.e\n" + good)},
    {Code::unusual_keep, clause("share subject\n  «keep 40 years after closure»")},
    {Code::never_counts, with(good + "clause «2» \"c\" from council to police for p when subject.ageGroup is child and subject.ageGroup is adult share concern\n")},
    {Code::changes_nothing, with(good + "clause «2» \"c\" from council to police for p share subject.names\n")},
    {Code::capped_everywhere, with(good + "clause 3 \"c\" from any to any for any withhold concern\n"
                                          "clause «2» \"c\" from council to police for p share concern\n")},
};

struct Marked {
  std::string text;
  Place place;
};
Marked unmark(const std::string& text) {
  Marked marked;
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = std::string_view{text}.substr(i);
    if (rest.starts_with("«")) {
      marked.place = {line, column, 1};
      ++i;
    } else if (rest.starts_with("»")) {
      marked.place.length = std::max(1U, column - marked.place.column);
      ++i;
    } else {
      marked.text += text[i];
      if (text[i] == '\n') {
        ++line;
        column = 1;
      } else if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) {
        ++column;
      }
    }
  }
  return marked;
}

TEST(Check, says_each_code_at_its_words) {
  for (const Case& one : cases) {
    const Marked marked = unmark(one.text);
    std::string said;
    bool is_found = false;
    for (const Diagnostic& found : read_agreement_exactly(marked.text, nullptr).diagnostics) {
      said += render("a", marked.text, found);
      is_found = is_found || (found.code == one.code && found.place == marked.place);
      EXPECT_FALSE(found.fix.empty()) << said;
    }
    EXPECT_TRUE(is_found) << name_of(one.code) << " is not said of «…» in:\n" << one.text << "\nbut:\n" << said;
  }
}

// Those that need another text than the cases': a whole file, a directory, two texts, other headers.
TEST(Check, says_every_code_there_is) {
  std::set<Code> tested{Code::not_utf8, Code::too_large, Code::too_many, Code::repeated_agreement, Code::bad_area, Code::until_not_after,
                        Code::scheme_any_grants, Code::unreached_party, Code::source_given_away};
  for (const Case& one : cases) tested.insert(one.code);
  for (int code = 0; code <= static_cast<int>(last_code); ++code)
    EXPECT_TRUE(tested.contains(static_cast<Code>(code))) << name_of(static_cast<Code>(code));
}

std::set<Code> codes_of(const std::string& text) {
  std::set<Code> codes;
  for (const Diagnostic& found : read_agreement(text, nullptr).diagnostics) codes.insert(found.code);
  return codes;
}
std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(Check, judges_headers_and_whole_files) {
  EXPECT_EQ(codes_of(with(good)), std::set<Code>{});
  EXPECT_TRUE(codes_of("\xff" + with(good)).contains(Code::not_utf8));
  EXPECT_TRUE(codes_of(with(good) + std::string(agreement_bytes_max, ' ')).contains(Code::too_large));
  EXPECT_TRUE(codes_of(replaced(with(good), "E09000002", "E0900002")).contains(Code::bad_area));
  EXPECT_TRUE(codes_of(replaced(with(good), "2027-04-01", "2026-04-01")).contains(Code::until_not_after));
  EXPECT_TRUE(codes_of(replaced(with(good), "scheme prevent", "scheme any")).contains(Code::scheme_any_grants));
  EXPECT_TRUE(codes_of(replaced(with(good), "police/met, ", "police/met, prison/hmp, ")).contains(Code::unreached_party));
}

// The story: a file of a megabyte, every word of it wrong, or every label the same, was answered after a minute, or never.
TEST(Check, shows_a_hundred_errors_and_says_that_there_are_more) {
  std::string slips, alike, open;
  for (int i = 0; i < 300; ++i) {
    const std::string label = std::to_string(i);
    slips += "clause " + label + " \"c\" from council to police for p share subject.adress\n";
    alike += "clause 1 \"c\" from council to police for p share subject\n";
    open += "clause " + label + " \"c\" share subject\n";
  }
  std::string paths = "subject.adress";
  for (int i = 0; i < 20'000; ++i) paths += ", subject.adress";
  std::string strange;
  for (int i = 0; i < 300'000; ++i) strange += "$ ";
  for (const std::string& text : {with(slips), with(alike), with(open), clause("share " + paths), strange, with(strange)}) {
    const auto found = read_agreement(text, nullptr).diagnostics;
    ASSERT_EQ(found.size(), errors_max + 1) << text.substr(0, 400);
    EXPECT_EQ(found.back().code, Code::too_many);
    EXPECT_GE(found.back().place.line, found[errors_max - 1].place.line);
    EXPECT_EQ(std::count_if(found.begin(), found.end(), [](const Diagnostic& one) { return one.code == Code::too_many; }), 1);
  }
  std::string wide;
  for (int i = 0; i < 300; ++i) wide += "clause " + std::to_string(i) + " \"c\" from any to any for p share subject\n";
  EXPECT_EQ(read_agreement(with(wide), nullptr).diagnostics.size(), 300U) << "warnings are all said";
}

TEST(Check, says_one_thing_of_a_text_that_cannot_be_read) {
  const struct {
    const char* what;
    std::string text;
    Code code;
    Place place;
    const char* cause;
  } unreadable[] = {
      {"a stray byte", "agreement \"a\" version 1\ntitle \"\xe9t\xe9\"\n", Code::not_utf8, {2, 8, 1}, "the file is not UTF-8"},
      {"cut in a character", with(good) + "# \xc3", Code::not_utf8, {9, 3, 1}, "the file is not UTF-8"},
      {"UTF-16", std::string{"\xff\xfe" "a\0g\0", 6}, Code::not_utf8, {1, 1, 1}, "the file is UTF-16, not UTF-8"},
      {"too large", std::string(agreement_bytes_max + 1, ' '), Code::too_large, {1, 1, 1}, "an agreement may be at most 1 MiB"},
      {"a byte order mark", "\xef\xbb\xbf" + with(good), Code::invisible_character, {1, 1, 1}, "the file begins with a byte order mark"},
  };
  for (const auto& one : unreadable) {
    const auto found = read_agreement(one.text, nullptr).diagnostics;
    ASSERT_EQ(found.size(), 1U) << one.what;
    EXPECT_EQ(found[0].code, one.code) << one.what;
    EXPECT_TRUE(found[0].place == one.place) << one.what << ": " << found[0].place.line << ":" << found[0].place.column;
    EXPECT_EQ(found[0].cause, one.cause) << one.what;
    EXPECT_NE(render("a", one.text, found[0]).find("[" + std::string{name_of(one.code)} + "]"), std::string::npos);
  }
}

TEST(Check, knows_a_source_that_its_sender_gives_away) {
  const std::string concealing = good + "clause 2 \"c\" from any to any for any when referrer.anonymous is yes conceal class source\n";
  EXPECT_FALSE(codes_of(with(concealing)).contains(Code::source_given_away));
  EXPECT_TRUE(codes_of(replaced(with(concealing), "police/met, ", "police/met, school/eastbury, ")).contains(Code::source_given_away));
  EXPECT_FALSE(codes_of(replaced(with(concealing), "police/met, ", "police/met, school, ")).contains(Code::source_given_away));
}

TEST(Check, tells_labels_apart_that_are_the_same_number) {
  const std::string two = "clause 4.1 \"c\" from council, police, nhs to council, police, nhs for p share subject\n"
                          "clause 4.10 \"c\" from council to police for p withhold health\n";
  EXPECT_FALSE(codes_of(with(two)).contains(Code::repeated_label));
}

}  // namespace
}  // namespace concordat::policy
