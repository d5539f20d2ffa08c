// What may stand at a place in an agreement's text: the words of the language, and the kinds of name. Found by
// reading the words before the place as the grammar would, and never failing: what does not fit is passed
// over up to the next line. It judges nothing; check() does.
//
//   const Expectation next = expectation_after(words_before_the_cursor, parsed.agreement);
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/agreement.h"
#include "policy/lexer.h"

namespace concordat::policy {

enum class Slot : std::uint8_t {
  agency,       // of the headers: any kind, any agency of the directory
  party,        // one of the agreement's own
  purpose,
  type,
  basis,
  field,        // a struct, a list or a field
  fact,         // a field that a condition may test
  listed_fact,  // one in a list: after some or every
  field_class,
  view,         // of every field that `line` covers
  key,          // of the list `of`
  key_value,    // of the key field `of`
  value,        // of the fact `of`
  label,        // of a clause that caps
  stage,
  area,
};

struct Expectation {
  std::vector<std::string_view> words;
  std::vector<Slot> slots;
  std::string of;
  Share line;

  bool has(Slot slot) const;
};

// `declared` is what the whole text declares, as far as it can be read.
Expectation expectation_after(std::span<const Token> before, const Agreement& declared);

}  // namespace concordat::policy
