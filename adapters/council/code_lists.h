// The code lists of the Children in Need census and of the care application: the files in codes/, each with its source
// and version. A code that a list lacks is left out and told, never guessed.
#pragma once

#include <optional>
#include <string_view>

#include "adapters/code_file.h"

namespace concordat::adapters::council {

enum class CodeList {
  ethnicity,
  disability,
  primary_need,
  referral_source,
  assessment_factor,
  abuse_category,
  closure_reason,
  sex,
  risk,
  relationship
};
// Codes are compared as written, but for letter case.
const CodeRow* look_up(CodeList list, std::string_view code);

// "mother" -> parent; "other" for a relationship in words that names none of our roles.
std::string_view related_role_of(std::string_view relationship);

}  // namespace concordat::adapters::council
