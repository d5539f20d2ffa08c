// A delivery receipt: proof, carried by each delivery, that the entry which records it is in the log, as a C2SP
// tlog-proof (docs/audit-format.md, section 7). Checked from pinned key and origin alone; needs no store.
//
//   TRY(VerifiedReceipt seen, verify_receipt(bytes, {log_key, origin}));
//   TRY(Unit advanced, verify_advance(kept, seen.checkpoint, consistency));
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "audit/checkpoint.h"
#include "audit/entry.h"
#include "audit/log_keys.h"
#include "audit/tree_proof.h"
#include "base/result.h"

namespace concordat::audit {

inline constexpr std::size_t proof_digests_max = 64;  // no tree of u64 leaves is higher

struct DeliveryReceipt {
  Sequence sequence{0};
  Bytes entry;
  Proof inclusion;
  std::string note;
  friend bool operator==(const DeliveryReceipt&, const DeliveryReceipt&) = default;
};

struct VerifiedReceipt {
  Entry entry;
  Checkpoint checkpoint;
};

enum class ProofError {
  malformed,     // the bytes are no receipt
  signature,     // the note is not signed by the pinned key under the pinned origin
  entry,         // the entry does not decode, or is another one
  not_included,  // the inclusion proof does not hold
  rollback,      // the newer checkpoint is smaller than the one kept
  inconsistent,  // same log, two histories
};
std::string_view proof_error_code(ProofError error);  // "receipt-malformed", ...

Bytes encode_receipt(const DeliveryReceipt& receipt);
std::optional<DeliveryReceipt> decode_receipt(ByteView bytes);
Result<VerifiedReceipt, ProofError> verify_receipt(ByteView bytes, const LogKeys& keys);

// That `newer` is what `kept` became by appending only.
Result<Unit, ProofError> verify_advance(const Checkpoint& kept, const Checkpoint& newer,
                                        std::span<const Digest> consistency);

}  // namespace concordat::audit
