// What becomes of one field of a message, and by which clause.
#pragma once

#include <cstdint>
#include <optional>

#include "policy/book.h"
#include "schemas/vocabulary.h"

namespace concordat::policy {

// Why an outcome is what it is.
enum class Cause : std::uint8_t {
  granted,
  not_granted,
  capped,
  source_restriction,
  companion,
  monitoring,
  held,        // a clause grants it once a person lets it go
  leak_guard,  // it holds what the recipient does not get, and its sender has not cleared it
};

struct Verdict {
  std::uint32_t field = 0;  // index into the body's fields
  schemas::Level outcome = schemas::Level::withhold;
  std::optional<ClauseRef> granted_by = {};  // the clause of the greatest counting grant, the first of them
  std::optional<ClauseRef> capped_by = {};   // the clause whose cap made the outcome less than that
  Cause because = Cause::not_granted;
  schemas::Onward onward = schemas::Onward::yes;
  schemas::Tell tell = schemas::Tell::freely;
};

}  // namespace concordat::policy
