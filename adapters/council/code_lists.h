// The code lists of the Children in Need census (Department for Education, "Children in need census 2022
// to 2023: guide" and its code set), and of the care application. A code that a list lacks is a problem
// for the sender to mend, never a guess.
#pragma once

#include <optional>
#include <string_view>

namespace concordat::adapters::council {

struct CodeRow {
  std::string_view code;
  std::string_view words;
  std::string_view ours;  // our code, where the list maps to one
};

enum class CodeList {
  ethnicity,
  disability,
  primary_need,
  referral_source,
  assessment_factor,
  abuse_category,
  closure_reason,
  sex,
  risk
};
// Codes are compared as written, but for letter case.
const CodeRow* look_up(CodeList list, std::string_view code);

// "mother" -> parent; "other" for a relationship in words that names none of our roles.
std::string_view related_role_of(std::string_view relationship);

}  // namespace concordat::adapters::council
