#include "adapters/code_file.h"

#include <gtest/gtest.h>

#include <set>

#include "adapters/council/codes.h"
#include "adapters/nhs/codes.h"
#include "adapters/school/codes.h"

namespace concordat::adapters {
namespace {

TEST(CodeFile, says_what_a_code_means_and_where_from) {
  const CodeFile list{"# What\n# source: Somebody\n# version: 3\ncode,words,ours\n1A,\"Family, or carer\",public\n2,,other\n"};
  EXPECT_EQ(list.source(), "Somebody");
  EXPECT_EQ(list.version(), "3");
  ASSERT_NE(list.find("1a"), nullptr);
  EXPECT_EQ(list.find("1a")->words, "Family, or carer");
  EXPECT_EQ(list.find("1a")->ours, "public");
  EXPECT_EQ(list.find("2")->words, "");
  EXPECT_EQ(list.find("3"), nullptr);
}

// A list is of the right shape, says where it is from, and gives each code once.
TEST(CodeFile, every_list_of_every_adapter_can_be_read) {
  std::size_t lists = 0;
  for (const auto texts : {council::code_files(), nhs::code_files(), school::code_files()})
    for (const CodeFileText& text : texts) {
      SCOPED_TRACE(text.name);
      const CodeFile list{text.text};
      std::set<std::string_view> codes;
      for (const CodeRow& row : list.rows()) EXPECT_TRUE(!row.code.empty() && codes.insert(row.code).second) << row.code;
      EXPECT_FALSE(codes.empty());
      ++lists;
    }
  EXPECT_GE(lists, 18U);
}

}  // namespace
}  // namespace concordat::adapters
