// The leak guard: free text that would leave, searched for what its recipient does not get: identifiers,
// addresses, postcodes, telephone numbers, email addresses, birth dates and names, as whole tokens. An
// aid, not a control: what is written another way is not found.
//
// A link runs it before it seals, the gate again. The sender mends the text, or says in `clearances`
// (or an attachment's `cleared`) that a named person has looked.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/message.h"

namespace concordat::policy {

// Where something was found, and what kind of thing; never the value.
struct Leak {
  enum class Kind : std::uint8_t {
    identifier,
    address,
    postcode,
    telephone,
    email,
    birth_date,
    name,
    unsearchable,  // an attachment that is no text
  };
  std::uint32_t passage;  // index into the body's fields: the text, file name or document
  std::uint32_t value;    // the field whose value it gives away; `passage` itself if unsearchable
  Kind kind;
  std::uint32_t match;  // several values may be given away by the same words: those share a number
  friend bool operator==(const Leak&, const Leak&) = default;
};
std::string_view name_of(Leak::Kind kind);  // "birth-date"

// Every passage that gives a value away, whoever may get either; cleared ones are not listed. One pass
// serves all recipients of a message.
std::vector<Leak> search(const schemas::Body& body);

// Those that matter to a recipient who gets the fields for which `gets_whole` is true, and no others in
// full.
std::vector<Leak> leaks_to(const std::vector<Leak>& found,
                           const std::function<bool(std::uint32_t)>& gets_whole);

}  // namespace concordat::policy
