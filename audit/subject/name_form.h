// What a name is compared by, never shown as: its words, folded; the group a word belongs to (names.txt: transliterations and
// short forms); how a word sounds. Pure, and stable for ever: handles in old logs were made of what these return.
//
//   name_words("Ó Briain-SMITH, Máire")   // {"obriain", "smith", "maire"}
//   name_group("bill")                    // "william"
//   name_sound("rudakubana") == name_sound("rudacabana")
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace concordat::audit {

// Letters only; apostrophes join, everything else parts. "Mc", "Mac" and "O" are joined to what follows; titles are left out.
std::vector<std::string> name_words(std::string_view name);
std::string name_group(std::string_view word);  // the word itself when it belongs to none
// Consonants as they sound in English spelling, of the word's group. The word itself where it has other than Latin letters.
std::string name_sound(std::string_view word);

std::string_view name_groups();  // names.txt

}  // namespace concordat::audit
