// What the broker reads back from its own live log: short transactions, copies, nothing once the log is
// poisoned.
#include "audit/log_state.h"
#include "audit/sealed_annex.h"

namespace concordat::audit {
namespace {

Result<std::optional<Bytes>, LogError> get_from(const ReadTxn& read, Store store, std::uint64_t number) {
  auto stored = read.get(index_of(store), key_of(number));
  if (!stored) return Fail{log_error_of(stored.error())};
  return std::move(*stored);
}

Result<ReadTxn, LogError> begin_read(const Env& env, std::optional<LogError> poison) {
  if (poison) return Fail{*poison};
  auto read = ReadTxn::begin(env);
  if (!read) return Fail{log_error_of(read.error())};
  return std::move(*read);
}

Result<Proof, LogError> or_broken(std::optional<Proof> proof) {
  if (!proof) return Fail{LogError::broken_chain};
  return std::move(*proof);
}

}  // namespace

const std::string& Log::origin() const { return state_->options.origin; }

LogKeys Log::keys() const {
  const std::lock_guard guard{state_->published};
  return state_->keys;
}

VerifyKey Log::verify_key() const {
  const std::lock_guard guard{state_->published};
  return state_->keys.current();
}

Sequence Log::next_sequence() const {
  const std::lock_guard guard{state_->published};
  return Sequence{state_->latest.checkpoint.size};
}

Result<SignedCheckpoint, LogError> Log::checkpoint() const {
  const std::lock_guard guard{state_->published};
  if (state_->poison) return Fail{*state_->poison};
  return state_->latest;
}

Result<std::optional<Bytes>, LogError> Log::get(Table table, Sequence sequence) const {
  TRY(const ReadTxn read, begin_read(state_->env, state_->poisoned()));
  return get_from(read, store_of(table), sequence.value());
}

Result<std::vector<StoredRow>, LogError> Log::rows(Table table, Sequence from, std::size_t count) const {
  TRY(const ReadTxn read, begin_read(state_->env, state_->poisoned()));
  auto found = read.range(index_of(store_of(table)), key_of(from.value()), {}, count);
  if (!found) return Fail{log_error_of(found.error())};
  std::vector<StoredRow> rows;
  rows.reserve(found->size());
  for (KeyValue& row : *found) {
    const auto number = number_of(row.key);
    if (!number) return Fail{LogError::broken_chain};
    rows.push_back({Sequence{*number}, std::move(row.value)});
  }
  return rows;
}

Result<Unit, LogError> Log::visit(Table table, Sequence from, const std::function<bool(Sequence, ByteView)>& seen) const {
  TRY(const ReadTxn read, begin_read(state_->env, state_->poisoned()));
  bool are_numbers = true;
  const auto walked = read.visit(index_of(store_of(table)), key_of(from.value()), {}, [&](ByteView key, ByteView value) {
    const auto number = number_of(key);
    are_numbers = number.has_value();
    return number && seen(Sequence{*number}, value);
  });
  if (!walked) return Fail{log_error_of(walked.error())};
  if (!are_numbers) return Fail{LogError::broken_chain};
  return Unit{};
}

Result<std::optional<Entry>, LogError> Log::entry(Sequence sequence) const {
  TRY(const ReadTxn read, begin_read(state_->env, state_->poisoned()));
  TRY(const std::optional<Bytes> stored, get_from(read, Store::entries, sequence.value()));
  if (!stored) return std::optional<Entry>{};
  auto entry = decode_entry(*stored);
  if (!entry || entry->sequence != sequence) return Fail{LogError::broken_chain};
  return entry;
}

Result<std::vector<Entry>, LogError> Log::entries(Sequence from, std::size_t count) const {
  TRY(const ReadTxn read, begin_read(state_->env, state_->poisoned()));
  const auto stored = read.range(index_of(Store::entries), key_of(from.value()), {}, count);
  if (!stored) return Fail{log_error_of(stored.error())};
  std::vector<Entry> entries;
  entries.reserve(stored->size());
  for (const KeyValue& row : *stored) {
    auto entry = decode_entry(row.value);
    if (!entry || entry->sequence.value() != from.value() + entries.size()) return Fail{LogError::broken_chain};
    entries.push_back(std::move(*entry));
  }
  return entries;
}

Result<std::optional<Bytes>, LogError> Log::annex(Sequence sequence) const {
  TRY(const std::optional<Entry> about, entry(sequence));
  if (!about) return std::optional<Bytes>{};
  // Between reading a row and opening it an erasure may re-seal it and destroy its key: then it is read again.
  for (const bool is_last_try : {false, true}) {
    TRY(const ReadTxn read, begin_read(state_->env, state_->poisoned()));
    TRY(const std::optional<Bytes> row, get_from(read, Store::annexes, sequence.value()));
    if (!row) return std::optional<Bytes>{};
    const std::lock_guard guard{state_->published};
    auto opened = open_annex(state_->day_keys, sequence, about->annex_hash, *row);
    if (opened) return std::optional{std::move(*opened)};
    if (opened.error() == AnnexError::altered) return Fail{LogError::broken_chain};
    if (is_last_try) break;
  }
  return std::optional<Bytes>{};
}

Result<std::optional<Receipt>, LogError> Log::reopen_receipt(Sequence sequence) const {
  TRY(const ReadTxn read, begin_read(state_->env, state_->poisoned()));
  TRY(const std::optional<Bytes> stored, get_from(read, Store::entries, sequence.value()));
  if (!stored) return std::optional<Receipt>{};
  const auto entry = decode_entry(*stored);
  if (!entry || entry->sequence != sequence ||
      stored_nodes(read)(node_position(0, sequence.value())) != leaf_hash(*stored))
    return Fail{LogError::broken_chain};
  return std::optional{make_receipt(entry->kind, sequence, entry->reference, entry_hash(*stored))};
}

Result<Proof, LogError> Log::inclusion(Sequence sequence, std::uint64_t size) const {
  TRY(const ReadTxn read, begin_read(state_->env, state_->poisoned()));
  return or_broken(inclusion_proof(sequence.value(), size, stored_nodes(read)));
}

Result<Proof, LogError> Log::consistency(std::uint64_t old_size, std::uint64_t size) const {
  TRY(const ReadTxn read, begin_read(state_->env, state_->poisoned()));
  return or_broken(consistency_proof(old_size, size, stored_nodes(read)));
}

Result<DeliveryReceipt, LogError> Log::delivery_receipt(Sequence sequence) const {
  TRY(const SignedCheckpoint latest, checkpoint());
  TRY(const ReadTxn read, begin_read(state_->env, state_->poisoned()));
  TRY(std::optional<Bytes> stored, get_from(read, Store::entries, sequence.value()));
  if (!stored) return Fail{LogError::broken_chain};
  TRY(Proof inclusion,
      or_broken(inclusion_proof(sequence.value(), latest.checkpoint.size, stored_nodes(read))));
  return DeliveryReceipt{sequence, std::move(*stored), std::move(inclusion), latest.note};
}

Result<Slice, LogError> Log::slice(std::uint64_t from, std::uint64_t to, Annexes annexes) const {
  TRY(const ReadTxn read, begin_read(state_->env, state_->poisoned()));
  auto found = read_slice(read, from, to, annexes);
  if (!found) return Fail{log_error_of(found.error())};
  return std::move(*found);
}

}  // namespace concordat::audit
