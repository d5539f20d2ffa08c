// Proofs from a log that nobody is writing: a copy, an export, a stream of records. The log is read once from its
// start, every node recomputed from the entries, and only what the proof needs is kept: so a proof is of what the
// entries are, never of what the stored tree says.
//
//   TRY(DeliveryReceipt proof, prove_entry("/mnt/evidence/log", Sequence{41}, std::nullopt));
#pragma once

#include <filesystem>
#include <optional>

#include "audit/export.h"
#include "audit/prove.h"

namespace concordat::audit {

enum class GatherError {
  unreadable,
  in_use,
  not_ours,
  no_checkpoint,  // none of that size
  past_end,       // the log, or the tree asked for, is not so long
};
std::string_view gather_error_text(GatherError error);  // one sentence

// In the tree of `size` entries, of which there must be a checkpoint; by default the log's last.
Result<DeliveryReceipt, GatherError> prove_entry(const std::filesystem::path& log, Sequence sequence, std::optional<std::uint64_t> size);

struct Growth {
  Digest old_root, root;  // of what the log holds, at both sizes
  Proof consistency;
};
Result<Growth, GatherError> prove_growth(const std::filesystem::path& log, std::uint64_t old_size, std::uint64_t size);

}  // namespace concordat::audit
