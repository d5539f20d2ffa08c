// What an officer asks to have erased: one choice of records, and on what ground. Read from the JSON that the console sends
// (docs/audit-format.md, section 13).
#pragma once

#include "broker/query.h"

namespace concordat::broker {

enum class Rehearsal : std::uint8_t { no, yes };

struct ErasureRequest {
  Query query;
  std::string ground;  // retention, request, order, error
  Rehearsal rehearsal = Rehearsal::no;
};

// The error names what is wrong, without a value.
Result<ErasureRequest, std::string> parse_erasure(std::string_view json);

}  // namespace concordat::broker
