#include "audit/prove.h"

#include "audit/tlog_proof.h"
#include "base/check.h"

namespace concordat::audit {
namespace {

constexpr std::uint8_t binary_version = 1;

// What was handed out before receipts were tlog-proofs; they stay good for as long as somebody keeps them.
std::optional<DeliveryReceipt> decode_binary(ByteView bytes) {
  ByteReader reader{bytes};
  if (reader.u8() != binary_version) return std::nullopt;
  DeliveryReceipt receipt;
  receipt.sequence = Sequence{reader.u64()};
  receipt.entry = to_bytes(reader.sized());
  const std::size_t count = reader.u8();
  if (count > proof_digests_max) return std::nullopt;
  for (std::size_t i = 0; i < count && reader.ok(); ++i) {
    Digest digest{};
    const ByteView taken = reader.take(digest.bytes.size());
    std::copy(taken.begin(), taken.end(), digest.bytes.begin());
    receipt.inclusion.push_back(digest);
  }
  receipt.note = std::string{as_text(reader.sized())};
  if (!reader.done() || receipt.entry.size() > entry_bytes_max || receipt.note.size() > note_bytes_max)
    return std::nullopt;
  return receipt;
}

}  // namespace

std::string_view proof_error_code(ProofError error) {
  switch (error) {
    case ProofError::malformed: return "receipt-malformed";
    case ProofError::signature: return "receipt-signature";
    case ProofError::entry: return "receipt-entry";
    case ProofError::not_included: return "receipt-not-included";
    case ProofError::rollback: return "log-rollback";
    case ProofError::inconsistent: return "log-inconsistent";
  }
  CHECK(false, "proof error out of range");
}

Bytes encode_receipt(const DeliveryReceipt& receipt) {
  CHECK(receipt.inclusion.size() <= proof_digests_max, "inclusion proof longer than any tree is high");
  return to_bytes(as_bytes(format_tlog_proof(receipt)));
}

std::optional<DeliveryReceipt> decode_receipt(ByteView bytes) {
  return is_tlog_proof(as_text(bytes)) ? parse_tlog_proof(as_text(bytes)) : decode_binary(bytes);
}

Result<VerifiedReceipt, ProofError> verify_receipt(ByteView bytes, const LogKeys& keys) {
  const auto receipt = decode_receipt(bytes);
  if (!receipt) return Fail{ProofError::malformed};
  auto checkpoint = verify_checkpoint(receipt->note, keys);
  if (!checkpoint) return Fail{ProofError::signature};
  auto entry = decode_entry(receipt->entry);
  if (!entry || entry->sequence != receipt->sequence) return Fail{ProofError::entry};
  if (!verify_inclusion(leaf_hash(receipt->entry), receipt->sequence.value(), checkpoint->size,
                        receipt->inclusion, checkpoint->root))
    return Fail{ProofError::not_included};
  return VerifiedReceipt{std::move(*entry), std::move(*checkpoint)};
}

Result<Unit, ProofError> verify_advance(const Checkpoint& kept, const Checkpoint& newer,
                                        std::span<const Digest> consistency) {
  if (kept.origin != newer.origin) return Fail{ProofError::inconsistent};
  if (newer.size < kept.size) return Fail{ProofError::rollback};
  if (!verify_consistency(kept.size, newer.size, kept.root, newer.root, consistency))
    return Fail{ProofError::inconsistent};
  return Unit{};
}

}  // namespace concordat::audit
