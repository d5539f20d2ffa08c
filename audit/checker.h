// The checker: takes a log slice by slice, recomputes everything, and names the first thing that is wrong
// (docs/audit-format.md, section 10). One pass, memory bounded by a slice and the erased entries.
//
//   Checker checker{{.key = keys.first(), .known = kept_checkpoint, .changes = keys.changes()}, Holds::headers};
//   while (more) if (!checker.take(slice)) break;
//   const FsckReport report = checker.finish();
#pragma once

#include <chrono>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "audit/checkpoint.h"
#include "audit/entry.h"
#include "audit/key_change.h"
#include "audit/key_ring.h"
#include "audit/slice.h"
#include "audit/tree.h"

namespace concordat::audit {

enum class Fault {
  unreadable,
  in_use,
  not_ours,
  entry_gap,
  entry_altered,
  entry_malformed,
  genesis_wrong,
  key_change_wrong,
  chain_broken,
  node_wrong,
  checkpoint_signature,
  checkpoint_root,
  checkpoint_missing,
  annex_missing,
  annex_stray,
  annex_altered,
  row_stray,
  rollback,
  fork,
};
std::string_view fault_code(Fault fault);  // "entry-altered"
std::string_view fault_text(Fault fault);  // one sentence, without a value

struct Finding {
  Fault fault;
  std::optional<Sequence> entry;
};

// What a check did besides hashing. A signature costs as much as hashing a few hundred entries, so how long a check takes
// depends first on how often the log was signed.
struct Effort {
  std::uint64_t signatures = 0, annexes = 0;  // checked; opened
  std::chrono::nanoseconds on_signatures{}, on_annexes{};
};

struct FsckReport {
  std::uint64_t entries = 0;             // checked and found good
  std::optional<Finding> wrong;          // the first thing that is
  std::optional<Checkpoint> checkpoint;  // the last one that verified
  Effort effort;
  std::uint64_t key_changes = 0;         // of the log's own key
  std::uint64_t erased = 0;              // annexes that are gone, each by an entry that says so; known of copies and live logs
  bool ok() const { return !wrong.has_value(); }
};

struct CheckOptions {
  VerifyKey key;                      // the log's first: its genesis names it
  std::optional<Checkpoint> known = std::nullopt;  // seen before, and trusted
  const KeyRing* day_keys = nullptr;  // to open annexes; without it they are only counted
  std::function<void(std::uint64_t entries)> progress = {};  // told now and then how many are checked
  std::vector<KeyChange> changes = {};  // known from before, ascending: the log must have each where it was made
  // On a live log: what entries from here on erased may have been read while it was still there.
  std::uint64_t settled = std::numeric_limits<std::uint64_t>::max();
};

enum class Holds {
  headers,  // entries, every node, checkpoints
  annexes,  // and the sealed annexes, or what says that they were erased
  tiles,    // entries, the nodes whose level is a multiple of 8, one checkpoint
};

class Checker {
public:
  Checker(CheckOptions options, Holds holds) : options_(std::move(options)), holds_(holds), signer_(options_.key) {}
  [[nodiscard]] bool take(const Slice& slice);  // false once something is wrong
  FsckReport finish();
  std::uint64_t size() const { return frontier_.size(); }
  bool awaits_erasure() const { return !missing_.empty(); }  // an annex is gone, and no entry so far says why

private:
  struct Position;
  bool take_entry(const Numbered& stored, const Slice& slice, Position& at);
  bool take_nodes(const Numbered& stored, const Slice& slice, Position& at);
  bool take_meaning(const EntryView& entry);
  bool take_key_change(const EntryView& entry);
  bool take_annex(const EntryView& entry, const Slice& slice, Position& at);
  bool take_checkpoint(const Slice& slice, Position& at);
  bool fail(Fault fault, std::optional<std::uint64_t> entry);

  CheckOptions options_;
  Holds holds_;
  Frontier frontier_;
  std::vector<Digest> completed_;  // by the entry at hand
  Digest last_hash_{};
  std::string origin_;                // as the genesis says it
  VerifyKey signer_;                  // of a checkpoint at the size reached
  std::optional<VerifyKey> next_signer_;  // from the next entry on
  std::size_t changes_met_ = 0;       // of those known from before
  std::set<std::uint64_t> missing_;  // annexes that are gone and not yet accounted for
  std::set<std::uint64_t> erased_;
  FsckReport report_;
};

}  // namespace concordat::audit
