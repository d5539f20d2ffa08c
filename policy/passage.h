// A passage of free text as the leak guard reads it: its words and numbers in order, with what stands
// before each. Accents and letters outside ASCII are letters and compared as they are; a possessive 's is
// cut off.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace concordat::policy {

struct PassageWord {
  std::string text;  // letters and digits, ASCII letters small
  bool is_capitalised = false;
  bool begins_sentence = false;
};

std::vector<PassageWord> words_in(std::string_view text);

// Letters and digits alone, small, with where each run of them began: "E1 6AN" and "e1-6an" are alike.
struct Squeezed {
  std::string text;
  std::vector<bool> begins;  // by character: whether nothing that is a letter or digit stands before it
  std::vector<bool> ends;    // and after it
};
Squeezed squeezed(std::string_view text);

}  // namespace concordat::policy
