// The log: the append-only, chained, signed record of everything the broker decided, and the rows that
// must be on disk exactly when their record is. One writer in the world: the folder's lock sees to it.
//
// commit() runs one at a time, on any thread. Reads run on any thread, also while a commit is in
// flight, see only what is committed, and return copies. After a failed commit the log is poisoned:
// every call answers with that error until the log is opened anew, because only reading back can tell
// what reached the disk.
//
//   TRY(Log log, Log::open({.folder = ..., .day_keys = ..., .origin = "concordat.example/southwark",
//                           .key = SigningKey::from_seed(seed), .clock = &clock}));
//   TRY(Committed done, log.commit(batch));   // done.receipts[i] is for batch.events[i]
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/checkpoint.h"
#include "audit/event.h"
#include "audit/log_keys.h"
#include "audit/plan.h"
#include "audit/prove.h"
#include "audit/receipt.h"
#include "audit/slice.h"
#include "base/clock.h"
#include "base/result.h"

namespace concordat::audit {

enum class LogError {
  full,          // no space; nothing of the batch is in the log
  disk,          // the store failed; what reached it is unknown until reopened
  locked,        // no permission on folder, lock or store
  broken_chain,  // what is stored is not a log that our key signed
  not_ours,      // not LMDB, other tables, or the log of another key or origin
  in_use,        // another process has it open
  unencodable,   // the batch does not fit the format: nothing was written, and the log goes on
  day_keys,      // the day keys cannot be read or made
};
std::string_view log_error_code(LogError error);  // "log-full", ...

struct Committed {
  std::vector<Receipt> receipts;
  SignedCheckpoint checkpoint;
};

struct StoredRow {
  Sequence sequence;
  Bytes value;
};

class Log {
public:
  struct Options {
    std::filesystem::path folder;
    std::filesystem::path day_keys;  // a folder of its own, apart from the log's
    std::string origin;
    SigningKey key;
    std::optional<SigningKey> next_key = std::nullopt;  // of a change that may have been committed: the log knows
    const Clock* clock;
    std::size_t map_bytes = std::size_t{1} << 40;  // reserved once; costs address space only
    SaltSource salts = random_salt;
  };
  // An empty folder becomes a log with its genesis. Otherwise the last commit is verified: checkpoint,
  // root, chain.
  static Result<Log, LogError> open(Options options);
  Log(Log&&) noexcept;
  Log& operator=(Log&&) noexcept;
  ~Log();

  // All of the batch is on disk when this returns, or (full, unencodable) none is. An empty batch
  // writes nothing and returns no receipt and the last checkpoint. With `erased` events, what else was sealed under the keys of
  // the annexes that go is re-sealed in the same transaction, and those keys are destroyed before it returns. With `next_key`
  // that is what signs from the next commit on.
  Result<Committed, LogError> commit(const Batch& batch);

  const std::string& origin() const;
  LogKeys keys() const;            // all that ever signed it
  VerifyKey verify_key() const;    // the one that signs now
  Sequence next_sequence() const;  // of the first event of the next commit
  Result<SignedCheckpoint, LogError> checkpoint() const;

  Result<std::optional<Bytes>, LogError> get(Table table, Sequence sequence) const;
  // At most `count` rows from `from` on, ascending.
  Result<std::vector<StoredRow>, LogError> rows(Table table, Sequence from, std::size_t count) const;
  // The same where they lie, in one short transaction, until `seen` says false: it may keep no view of them.
  Result<Unit, LogError> visit(Table table, Sequence from, const std::function<bool(Sequence, ByteView)>& seen) const;
  Result<std::optional<Entry>, LogError> entry(Sequence sequence) const;
  // At most `count` entries from `from` on, in one short transaction.
  Result<std::vector<Entry>, LogError> entries(Sequence from, std::size_t count) const;
  // Nothing when it was erased or its day key was destroyed; broken_chain when it was altered.
  Result<std::optional<Bytes>, LogError> annex(Sequence sequence) const;
  // For whoever finds a stored parcel after a restart and needs the receipt of the record it was stored
  // with.
  Result<std::optional<Receipt>, LogError> reopen_receipt(Sequence sequence) const;

  // Proofs against the tree at `size`, or between two sizes; broken_chain when there was never such a tree.
  Result<Proof, LogError> inclusion(Sequence sequence, std::uint64_t size) const;
  Result<Proof, LogError> consistency(std::uint64_t old_size, std::uint64_t size) const;
  // What goes along with a delivery: the entry, its proof, and the last checkpoint.
  Result<DeliveryReceipt, LogError> delivery_receipt(Sequence sequence) const;

  // Entries from `from` up to `to`, for the live check and the export.
  Result<Slice, LogError> slice(std::uint64_t from, std::uint64_t to, Annexes annexes = Annexes::whole) const;

private:
  struct State;
  struct Erasing;
  explicit Log(std::unique_ptr<State> state);
  static Result<Unit, LogError> write(State& state, const Batch& batch, const Plan& plan, const Erasing& erasing);
  static Result<Erasing, LogError> begin_erasing(State& state, const Batch& batch);
  static Result<Unit, LogError> condemn_keys(State& state, const Erasing& erasing, const Plan& plan);
  static Result<Unit, LogError> settle_keys(State& state);
  static Result<Committed, LogError> commit_to(State& state, const Batch& batch);
  static Result<Unit, LogError> begin_log(State& state);
  static Result<Unit, LogError> resume_log(State& state);
  static Result<Unit, LogError> learn_keys(State& state);
  static Receipt make_receipt(EventKind kind, Sequence sequence, const Digest& reference,
                              const Digest& entry);
  std::unique_ptr<State> state_;
};

}  // namespace concordat::audit
