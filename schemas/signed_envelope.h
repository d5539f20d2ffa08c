// The envelope as its sender signs it: canonical Cap'n Proto bytes in which the recipients are
// commitments, so that each recipient learns only that it is one of them. docs/wire-format.md, "Envelope".
#pragma once

#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "schemas/message.h"

namespace concordat::schemas {

struct SignedEnvelope {
  Envelope envelope;                // recipients empty: they are behind the commitments
  std::vector<Digest> commitments;  // sorted
};

Bytes write_signed_envelope(const Envelope& envelope, const std::vector<Digest>& commitments);

// Nothing unless the bytes are exactly what write_signed_envelope makes of what they say.
struct EnvelopeProblem {
  std::string code;   // malformed, not-canonical, invalid-value, marking-too-high, …
  std::vector<std::string> where;
};
Result<SignedEnvelope, EnvelopeProblem> read_signed_envelope(ByteView bytes);

}  // namespace concordat::schemas
