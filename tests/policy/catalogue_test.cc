// The catalogue of legal bases: what must be in it, and that every line can be relied on by somebody.
#include "policy/catalogue.h"

#include <gtest/gtest.h>

#include "tests/schemas/generated_page.h"

namespace concordat::policy {
namespace {

TEST(Catalogue, stands_in_the_docs) {
  expect_page("docs/legal-bases.md", bases_as_markdown());
}

TEST(Catalogue, has_what_agreements_must_be_able_to_cite) {
  std::vector<std::string> ids{"ukgdpr.10",     "dpa2018.part3", "dpa2018.s35",  "cda1998.s115",  "ctsa2015.s26",
                               "ctsa2015.s36",  "ctsa2015.s38",  "ca1989.s17",   "ca1989.s27",    "ca1989.s47",
                               "ca2004.s10",    "ca2004.s11",    "careact2014.s42", "careact2014.s45", "cja2003.s325",
                               "daa2021.s77",   "pcsc2022.s8",   "pcsc2022.s16", "confidentiality.consent",
                               "confidentiality.public-interest"};
  for (char letter = 'a'; letter <= 'f'; ++letter) ids.push_back(std::string{"ukgdpr.6.1."} + letter);
  for (char letter = 'a'; letter <= 'j'; ++letter) ids.push_back(std::string{"ukgdpr.9.2."} + letter);
  for (int i = 1; i <= 37; ++i)  // paragraph 5 asks for a policy document, and is no condition
    if (i != 5) ids.push_back("dpa2018.sch1." + std::to_string(i));
  for (int i = 1; i <= 9; ++i) ids.push_back("dpa2018.sch8." + std::to_string(i));
  for (int i : {1, 2, 3, 5, 6}) ids.push_back("duaa2025.sch4." + std::to_string(i));  // 4 and 7 define words
  for (const std::string& id : ids) EXPECT_NE(find_basis(id), nullptr) << id;
  EXPECT_EQ(find_basis("dpa2018.sch1.5"), nullptr);
}

TEST(Catalogue, says_all_of_each) {
  for (const Basis& basis : every_basis()) {
    for (std::string_view cell : {basis.id, basis.section, basis.title, basis.supports}) EXPECT_FALSE(cell.empty()) << basis.id;
    EXPECT_TRUE(basis.supports.ends_with(".")) << basis.id;
    EXPECT_EQ(find_basis(basis.id), &basis);
    for (std::string_view kinds : {basis.senders, basis.towards})
      for (std::size_t from = 0; from < kinds.size();) {
        const std::size_t end = std::min(kinds.find(' ', from), kinds.size());
        const std::string kind{kinds.substr(from, end - from)};
        EXPECT_TRUE(std::string{" council police nhs school college probation prison charity "}.find(" " + kind + " ") != std::string::npos)
            << basis.id << " names " << kind;
        from = end + 1;
      }
  }
}

struct Reliance {
  const char* name;
  const char* basis;
  const char* sender;
  const char* recipient;
  bool may_rely;
  bool reaches;
};
class Relying : public testing::TestWithParam<Reliance> {};

TEST_P(Relying, is_for_whom_the_law_says) {
  const Basis* basis = find_basis(GetParam().basis);
  ASSERT_NE(basis, nullptr);
  EXPECT_EQ(may_rely(*basis, GetParam().sender), GetParam().may_rely);
  EXPECT_EQ(reaches(*basis, GetParam().recipient), GetParam().reaches);
}

INSTANTIATE_TEST_SUITE_P(Law, Relying,
                         testing::Values(Reliance{"public_bodies_have_no_legitimate_interests", "ukgdpr.6.1.f", "police", "council", false, true},
                                         Reliance{"a_charity_has", "ukgdpr.6.1.f", "charity", "council", true, true},
                                         Reliance{"recognised_ones_too", "duaa2025.sch4.6", "nhs", "council", false, true},
                                         Reliance{"a_request_must_come_from_a_public_body", "duaa2025.sch4.1", "charity", "charity", true, false},
                                         Reliance{"part_three_is_for_competent_authorities", "dpa2018.part3", "school", "police", false, true},
                                         Reliance{"anybody_may_disclose_under_s115", "cda1998.s115", "charity", "police", true, true},
                                         Reliance{"but_to_a_relevant_authority", "cda1998.s115", "police", "school", true, false},
                                         Reliance{"help_is_given_to_the_council", "ca1989.s27", "nhs", "police", true, false},
                                         Reliance{"s16_is_not_for_patient_information", "pcsc2022.s16", "nhs", "police", false, true},
                                         Reliance{"mappa_is_among_its_agencies", "cja2003.s325", "charity", "charity", false, false}),
                         [](const auto& named) { return std::string{named.param.name}; });

}  // namespace
}  // namespace concordat::policy
