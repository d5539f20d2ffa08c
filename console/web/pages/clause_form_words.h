// The lists that a clause's form offers: what each says in the agreement, and on the page. The order is that of the tree's own enumerations.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace concordat::console::web {

using FormWord = std::pair<std::string_view, std::string_view>;

inline constexpr std::array<FormWord, 4> effect_words{
    {{"share", "Share"}, {"limit", "Share no more than"}, {"withhold", "Hold back"}, {"conceal", "Hold back, and do not tell"}}};
inline constexpr std::array<FormWord, 7> comparison_words{
    {{"is", "is"}, {"is not", "is not"}, {"is one of", "is one of"}, {"at least", "is at least"}, {"at most", "is at most"}, {"is present", "is given"}, {"is absent", "is not given"}}};
inline constexpr std::array<FormWord, 5> unit_words{
    {{"hour", "hours"}, {"day", "days"}, {"working day", "working days"}, {"month", "months"}, {"year", "years"}}};
inline constexpr std::array<FormWord, 3> after_words{
    {{"disclosure", "disclosure"}, {"closure", "the case is closed"}, {"18th-birthday", "their 18th birthday"}}};
inline constexpr std::array<FormWord, 3> quantifier_words{{{"", "The"}, {"some", "Some"}, {"every", "Every"}}};

inline constexpr std::size_t clause_rows_max = 200;

template <class Words>
std::size_t place_in(const Words& words, std::string_view value) {
  return static_cast<std::size_t>(std::find_if(words.begin(), words.end(), [&](const auto& each) { return each.first == value; }) - words.begin());
}

}  // namespace concordat::console::web
