// A commit is one function over one value: the same batches, replayed, give the same store, byte for
// byte but for the sealed annexes; and the store holds what a plain model of it says.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <memory>

#include "audit/fsck.h"
#include "audit/verify_live.h"
#include "scratch.h"
#include "surgery.h"

namespace concordat::audit {
namespace {

using Model = std::map<std::pair<Table, std::uint64_t>, Bytes>;

struct Tick {
  std::vector<int> kinds;                           // of its events
  std::vector<std::tuple<int, int, int>> rows;      // table, event, size
  std::vector<std::pair<int, int>> erasures;        // table, sequence
  std::vector<std::tuple<int, int, int>> replaced;  // table, sequence, size
};

Table table_at(int index) { return all_tables[static_cast<std::size_t>(index) % all_tables.size()]; }

rc::Gen<Tick> ticks() {
  const auto small = rc::gen::inRange(0, 40);
  const auto size = rc::gen::inRange(0, 6000);
  return rc::gen::build<Tick>(
      rc::gen::set(&Tick::kinds,
                   rc::gen::resize(6, rc::gen::container<std::vector<int>>(rc::gen::inRange(2, 23)))),
      rc::gen::set(&Tick::rows, rc::gen::resize(6, rc::gen::container<std::vector<std::tuple<int, int, int>>>(
                                                       rc::gen::tuple(small, small, size)))),
      rc::gen::set(&Tick::erasures, rc::gen::resize(4, rc::gen::container<std::vector<std::pair<int, int>>>(
                                                           rc::gen::pair(small, small)))),
      rc::gen::set(&Tick::replaced,
                   rc::gen::resize(3, rc::gen::container<std::vector<std::tuple<int, int, int>>>(
                                          rc::gen::tuple(small, small, size)))));
}

// The batch of a tick that begins at `first`; the model follows it.
Batch batch_from(const Tick& tick, std::uint64_t first, Model& model) {
  Batch batch;
  for (const int kind : tick.kinds) {
    batch.events.push_back(
        test_event(*event_kind_from_number(static_cast<std::uint8_t>(kind)), std::to_string(kind)));
    if (kind % 3 == 0) batch.events.back().about = Sequence{first + batch.events.size() - 2};
  }
  std::set<std::pair<Table, std::size_t>> taken;
  for (const auto& [table, event, size] : tick.rows) {
    if (batch.events.empty()) break;
    const std::size_t at = static_cast<std::size_t>(event) % batch.events.size();
    if (!taken.emplace(table_at(table), at).second) continue;
    batch.rows.push_back({table_at(table), at, Bytes(static_cast<std::size_t>(size), std::byte{7})});
    model[{table_at(table), first + at}] = batch.rows.back().value;
  }
  for (const auto& [table, sequence, size] : tick.replaced) {
    const auto number = static_cast<std::uint64_t>(sequence);
    batch.replacements.push_back(
        {table_at(table), Sequence{number}, Bytes(static_cast<std::size_t>(size), std::byte{9})});
    const auto there = model.find({table_at(table), number});
    if (there != model.end()) there->second = batch.replacements.back().value;
  }
  for (const auto& [table, sequence] : tick.erasures) {
    const auto number = static_cast<std::uint64_t>(sequence);
    batch.erasures.push_back({table_at(table), Sequence{number}});
    model.erase({table_at(table), number});
  }
  return batch;
}

Log counted_log(const Scratch& scratch, const Clock& clock) {
  Log::Options options = test_options(scratch, clock);
  options.salts = [count = std::make_shared<int>(0)] { return digest_of(std::to_string((*count)++)); };
  auto log = Log::open(std::move(options));
  CHECK(log.has_value(), "open");
  return std::move(*log);
}

Model stored_rows(const Log& log) {
  Model model;
  for (const Table table : all_tables) {
    const auto rows = log.rows(table, Sequence{0}, 10000);
    for (const StoredRow& row : *rows) model[{table, row.sequence.value()}] = row.value;
  }
  return model;
}

RC_GTEST_PROP(Replay, GivesTheSameStoreAndTheModels, ()) {
  const auto all = *rc::gen::resize(8, rc::gen::container<std::vector<Tick>>(ticks()));
  const Scratch first_scratch;
  const Scratch second_scratch;
  const FixedClock clock;
  Model model;
  {
    Log first = counted_log(first_scratch, clock);
    Log second = counted_log(second_scratch, clock);
    for (const Tick& tick : all) {
      const Batch batch = batch_from(tick, first.next_sequence().value(), model);
      const auto done = first.commit(batch);
      RC_ASSERT(done.has_value());
      RC_ASSERT(done->receipts.size() == batch.events.size());
      RC_ASSERT(second.commit(batch).has_value());
    }
    RC_ASSERT(stored_rows(first) == model);
    RC_ASSERT(verify_live(first, std::nullopt)->ok());
  }
  const Surgery first{first_scratch.log()};
  const Surgery second{second_scratch.log()};
  for (const char* table : store_names) {
    const std::vector<Bytes> keys = first.keys(table);
    RC_ASSERT(keys == second.keys(table));
    if (table == std::string_view{"annexes"}) continue;
    for (const Bytes& key : keys) RC_ASSERT(first.get(table, key) == second.get(table, key));
  }
}

}  // namespace
}  // namespace concordat::audit
