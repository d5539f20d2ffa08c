// The stored form of an annex: sealed under a day key, its commitment's salt inside, so that without
// the day key nobody can test a guess against the header (docs/audit-format.md, section 4).
#pragma once

#include <cstdint>
#include <optional>

#include "audit/entry.h"
#include "audit/key_ring.h"
#include "base/result.h"

namespace concordat::audit {

enum class AnnexError {
  erased,      // no row
  key_absent,  // the day key was destroyed, or is not at hand
  altered,     // it does not open, or is not what the header committed to
};

Bytes seal_annex(const RingKey& day_key, Sequence sequence, const Digest& hash, const Digest& salt,
                 ByteView annex);
Result<Bytes, AnnexError> open_annex(const KeyRing& day_keys, Sequence sequence, const Digest& hash,
                                     ByteView row);
// The same annex under another key. Nothing when it does not open.
std::optional<Bytes> reseal_annex(const KeyRing& day_keys, const RingKey& day_key, Sequence sequence, const Digest& hash, ByteView row);
std::optional<std::uint32_t> annex_generation(ByteView row);  // nothing when the row is too short to be one

}  // namespace concordat::audit
