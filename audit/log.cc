#include "audit/log.h"

#include <algorithm>
#include <numeric>

#include "audit/log_state.h"
#include "base/check.h"

namespace concordat::audit {
namespace {

bool day_changed(Instant then, Instant now) {
  return std::chrono::floor<std::chrono::days>(now) > std::chrono::floor<std::chrono::days>(then);
}

bool empty(const Batch& batch) {
  return batch.events.empty() && batch.rows.empty() && batch.replacements.empty() && batch.erasures.empty();
}

Result<Unit, StoreError> append_all(WriteTxn& txn, Store store, const Rows& rows) {
  for (const Numbered row : rows) {
    TRY([[maybe_unused]] Unit put, txn.append(index_of(store), key_of(row.number), row.bytes));
  }
  return Unit{};
}

// A row's key is its event's sequence, so in the order of events every table is only appended to.
Result<Unit, StoreError> append_rows(WriteTxn& txn, const std::vector<Row>& rows, std::uint64_t first) {
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rows[a].event < rows[b].event; });
  for (const std::size_t i : order) {
    const Row& row = rows[i];
    TRY([[maybe_unused]] Unit put,
        txn.append(index_of(store_of(row.table)), key_of(first + row.event), row.value));
  }
  return Unit{};
}

Result<Unit, StoreError> replace_all(WriteTxn& txn, const Batch& batch) {
  for (const Replace& row : batch.replacements) {
    TRY([[maybe_unused]] Unit put,
        txn.replace(index_of(store_of(row.table)), key_of(row.sequence.value()), row.value));
  }
  return Unit{};
}

Result<Unit, StoreError> erase_all(WriteTxn& txn, const Batch& batch) {
  for (const Erase& erase : batch.erasures) {
    TRY([[maybe_unused]] Unit gone,
        txn.erase(index_of(store_of(erase.table)), key_of(erase.sequence.value())));
  }
  for (const Event& event : batch.events) {
    if (event.kind != EventKind::erased || !event.about) continue;
    TRY([[maybe_unused]] Unit gone, txn.erase(index_of(Store::annexes), key_of(event.about->value())));
  }
  return Unit{};
}

struct Survivors {
  const KeyRing& day_keys;
  const std::vector<Resealing>& resealings;
};

Result<Unit, StoreError> apply(WriteTxn txn, const Batch& batch, const Plan& plan, std::uint64_t first, const Survivors& survivors) {
  TRY([[maybe_unused]] Unit entries, append_all(txn, Store::entries, plan.entries));
  TRY([[maybe_unused]] Unit annexes, append_all(txn, Store::annexes, plan.annexes));
  TRY([[maybe_unused]] Unit nodes, append_all(txn, Store::nodes, plan.nodes));
  TRY([[maybe_unused]] Unit rows, append_rows(txn, batch.rows, first));
  if (!plan.entries.empty()) {
    Rows notes;
    notes.add(plan.checkpoint.checkpoint.size, as_bytes(plan.checkpoint.note));
    TRY([[maybe_unused]] Unit put, append_all(txn, Store::checkpoints, notes));
  }
  TRY([[maybe_unused]] Unit replaced, replace_all(txn, batch));
  TRY([[maybe_unused]] Unit erased, erase_all(txn, batch));
  for (const Resealing& resealing : survivors.resealings) {
    TRY([[maybe_unused]] Unit resealed, reseal_rows(txn, survivors.day_keys, resealing));
  }
  return std::move(txn).commit();
}

}  // namespace

Log::Log(std::unique_ptr<State> state) : state_(std::move(state)) {}
Log::Log(Log&&) noexcept = default;
Log& Log::operator=(Log&&) noexcept = default;
Log::~Log() = default;

Receipt Log::make_receipt(EventKind kind, Sequence sequence, const Digest& reference, const Digest& entry) {
  return Receipt{Passkey<Log>{}, kind, sequence, reference, entry};
}

Result<Unit, LogError> Log::write(State& state, const Batch& batch, const Plan& plan, const Erasing& erasing) {
  auto txn = WriteTxn::begin(Passkey<Log>{}, state.env);
  const auto written = txn ? apply(std::move(*txn), batch, plan, state.tip.frontier.size(), {state.day_keys, erasing.resealings})
                           : Result<Unit, StoreError>{Fail{txn.error()}};
  const std::lock_guard guard{state.published};
  if (!written) {
    // A row that is there already, or out of order, means that the store is not what this process
    // believes it is.
    state.poison = log_error_of(written.error());
    return Fail{*state.poison};
  }
  state.tip = plan.tip;
  if (!plan.entries.empty()) state.latest = plan.checkpoint;
  if (batch.next_key) {
    CHECK(state.keys.follow(plan.key_change) == Followed::led_on, "a change of key that was just signed does not lead on");
    state.key = batch.next_key;
  }
  return Unit{};
}

Result<Committed, LogError> Log::commit(const Batch& batch) {
  const std::lock_guard one_at_a_time{state_->committing};
  return commit_to(*state_, batch);
}

Result<Committed, LogError> Log::commit_to(State& state, const Batch& batch) {
  if (const auto poison = state.poisoned()) return Fail{*poison};
  if (empty(batch) && !batch.next_key) return Committed{{}, state.latest};
  const Instant now = state.options.clock->now();
  if (day_changed(state.day_keys.current().created, now)) {
    const std::lock_guard guard{state.published};
    if (!state.day_keys.rotate(now)) return Fail{LogError::day_keys};
  }
  const std::uint64_t first = state.tip.frontier.size();
  TRY(const Erasing erasing, begin_erasing(state, batch));
  const auto plan =
      plan_commit(state.tip, batch,
                  {state.options.origin, *state.key, state.day_keys.current(), state.options.salts});
  if (!plan) return Fail{LogError::unencodable};
  TRY([[maybe_unused]] Unit condemned, condemn_keys(state, erasing, *plan));
  TRY([[maybe_unused]] Unit written, write(state, batch, *plan, erasing));
  if (!erasing.resealings.empty()) {
    TRY([[maybe_unused]] Unit settled, settle_keys(state));
  }
  // It is committed: should the files not be written, whoever opens the log next finds the change in it.
  if (batch.next_key) [[maybe_unused]] const auto stated = state_keys(state.options.folder, state.keys);
  Committed committed{{}, state.latest};
  committed.receipts.reserve(batch.events.size());
  for (std::size_t i = 0; i < batch.events.size(); ++i)
    committed.receipts.push_back(
        make_receipt(batch.events[i].kind, Sequence{first + i}, batch.events[i].reference, plan->hashes[i]));
  return committed;
}

LogError log_error_of(StoreError error) {
  switch (error) {
    case StoreError::full: return LogError::full;
    case StoreError::disk: return LogError::disk;
    case StoreError::locked: return LogError::locked;
    case StoreError::corrupt: return LogError::broken_chain;
    case StoreError::foreign: return LogError::not_ours;
    case StoreError::exists: return LogError::broken_chain;
  }
  CHECK(false, "store error out of range");
}

std::string_view log_error_code(LogError error) {
  switch (error) {
    case LogError::full: return "log-full";
    case LogError::disk: return "log-disk";
    case LogError::locked: return "log-locked";
    case LogError::broken_chain: return "log-broken-chain";
    case LogError::not_ours: return "log-not-ours";
    case LogError::in_use: return "log-in-use";
    case LogError::unencodable: return "log-unencodable";
    case LogError::day_keys: return "log-day-keys";
  }
  CHECK(false, "log error out of range");
}

}  // namespace concordat::audit
