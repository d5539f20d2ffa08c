// What becomes of one field of a message, and by which clause.
#pragma once

#include <cstdint>
#include <type_traits>

#include "policy/book.h"
#include "schemas/vocabulary.h"

namespace concordat::policy {

// Why an outcome is what it is.
enum class Cause : std::uint8_t {
  not_granted,
  granted,
  capped,
  source_restriction,
  companion,
  monitoring,
  held,        // a clause grants it once a person lets it go
  leak_guard,  // it holds what the recipient does not get, and its sender has not cleared it
};

// What a field comes to, besides who grants it. Trivial, as is a Verdict, for a message has hundreds for every recipient: what
// is made without saying all of it says nothing. All zeros is the least there is.
struct Ruling {
  MaybeClause capped_by;  // the clause whose cap made the outcome less than was granted
  schemas::Level outcome;
  Cause because;
  schemas::Onward onward;
  schemas::Tell tell;
};
struct Verdict : Ruling {
  std::uint32_t field;     // index into the body's fields
  MaybeClause granted_by;  // the clause of the greatest counting grant, the first of them

  // Nobody grants it.
  static constexpr Verdict withheld(std::uint32_t field) {
    return {{{}, schemas::Level::withhold, Cause::not_granted, schemas::Onward::yes, schemas::Tell::freely}, field, {}};
  }
};
static_assert(std::is_trivial_v<Verdict> && sizeof(Verdict) == 16);

}  // namespace concordat::policy
