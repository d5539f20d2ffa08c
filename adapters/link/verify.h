// Verification: everything a recipient's link demands of a delivery before it believes a word of it. Pure: the
// directory and the kept checkpoint are handed in, nothing is stored.
//
//   auto verified = verify_delivery(deliver, {self, *directory, kept});
//   if (!verified) nack(verified.error().code);
#pragma once

#include <string_view>

#include "adapters/link/inbox.h"
#include "adapters/link/kept_checkpoint.h"
#include "base/result.h"
#include "schemas/directory.h"
#include "schemas/frame.h"

namespace concordat::link {

struct Witness {  // who judges, and by what
  const schemas::AgencyId& self;
  const schemas::Directory& directory;
  const KeptCheckpoint& kept;
  Instant now{};
  std::size_t cosigners_needed = 0;  // other agencies that must have seen this history
  std::chrono::milliseconds cosigned_within = std::chrono::hours{24};
};

struct Verified {
  schemas::Delivered delivered;
  audit::Sequence sequence;             // of the log entry that records the disclosure
  audit::SignedCheckpoint checkpoint;   // newer than, or equal to, the one kept
};

struct Unverified {
  // out_of_step: the proof starts at another checkpoint than ours, or too few others have cosigned, so it proves
  // nothing either way; ask again.
  enum class Kind { rejected, out_of_step };
  Kind kind;
  std::string_view code;  // of docs/codes.md
};

Result<Verified, Unverified> verify_delivery(const schemas::Deliver& deliver, const Witness& witness);

// Opens again what verified when it was stored: whether the sender's key is still listed as valid plays no part.
Result<Verified, Unverified> reopen_delivery(const Held& held, const Witness& witness);

}  // namespace concordat::link
