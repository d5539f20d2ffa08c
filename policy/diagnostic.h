// A diagnostic: what is wrong with an agreement's text, where, why, and how to mend it. Codes are stable:
// docs/agreement-language.md lists them, and programs may rely on them.
//
//   for (const Diagnostic& found : diagnostics) std::cerr << render("a.agreement", text, found);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace concordat::policy {

// Where in the text: lines and columns from 1, columns and lengths in characters (code points).
struct Place {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::uint32_t length = 1;
  friend bool operator==(const Place&, const Place&) = default;
};

enum class Severity : std::uint8_t { error, warning };

enum class Code : std::uint8_t {
  // The text itself
  not_utf8,
  not_nfc,
  invisible_character,
  bad_character,
  unterminated_string,
  too_large,
  too_deep,
  too_many,
  unexpected_word,
  reserved_word,
  bad_number,
  bad_date,
  // What may be said once, and what must be
  repeated_header,
  missing_header,
  repeated_line,
  missing_line,
  repeated_label,
  repeated_purpose,
  repeated_pathway,
  repeated_key,
  repeated_agreement,
  no_clause,
  no_effect,
  any_stands_alone,
  // Names
  unknown_field,
  unknown_view,
  unknown_party,
  unknown_purpose,
  unknown_stage,
  unknown_value,
  unknown_key,
  unknown_class,
  unknown_clause,
  unknown_basis,
  unknown_type,
  unknown_unit,
  bad_area,
  // Meaning
  view_not_declared,
  not_a_fact,
  comparison_type,
  needs_quantifier,
  until_not_after,
  review_outside,
  scheme_any_grants,
  // Law
  no_basis,
  basis_not_available,
  special_category_condition,
  offence_condition,
  confidentiality_basis,
  monitoring_granted,
  source_identity,
  // Warnings
  any_with_grant,
  no_lawful_basis,
  unused_purpose,
  unreached_party,
  unusual_keep,
  source_given_away,
  never_counts,
  changes_nothing,
  capped_everywhere,
};
inline constexpr Code first_warning = Code::any_with_grant;
inline constexpr Code last_code = Code::capped_everywhere;
std::string_view name_of(Code code);  // "unknown-field"

struct Diagnostic {
  Code code;
  Place place;
  std::string cause;  // one sentence, no full stop
  std::string fix;    // what to do about it; if empty, what its code says (complete_fixes)
  std::optional<std::string> did_you_mean;

  Severity severity() const;
};

bool has_errors(const std::vector<Diagnostic>& diagnostics);
void sort_by_place(std::vector<Diagnostic>& diagnostics);
// Nobody mends more at once, and each that is shown takes room: of more errors, what comes after is left out and said to
// be. For those that are sorted. Warnings are as many as there are.
inline constexpr std::size_t errors_max = 100;
void leave_out_the_rest(std::vector<Diagnostic>& diagnostics);
// Gives each that says nothing special the fix that its code has in the one table.
void complete_fixes(std::vector<Diagnostic>& diagnostics);

// "FILE:4:9: error: there is no field subject.adress [unknown-field]", the line, the underline, the fix.
std::string render(std::string_view file, std::string_view text, const Diagnostic& diagnostic);

}  // namespace concordat::policy
