#include "policy/diagnostic.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "schemas/codes.h"

namespace concordat::policy {
namespace {

constexpr auto names = std::to_array<std::pair<Code, std::string_view>>({
    {Code::not_utf8, "not-utf8"},
    {Code::not_nfc, "not-nfc"},
    {Code::invisible_character, "invisible-character"},
    {Code::bad_character, "bad-character"},
    {Code::unterminated_string, "unterminated-string"},
    {Code::too_large, "too-large"},
    {Code::too_deep, "too-deep"},
    {Code::too_many, "too-many"},
    {Code::unexpected_word, "unexpected-word"},
    {Code::reserved_word, "reserved-word"},
    {Code::bad_number, "bad-number"},
    {Code::bad_date, "bad-date"},
    {Code::repeated_header, "repeated-header"},
    {Code::missing_header, "missing-header"},
    {Code::repeated_line, "repeated-line"},
    {Code::missing_line, "missing-line"},
    {Code::repeated_label, "repeated-label"},
    {Code::repeated_purpose, "repeated-purpose"},
    {Code::repeated_pathway, "repeated-pathway"},
    {Code::repeated_key, "repeated-key"},
    {Code::repeated_agreement, "repeated-agreement"},
    {Code::no_clause, "no-clause"},
    {Code::no_effect, "no-effect"},
    {Code::any_stands_alone, "any-stands-alone"},
    {Code::unknown_field, "unknown-field"},
    {Code::unknown_view, "unknown-view"},
    {Code::unknown_party, "unknown-party"},
    {Code::unknown_purpose, "unknown-purpose"},
    {Code::unknown_stage, "unknown-stage"},
    {Code::unknown_value, "unknown-value"},
    {Code::unknown_key, "unknown-key"},
    {Code::unknown_class, "unknown-class"},
    {Code::unknown_clause, "unknown-clause"},
    {Code::unknown_basis, "unknown-basis"},
    {Code::unknown_type, "unknown-type"},
    {Code::unknown_unit, "unknown-unit"},
    {Code::bad_area, "bad-area"},
    {Code::view_not_declared, "view-not-declared"},
    {Code::not_a_fact, "not-a-fact"},
    {Code::comparison_type, "comparison-type"},
    {Code::needs_quantifier, "needs-quantifier"},
    {Code::until_not_after, "until-not-after"},
    {Code::review_outside, "review-outside"},
    {Code::scheme_any_grants, "scheme-any-grants"},
    {Code::no_basis, "no-basis"},
    {Code::basis_not_available, "basis-not-available"},
    {Code::special_category_condition, "special-category-condition"},
    {Code::offence_condition, "offence-condition"},
    {Code::confidentiality_basis, "confidentiality-basis"},
    {Code::monitoring_granted, "monitoring-granted"},
    {Code::source_identity, "source-identity"},
    {Code::any_with_grant, "any-with-grant"},
    {Code::no_lawful_basis, "no-lawful-basis"},
    {Code::unused_purpose, "unused-purpose"},
    {Code::unreached_party, "unreached-party"},
    {Code::unusual_keep, "unusual-keep"},
    {Code::source_given_away, "source-given-away"},
    {Code::never_counts, "never-counts"},
    {Code::changes_nothing, "changes-nothing"},
    {Code::capped_everywhere, "capped-everywhere"},
});

constexpr bool in_order() {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (static_cast<std::size_t>(names[i].first) != i) return false;
  return names.back().first == last_code;
}
static_assert(in_order());

std::string_view line_of(std::string_view text, std::uint32_t line) {
  std::size_t from = 0;
  for (std::uint32_t at = 1; at < line; ++at) {
    const std::size_t end = text.find('\n', from);
    if (end == std::string_view::npos) return {};
    from = end + 1;
  }
  std::string_view found = text.substr(from, text.find('\n', from) - from);
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::size_t next_character(std::string_view line, std::size_t at) {
  do ++at;
  while (at < line.size() && is_continuation(line[at]));
  return at;
}

// One column of a terminal each, so that what is underlined stands above its mark: neither what would act on the
// terminal nor what nobody sees is passed on.
std::vector<std::string> characters(std::string_view line) {
  std::vector<std::string> found;
  for (std::size_t at = 0, end = 0; at < line.size(); at = end) {
    end = next_character(line, at);
    const std::string_view one = line.substr(at, end - at);
    const bool is_control = static_cast<unsigned char>(one[0]) < 0x20 || one[0] == 0x7f ||
                            (one.starts_with("\xC2") && one.size() == 2 && static_cast<unsigned char>(one[1]) < 0xa0);
    const bool is_shown = one == "\t" || (!is_control && is_utf8(one) && !has_invisible(one));
    found.emplace_back(is_shown ? one : "\xEF\xBF\xBD");
  }
  return found;
}

// The line and what is underlined in it; of a long one, what stands around the place.
std::string shown(std::string_view line, const Place& place) {
  constexpr std::size_t shown_max = 160;
  constexpr std::size_t before_max = 60;
  const std::size_t wanted = place.column - 1;
  std::size_t count = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < line.size(); at = next_character(line, at), ++count)
    if (count + before_max == wanted) begin = at;
  const bool is_long = count > shown_max;
  if (!is_long) begin = 0;
  std::size_t end = begin;
  for (std::size_t i = 0; i < shown_max && end < line.size(); ++i) end = next_character(line, end);
  const auto window = characters(line.substr(begin, end - begin));
  const std::size_t column = std::min(begin > 0 ? before_max : wanted, window.size());
  std::string text = begin > 0 ? "…" : "";
  std::string under = begin > 0 ? " " : "";
  for (const std::string& one : window) text += one;
  for (std::size_t i = 0; i < column; ++i) under += window[i] == "\t" ? '\t' : ' ';
  if (end < line.size()) text += "…";
  const std::size_t length = is_long ? std::min<std::size_t>(place.length, window.size() - column) : place.length;
  return "    " + text + "\n    " + under + "^" + std::string(length > 1 ? length - 1 : 0, '~') + "\n";
}

}  // namespace

std::string_view name_of(Code code) {
  return names[static_cast<std::size_t>(code)].second;
}

Severity Diagnostic::severity() const {
  return code < first_warning ? Severity::error : Severity::warning;
}

bool has_errors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& found) { return found.severity() == Severity::error; });
}

void sort_by_place(std::vector<Diagnostic>& diagnostics) {
  std::stable_sort(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.place.line, a.place.column, a.code) < std::tie(b.place.line, b.place.column, b.code);
  });
}

void leave_out_the_rest(std::vector<Diagnostic>& diagnostics) {
  std::size_t errors = 0;
  for (std::size_t i = 0; i < diagnostics.size(); ++i) {
    if (diagnostics[i].severity() != Severity::error || errors++ < errors_max) continue;
    Diagnostic rest{Code::too_many, diagnostics[i].place, "there are more errors than the " + std::to_string(errors_max) + " before this place", {}, {}};
    diagnostics.resize(i, rest);
    diagnostics.push_back(std::move(rest));
    return;
  }
}

void complete_fixes(std::vector<Diagnostic>& diagnostics) {
  for (Diagnostic& found : diagnostics) {
    if (!found.fix.empty()) continue;
    const schemas::CodeEntry* entry = schemas::find_code(name_of(found.code));
    CHECK(entry != nullptr, "a diagnostic without its line in the table of codes");
    found.fix = entry->fix;
  }
}

std::string render(std::string_view file, std::string_view text, const Diagnostic& diagnostic) {
  const Place& place = diagnostic.place;
  std::string out = std::string{file} + ":" + std::to_string(place.line) + ":" +
                    std::to_string(place.column) + ": " +
                    (diagnostic.severity() == Severity::error ? "error: " : "warning: ") + diagnostic.cause +
                    " [" + std::string{name_of(diagnostic.code)} + "]\n";
  const std::string_view line = line_of(text, place.line);
  if (!line.empty()) out += shown(line, place);
  if (diagnostic.did_you_mean) out += "    did you mean \"" + *diagnostic.did_you_mean + "\"?\n";
  if (!diagnostic.fix.empty()) out += "    " + diagnostic.fix + "\n";
  return out;
}

}  // namespace concordat::policy
