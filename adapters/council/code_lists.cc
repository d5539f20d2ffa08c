#include "adapters/council/code_lists.h"

#include <array>

#include "adapters/council/codes.h"
#include "base/text.h"

namespace concordat::adapters::council {
namespace {

// In the order of CodeList; the file's name is the list's.
constexpr std::array<std::string_view, 10> names{"ethnicity",      "disability",     "primary_need", "referral_source", "assessment_factor",
                                                 "abuse_category", "closure_reason", "sex",          "risk",            "relationship"};

const CodeFile& file_of(CodeList list) {
  static const CodeFiles files{code_files()};
  return files[names[static_cast<std::size_t>(list)]];
}

}  // namespace

const CodeRow* look_up(CodeList list, std::string_view code) { return file_of(list).find(code); }

std::string_view related_role_of(std::string_view relationship) {
  const CodeRow* row = look_up(CodeList::relationship, trim(relationship));
  return row == nullptr ? std::string_view{"other"} : row->ours;
}

}  // namespace concordat::adapters::council
