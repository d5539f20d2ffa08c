#include "audit/checker.h"

#include <algorithm>
#include <utility>

#include "audit/sealed_annex.h"
#include "base/check.h"

namespace concordat::audit {
namespace {

constexpr std::size_t tile_levels = 8;

bool same(ByteView bytes, const Digest& digest) {
  return std::equal(bytes.begin(), bytes.end(), digest.bytes.begin(), digest.bytes.end());
}

// Adds how long it lived.
class Stopwatch {
public:
  explicit Stopwatch(std::chrono::nanoseconds& spent) : spent_(spent), begun_(std::chrono::steady_clock::now()) {}
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  ~Stopwatch() { spent_ += std::chrono::steady_clock::now() - begun_; }

private:
  std::chrono::nanoseconds& spent_;
  std::chrono::steady_clock::time_point begun_;
};

}  // namespace

struct Checker::Position {  // how far into the slice's lists the entries so far have reached
  std::size_t node = 0;
  std::size_t checkpoint = 0;
  std::size_t annex = 0;
};

bool Checker::fail(Fault fault, std::optional<std::uint64_t> entry) {
  if (!report_.wrong) report_.wrong = Finding{fault, entry ? std::optional{Sequence{*entry}} : std::nullopt};
  return false;
}

bool Checker::take(const Slice& slice) {
  if (report_.wrong) return false;
  Position at;
  for (const Numbered stored : slice.entries)
    if (!take_entry(stored, slice, at)) return false;
  const std::uint64_t size = frontier_.size();
  if (slice.end > size) return fail(Fault::entry_gap, size);
  if (slice.end < size) return fail(Fault::unreadable, std::nullopt);
  if (at.node != slice.nodes.size()) return fail(Fault::entry_gap, size);
  if (at.checkpoint != slice.checkpoints.size())
    return fail(Fault::checkpoint_root, size == 0 ? 0 : size - 1);
  if (at.annex != slice.annexes.size()) return fail(Fault::annex_stray, slice.annexes[at.annex].number);
  if (!slice.strays.empty()) return fail(Fault::row_stray, std::nullopt);
  return true;
}

bool Checker::take_entry(const Numbered& stored, const Slice& slice, Position& at) {
  const std::uint64_t expected = frontier_.size();
  if (stored.number != expected) return fail(Fault::entry_gap, expected);
  if (next_signer_) signer_ = *std::exchange(next_signer_, std::nullopt);
  if (!take_nodes(stored, slice, at)) return false;
  const auto entry = view_entry(stored.bytes);
  if (!entry || entry->sequence != expected) return fail(Fault::entry_malformed, expected);
  if (!take_meaning(*entry)) return false;
  last_hash_ = entry_hash(stored.bytes);
  if (holds_ == Holds::annexes && !take_annex(*entry, slice, at)) return false;
  if (!take_checkpoint(slice, at)) return false;
  const std::uint64_t size = frontier_.size();
  if (options_.known && options_.known->size == size && options_.known->root != frontier_.root())
    return fail(Fault::fork, std::nullopt);
  report_.entries = size;
  return true;
}

bool Checker::take_nodes(const Numbered& stored, const Slice& slice, Position& at) {
  const std::uint64_t first = node_count(stored.number);
  completed_.clear();
  frontier_.append(leaf_hash(stored.bytes), completed_);
  const std::size_t step = holds_ == Holds::tiles ? tile_levels : 1;
  for (std::size_t level = 0; level < completed_.size(); level += step, ++at.node) {
    if (at.node >= slice.nodes.size() || slice.nodes[at.node].number != first + level)
      return fail(level == 0 ? Fault::entry_gap : Fault::node_wrong, stored.number);
    if (!same(slice.nodes[at.node].bytes, completed_[level]))
      return fail(level == 0 ? Fault::entry_altered : Fault::node_wrong, stored.number);
  }
  return true;
}

bool Checker::take_meaning(const EntryView& entry) {
  const std::uint64_t sequence = entry.sequence;
  const bool claims_genesis = entry.kind == EventKind::genesis;
  if (claims_genesis != (sequence == 0)) return fail(Fault::genesis_wrong, sequence);
  if (claims_genesis && (!same(entry.previous, Digest{}) || !same(entry.reference, sha256(options_.key.bytes))))
    return fail(Fault::genesis_wrong, sequence);
  if (claims_genesis) origin_ = entry.code;
  if (!same(entry.previous, last_hash_)) return fail(Fault::chain_broken, sequence - 1);
  if (!take_key_change(entry)) return false;
  if (entry.kind == EventKind::erased && entry.about != about_nothing && holds_ == Holds::annexes) {
    const bool first_time = erased_.insert(entry.about).second;
    const bool was_there = missing_.erase(entry.about) == 0;
    if (!was_there) ++report_.erased;
    if (first_time && was_there && sequence < options_.settled) return fail(Fault::annex_stray, entry.about);
  }
  return true;
}

bool Checker::take_key_change(const EntryView& entry) {
  const bool is_expected = changes_met_ < options_.changes.size() && options_.changes[changes_met_].place.sequence == entry.sequence;
  const auto claimed = key_change_of(entry);
  if (!claimed) return !is_expected || fail(Fault::key_change_wrong, entry.sequence);
  const std::optional<KeyChange>& change = *claimed;
  if (!change || change->from != signer_ || change->place.origin != origin_ || (is_expected && *change != options_.changes[changes_met_]))
    return fail(Fault::key_change_wrong, entry.sequence);
  if (is_expected) ++changes_met_;
  ++report_.key_changes;
  next_signer_ = change->to;
  return true;
}

bool Checker::take_annex(const EntryView& entry, const Slice& slice, Position& at) {
  const std::uint64_t sequence = entry.sequence;
  if (at.annex >= slice.annexes.size() || slice.annexes[at.annex].number != sequence) {
    missing_.insert(sequence);
    return true;
  }
  const ByteView row = slice.annexes[at.annex++].bytes;
  if (!annex_generation(row)) return fail(Fault::annex_altered, sequence);
  if (options_.day_keys == nullptr) return true;
  const Stopwatch watch{report_.effort.on_annexes};
  ++report_.effort.annexes;
  Digest hash{};
  std::copy(entry.annex_hash.begin(), entry.annex_hash.end(), hash.bytes.begin());
  const auto opened = open_annex(*options_.day_keys, Sequence{sequence}, hash, row);
  if (!opened && opened.error() == AnnexError::altered) return fail(Fault::annex_altered, sequence);
  return true;
}

bool Checker::take_checkpoint(const Slice& slice, Position& at) {
  const std::uint64_t size = frontier_.size();
  if (at.checkpoint >= slice.checkpoints.size() || slice.checkpoints[at.checkpoint].number > size)
    return true;
  const Numbered stored = slice.checkpoints[at.checkpoint++];
  const std::uint64_t since = report_.checkpoint ? report_.checkpoint->size : 0;
  if (stored.number < size) return fail(Fault::checkpoint_root, since);
  const Stopwatch watch{report_.effort.on_signatures};
  ++report_.effort.signatures;
  const auto checkpoint = verify_checkpoint(as_text(stored.bytes), signer_);
  if (!checkpoint) return fail(Fault::checkpoint_signature, size - 1);
  if (checkpoint->size != size || checkpoint->root != frontier_.root())
    return fail(Fault::checkpoint_root, since);
  report_.checkpoint = checkpoint;
  return true;
}

FsckReport Checker::finish() {
  const std::uint64_t size = frontier_.size();
  const std::uint64_t signed_size = report_.checkpoint ? report_.checkpoint->size : 0;
  if (size == 0) fail(Fault::entry_gap, 0);
  if (signed_size != size) fail(Fault::checkpoint_missing, signed_size);
  if (changes_met_ < options_.changes.size()) fail(Fault::rollback, size == 0 ? 0 : size - 1);
  if (options_.known && options_.known->size > size) fail(Fault::rollback, size == 0 ? 0 : size - 1);
  if (options_.known && report_.checkpoint && options_.known->origin != report_.checkpoint->origin)
    fail(Fault::fork, std::nullopt);
  if (!missing_.empty()) fail(Fault::annex_missing, *missing_.begin());
  return report_;
}

std::string_view fault_code(Fault fault) {
  switch (fault) {
    case Fault::unreadable: return "unreadable";
    case Fault::in_use: return "in-use";
    case Fault::not_ours: return "not-ours";
    case Fault::entry_gap: return "entry-gap";
    case Fault::entry_altered: return "entry-altered";
    case Fault::entry_malformed: return "entry-malformed";
    case Fault::genesis_wrong: return "genesis-wrong";
    case Fault::key_change_wrong: return "key-change-wrong";
    case Fault::chain_broken: return "chain-broken";
    case Fault::node_wrong: return "node-wrong";
    case Fault::checkpoint_signature: return "checkpoint-signature";
    case Fault::checkpoint_root: return "checkpoint-root";
    case Fault::checkpoint_missing: return "checkpoint-missing";
    case Fault::annex_missing: return "annex-missing";
    case Fault::annex_stray: return "annex-stray";
    case Fault::annex_altered: return "annex-altered";
    case Fault::row_stray: return "row-stray";
    case Fault::rollback: return "rollback";
    case Fault::fork: return "fork";
  }
  CHECK(false, "fault out of range");
}

std::string_view fault_text(Fault fault) {
  switch (fault) {
    case Fault::unreadable: return "the log cannot be read to its end";
    case Fault::in_use: return "a broker is writing this log: check a copy or an export of it";
    case Fault::not_ours: return "this is not a Concordat log";
    case Fault::entry_gap: return "an entry is missing";
    case Fault::entry_altered: return "the entry is not the one that was logged";
    case Fault::entry_malformed: return "the entry does not decode";
    case Fault::genesis_wrong: return "the log does not begin with this key's genesis";
    case Fault::key_change_wrong: return "the log's key was changed otherwise than by the key before";
    case Fault::chain_broken: return "the next entry was logged after another one than this";
    case Fault::node_wrong: return "a node of the Merkle tree was altered";
    case Fault::checkpoint_signature: return "the checkpoint is not signed by the log's key";
    case Fault::checkpoint_root: return "the checkpoint was signed over another history";
    case Fault::checkpoint_missing: return "entries follow the last checkpoint";
    case Fault::annex_missing: return "the annex is gone and no entry says that it was erased";
    case Fault::annex_stray: return "there is an annex where none may be";
    case Fault::annex_altered: return "the annex is not the one that was logged";
    case Fault::row_stray: return "there is a row that no entry accounts for";
    case Fault::rollback: return "the log is shorter than a checkpoint seen before";
    case Fault::fork: return "the log is not a continuation of the checkpoint seen before";
  }
  CHECK(false, "fault out of range");
}

}  // namespace concordat::audit
