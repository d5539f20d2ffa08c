// A tick's commit beside what it cannot be faster than on the same disk in the same run: an fdatasync
// of the same bytes, and a bare LMDB commit of them. And how fast fsck reads.
//
//   audit_bench --benchmark_min_time=0.5
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <lmdb.h>
#include <unistd.h>

#include <filesystem>

#include "audit/fsck.h"
#include "audit/log.h"
#include "audit/verify_live.h"

namespace concordat::audit {
namespace {

class Folder {
public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "audit-bench-XXXXXX").string();
    CHECK(::mkdtemp(name.data()) != nullptr, "no folder");
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

const SystemClock clock_of_all;
constexpr std::size_t map_bytes = std::size_t{8} << 30;

SigningKey bench_key() {
  const std::array<std::byte, 32> seed{};
  return SigningKey::from_seed(seed);
}

Log open_log(const Folder& folder) {
  auto log = Log::open({.folder = folder.path() / "log",
                        .day_keys = folder.path() / "keys",
                        .origin = "concordat.example/bench",
                        .key = bench_key(),
                        .clock = &clock_of_all,
                        .map_bytes = map_bytes});
  CHECK(log.has_value(), "the log does not open");
  return std::move(*log);
}

// Twenty verdicts an event, as a referral has; no parcel: its bytes would measure the disk, not the log.
Batch tick_of(std::size_t events) {
  AnnexWriter annex;
  for (int i = 0; i < 20; ++i) annex.add("verdict", "subject.names.given|full|grant identity|cap none");
  Batch batch;
  for (std::size_t i = 0; i < events; ++i)
    batch.events.push_back({.kind = EventKind::disclosed,
                            .at = clock_of_all.now(),
                            .actor = "school/oak-primary",
                            .counterpart = "police/met",
                            .code = "disclosed",
                            .message_type = "referral",
                            .purpose = "safeguarding",
                            .agreement = AgreementRef{"prevent/3", sha256(as_bytes("agreement"))},
                            .reference = sha256(as_bytes("reference")),
                            .annex = annex.finish()});
  return batch;
}

std::size_t bytes_of(const Batch& batch) {
  constexpr std::size_t header_and_nodes = 300 + 64;
  constexpr std::size_t seal = 4 + 32 + 12 + 32 + 16;
  return batch.events.size() * (header_and_nodes + seal + batch.events[0].annex.size());
}

void per_event(benchmark::State& state, std::size_t events) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events));
}

void commit_tick(benchmark::State& state) {
  const Folder folder;
  Log log = open_log(folder);
  const Batch batch = tick_of(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) CHECK(log.commit(batch).has_value(), "commit");
  per_event(state, batch.events.size());
}
BENCHMARK(commit_tick)->Arg(1)->Arg(64)->Arg(256)->UseRealTime()->Unit(benchmark::kMicrosecond);

void raw_fdatasync(benchmark::State& state) {
  const Folder folder;
  const Batch batch = tick_of(static_cast<std::size_t>(state.range(0)));
  const Bytes bytes(bytes_of(batch));
  const int file = ::open((folder.path() / "raw").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  for (auto _ : state) {
    CHECK(::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()), "write");
    CHECK(::fdatasync(file) == 0, "fdatasync");
  }
  ::close(file);
  per_event(state, batch.events.size());
}
BENCHMARK(raw_fdatasync)->Arg(1)->Arg(64)->Arg(256)->UseRealTime()->Unit(benchmark::kMicrosecond);

void bare_lmdb(benchmark::State& state) {
  const Folder folder;
  const Batch batch = tick_of(static_cast<std::size_t>(state.range(0)));
  Bytes bytes(bytes_of(batch) / batch.events.size());
  MDB_env* env = nullptr;
  CHECK(mdb_env_create(&env) == 0 && mdb_env_set_mapsize(env, map_bytes) == 0, "env");
  CHECK(mdb_env_open(env, folder.path().c_str(), 0, 0600) == 0, "open");
  std::uint64_t sequence = 0;
  for (auto _ : state) {
    MDB_txn* txn = nullptr;
    MDB_dbi table = 0;
    CHECK(mdb_txn_begin(env, nullptr, 0, &txn) == 0 && mdb_dbi_open(txn, nullptr, 0, &table) == 0, "begin");
    for (std::size_t i = 0; i < batch.events.size(); ++i) {
      NumberKey key = key_of(sequence++);
      MDB_val k{key.size(), key.data()};
      MDB_val v{bytes.size(), bytes.data()};
      CHECK(mdb_put(txn, table, &k, &v, MDB_APPEND | MDB_NOOVERWRITE) == 0, "put");
    }
    CHECK(mdb_txn_commit(txn) == 0, "commit");
  }
  mdb_env_close(env);
  per_event(state, batch.events.size());
}
BENCHMARK(bare_lmdb)->Arg(1)->Arg(64)->Arg(256)->UseRealTime()->Unit(benchmark::kMicrosecond);

// The commit's work without its disk.
void plan_tick(benchmark::State& state) {
  const Folder folder;
  const auto ring = KeyRing::open(folder.path() / "keys", clock_of_all.now(), 0);
  const std::string origin = "concordat.example/bench";
  const SigningKey key = bench_key();
  const SaltSource salts = random_salt;
  Batch genesis = tick_of(1);
  genesis.events[0].kind = EventKind::genesis;
  const Tip tip = plan_commit(Tip{}, genesis, {origin, key, ring->current(), salts})->tip;
  const Batch batch = tick_of(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state)
    benchmark::DoNotOptimize(plan_commit(tip, batch, {origin, key, ring->current(), salts}));
  per_event(state, batch.events.size());
}
BENCHMARK(plan_tick)->Arg(1)->Arg(64)->Arg(256)->Unit(benchmark::kMicrosecond);

constexpr std::int64_t fsck_entries = 256 * 100;

void fill(Log& log) {
  const Batch batch = tick_of(256);
  for (std::int64_t i = 0; i < fsck_entries / 256; ++i) CHECK(log.commit(batch).has_value(), "commit");
}

// Entries a second; and of what is bound by hashing, the time for signatures left out: a log of one commit an entry has as
// many signatures as entries, one of full ticks some hundreds of times fewer.
class Rate {
public:
  void add(const FsckReport& report) {
    CHECK(report.ok(), "a good log does not verify");
    signatures_ += report.effort.on_signatures;
  }
  void tell(benchmark::State& state) const {
    const auto all = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_);
    const double entries = static_cast<double>(state.iterations() * fsck_entries);
    state.SetItemsProcessed(state.iterations() * fsck_entries);
    state.counters["besides_signatures"] = entries / (all - std::chrono::duration<double>(signatures_)).count();
  }

private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::nanoseconds signatures_{};
};

void fsck_copy(benchmark::State& state) {
  const Folder folder;
  {
    Log log = open_log(folder);
    fill(log);
  }
  Rate rate;
  for (auto _ : state) rate.add(fsck(folder.path() / "log", {.key = bench_key().verify_key(), .known = std::nullopt}));
  rate.tell(state);
}
BENCHMARK(fsck_copy)->UseRealTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

// With the day keys, every annex is opened as well: bound by AES and memory, not by hashing entries.
void fsck_copy_annexes(benchmark::State& state) {
  const Folder folder;
  {
    Log log = open_log(folder);
    fill(log);
  }
  const auto keys = KeyRing::load(folder.path() / "keys");
  Rate rate;
  for (auto _ : state) rate.add(fsck(folder.path() / "log", {.key = bench_key().verify_key(), .known = std::nullopt, .day_keys = &*keys}));
  rate.tell(state);
}
BENCHMARK(fsck_copy_annexes)->UseRealTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

void fsck_export(benchmark::State& state) {
  const Folder folder;
  Log log = open_log(folder);
  fill(log);
  CHECK(export_log(log, folder.path() / "tiles").has_value(), "export");
  Rate rate;
  for (auto _ : state) rate.add(fsck(folder.path() / "tiles", {.key = bench_key().verify_key(), .known = std::nullopt}));
  rate.tell(state);
}
BENCHMARK(fsck_export)->UseRealTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

// What checking costs once the bytes are in memory: hashing, and little else.
void check_in_memory(benchmark::State& state) {
  const Folder folder;
  Log log = open_log(folder);
  fill(log);
  std::vector<Slice> slices;
  for (std::uint64_t at = 0; at < log.next_sequence().value(); at = slices.back().end)
    slices.push_back(*log.slice(at, log.next_sequence().value(), Annexes::none));
  Rate rate;
  for (auto _ : state) {
    Checker checker{{.key = bench_key().verify_key(), .known = std::nullopt}, Holds::headers};
    for (const Slice& slice : slices) CHECK(checker.take(slice), "check");
    rate.add(checker.finish());
  }
  rate.tell(state);
}
BENCHMARK(check_in_memory)->Unit(benchmark::kMillisecond);

// The hashes that such a check cannot do without: two of each entry, one of each pair of nodes.
void hash_in_memory(benchmark::State& state) {
  const Folder folder;
  Log log = open_log(folder);
  fill(log);
  std::vector<Slice> slices;
  for (std::uint64_t at = 0; at < log.next_sequence().value(); at = slices.back().end)
    slices.push_back(*log.slice(at, log.next_sequence().value(), Annexes::none));
  for (auto _ : state) {
    Digest node{};
    for (const Slice& slice : slices)
      for (const Numbered entry : slice.entries) {
        node = node_hash(leaf_hash(entry.bytes), node);
        benchmark::DoNotOptimize(entry_hash(entry.bytes));
      }
    benchmark::DoNotOptimize(node);
  }
  state.SetItemsProcessed(state.iterations() * fsck_entries);
}
BENCHMARK(hash_in_memory)->Unit(benchmark::kMillisecond);

void verify_live_log(benchmark::State& state) {
  const Folder folder;
  Log log = open_log(folder);
  fill(log);
  Rate rate;
  for (auto _ : state) rate.add(*verify_live(log, std::nullopt));
  rate.tell(state);
}
BENCHMARK(verify_live_log)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace concordat::audit

BENCHMARK_MAIN();
