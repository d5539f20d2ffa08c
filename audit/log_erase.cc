// The erasing part of a commit: a key of its own for the survivors of each generation that loses an annex, a new current key
// after them, a note of which keys are to go; and, once the commit is on disk or the log is opened again, their destruction.
#include <map>

#include "audit/condemned.h"
#include "audit/log_state.h"
#include "audit/sealed_annex.h"

namespace concordat::audit {
namespace {

// By generation: the lowest sequence that goes.
using Losses = std::map<std::uint32_t, std::uint64_t>;

Result<Losses, StoreError> losses_of(const Env& env, const Batch& batch) {
  Losses losses;
  TRY(const ReadTxn read, ReadTxn::begin(env));
  for (const Event& event : batch.events) {
    if (event.kind != EventKind::erased || !event.about) continue;
    TRY(const std::optional<Bytes> row, read.get(index_of(Store::annexes), key_of(event.about->value())));
    const auto generation = row ? annex_generation(*row) : std::nullopt;
    if (!generation) continue;
    const auto [loss, is_first] = losses.emplace(*generation, event.about->value());
    if (!is_first) loss->second = std::min(loss->second, event.about->value());
  }
  return losses;
}

}  // namespace

Result<Log::Erasing, LogError> Log::begin_erasing(State& state, const Batch& batch) {
  const auto losses = losses_of(state.env, batch);
  if (!losses) return Fail{log_error_of(losses.error())};
  Erasing erasing;
  if (losses->empty()) return erasing;
  const Instant now = state.options.clock->now();
  const std::lock_guard guard{state.published};
  for (const auto& [generation, near] : *losses) {
    if (!state.day_keys.rotate(now)) return Fail{LogError::day_keys};
    erasing.resealings.push_back({generation, state.day_keys.current().generation, near});
  }
  // What is written from now on gets another key than any of them: so the days stay apart.
  if (!state.day_keys.rotate(now)) return Fail{LogError::day_keys};
  return erasing;
}

Result<Unit, LogError> Log::condemn_keys(State& state, const Erasing& erasing, const Plan& plan) {
  if (erasing.resealings.empty()) return Unit{};
  Condemned condemned{.commit = state.tip.frontier.size(), .entry = plan.hashes.front(), .generations = {}};
  for (const Resealing& resealing : erasing.resealings) condemned.generations.push_back(resealing.from);
  if (!condemn(state.day_keys.folder(), condemned)) return Fail{LogError::day_keys};
  return Unit{};
}

Result<Unit, LogError> Log::settle_keys(State& state) {
  const auto settled = [&]() -> Result<Unit, FileError> {
    TRY(const std::optional<Condemned> condemned, read_condemned(state.day_keys.folder()));
    if (!condemned) return Unit{};
    const auto read = ReadTxn::begin(state.env);
    const auto first = read ? read->get(index_of(Store::entries), key_of(condemned->commit)) : Result<std::optional<Bytes>, StoreError>{Fail{read.error()}};
    if (!first) return Fail{FileError{FileError::Kind::other, "the log cannot be read"}};
    if (!*first || entry_hash(**first) != condemned->entry) return reprieve(state.day_keys.folder());
    const std::lock_guard guard{state.published};
    return execute(state.day_keys, *condemned);
  }();
  if (settled) return Unit{};
  // Nothing is committed after a destruction that is not finished: its note is found again when the log is opened.
  const std::lock_guard guard{state.published};
  state.poison = LogError::day_keys;
  return Fail{LogError::day_keys};
}

}  // namespace concordat::audit
