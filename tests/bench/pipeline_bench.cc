// A message's way, part by part and whole: seal, decode, decide, translate; then end to end through the real
// pipeline with its ledger on this disk, from the Submit frame to the Dispatch. audit_bench has the raw
// fdatasync and the bare LMDB commit to hold it against; here they are once more, in the same run.
//
//   TMPDIR=/a/real/disk pipeline_bench
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <lmdb.h>
#include <unistd.h>

#include <filesystem>

#include "adapters/nhs/translate.h"
#include "adapters/school/translate.h"
#include "base/file.h"
#include "broker/log_ledger.h"
#include "broker/pipeline.h"
#include "broker/verify_pool.h"
#include "broker/voice.h"
#include "tests/sim/area.h"

namespace concordat::broker {
namespace {

constexpr std::size_t map_bytes = std::size_t{8} << 30;
constexpr std::size_t sender = 4;  // school/eastbury

class Folder {
public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "pipeline-bench-XXXXXX").string();
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

// Goes as time does, within the term of the area's agreements.
class TermClock final : public Clock {
public:
  Instant now() const override {
    return day_ + std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began_);
  }

private:
  const Instant day_ = *parse_instant("2026-05-01T09:00:00Z");
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

schemas::Message referral(const sim::Area& area, sim::Dice& dice, Instant now) {
  schemas::Message message = area.referral(sender, dice, now);
  message.envelope.recipients = {area.agencies()[2]};
  message.envelope.created = now;
  return message;
}

// Rings when the disk or a verifier is done.
class Bell {
public:
  void ring() {
    const std::lock_guard lock{mutex_};
    rung_ = true;
    changed_.notify_one();
  }
  void wait() {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, std::chrono::milliseconds{1}, [this] { return rung_; });
    rung_ = false;
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool rung_ = false;
};

class Counting final : public Network {
public:
  SendOutcome reply(const Session&, const Reply& reply) override {
    CHECK(!std::holds_alternative<schemas::Refused>(reply), "the benchmark's message is refused");
    return SendOutcome::sent;
  }
  SendOutcome send(const Session&, const Dispatch& dispatch, const Evidence&) override {
    to_ack.push_back(dispatch.parcel().label().disclosure);
    ++sent;
    return SendOutcome::sent;
  }
  std::vector<schemas::DisclosureId> to_ack;
  std::size_t sent = 0;
};

Vault open_vault(const Folder& folder, Instant now) { return std::move(*Vault::open(folder.path() / "parcel-keys", now)); }

std::unique_ptr<LogLedger> open_ledger(const Folder& folder, const Clock& clock, Bell& bell) {
  auto ledger = LogLedger::open(
      [&folder, &clock] {
        return audit::Log::open({.folder = folder.path() / "log", .day_keys = folder.path() / "day-keys", .origin = std::string{sim::log_origin},
                                 .key = sim::Area::log_key(), .clock = &clock, .map_bytes = map_bytes});
      },
      [&bell] { bell.ring(); });
  CHECK(ledger.has_value(), "the log does not open");
  return std::move(*ledger);
}

class Broker {
public:
  Broker()
      : ledger_(open_ledger(folder_, clock_, bell_)),
        core_(clock_, network_, *ledger_, open_vault(folder_, clock_.now()),
              Limits{.submissions_per_minute = 10'000'000, .session_silence = std::chrono::hours{1}},
              area_.governance(sim::Prevent::active, clock_.now()).rules),
        verifier_(2, core_.limits.verify_queue_max, [this] { bell_.ring(); }), pipeline_(core_, verifier_) {
    CHECK(pipeline_.start().has_value(), "the broker does not start");
    pipeline_.govern(area_.governance(sim::Prevent::active, clock_.now()));
    for (std::size_t i = 0; i < 3; ++i) turn_until([this] { return pipeline_.is_idle(); });
    for (std::size_t i = 0; i < area_.agencies().size(); ++i)
      pipeline_.receive(session(i), schemas::Hello{.software = "bench", .checkpoint = {}, .credit = 256, .session = {}});
  }

  std::vector<Bytes> frames(std::size_t count) {
    sim::Dice dice{1};
    std::vector<Bytes> made;
    for (std::size_t i = 0; i < count; ++i)
      made.push_back(schemas::encode_frame(std::move(*schemas::seal_message(referral(area_, dice, clock_.now()), area_.signing_key(sender)))));
    return made;
  }
  void submit(ByteView frame) { pipeline_.receive(session(sender), std::move(*schemas::decode_frame(frame))); }
  std::size_t sent() const { return network_.sent; }
  void turn_until(const std::function<bool()>& done) {
    for (pipeline_.step(); !done(); pipeline_.step()) {
      for (const schemas::DisclosureId& id : std::exchange(network_.to_ack, {})) pipeline_.receive(session(2), schemas::Ack{id, 0});
      if (!pipeline_.has_work()) bell_.wait();
    }
  }

private:
  Session session(std::size_t agency) const { return {ConnectionId{agency + 1}, area_.agencies()[agency].value(), area_.transport_key(agency)}; }

  Folder folder_;
  TermClock clock_;
  sim::Area area_;
  Bell bell_;
  Counting network_;
  std::unique_ptr<LogLedger> ledger_;
  Core core_;
  VerifyPool verifier_;
  Pipeline pipeline_;
};

// From Submit to Dispatch, each message's delivery acknowledged as it comes.
void end_to_end(benchmark::State& state) {
  Broker broker;
  const auto in_flight = static_cast<std::size_t>(state.range(0));
  const std::vector<Bytes> frames = broker.frames(static_cast<std::size_t>(state.max_iterations));
  std::size_t submitted = 0;
  for (auto _ : state) {
    broker.submit(frames[submitted++]);
    broker.turn_until([&] { return submitted - broker.sent() < in_flight; });
  }
  broker.turn_until([&] { return broker.sent() == submitted; });
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(end_to_end)->Arg(1)->Iterations(300)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(end_to_end)->Arg(256)->Iterations(4000)->UseRealTime()->Unit(benchmark::kMicrosecond);

void raw_fdatasync(benchmark::State& state) {
  const Folder folder;
  const Bytes bytes(4096);
  const int file = ::open((folder.path() / "raw").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  for (auto _ : state) {
    CHECK(::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()), "write");
    CHECK(::fdatasync(file) == 0, "fdatasync");
  }
  ::close(file);
}
BENCHMARK(raw_fdatasync)->UseRealTime()->Unit(benchmark::kMicrosecond);

void bare_lmdb(benchmark::State& state) {
  const Folder folder;
  Bytes bytes(3000);
  MDB_env* env = nullptr;
  CHECK(mdb_env_create(&env) == 0 && mdb_env_set_mapsize(env, map_bytes) == 0, "env");
  CHECK(mdb_env_open(env, folder.path().c_str(), 0, 0600) == 0, "open");
  std::uint64_t sequence = 0;
  for (auto _ : state) {
    MDB_txn* txn = nullptr;
    MDB_dbi table = 0;
    CHECK(mdb_txn_begin(env, nullptr, 0, &txn) == 0 && mdb_dbi_open(txn, nullptr, 0, &table) == 0, "begin");
    auto key = audit::key_of(sequence++);
    MDB_val k{key.size(), key.data()};
    MDB_val v{bytes.size(), bytes.data()};
    CHECK(mdb_put(txn, table, &k, &v, MDB_APPEND | MDB_NOOVERWRITE) == 0, "put");
    CHECK(mdb_txn_commit(txn) == 0, "commit");
  }
  mdb_env_close(env);
}
BENCHMARK(bare_lmdb)->UseRealTime()->Unit(benchmark::kMicrosecond);

struct Example {
  sim::Area area;
  sim::Dice dice{1};
  Instant now = *parse_instant("2026-05-01T09:00:00Z");
  schemas::Message message = referral(area, dice, now);
};

void seal(benchmark::State& state) {
  const Example example;
  for (auto _ : state) benchmark::DoNotOptimize(schemas::seal_message(example.message, example.area.signing_key(sender)));
}
BENCHMARK(seal)->Unit(benchmark::kMicrosecond);

void decode(benchmark::State& state) {
  const Example example;
  const auto submit = schemas::seal_message(example.message, example.area.signing_key(sender));
  const VerifyKey key = example.area.signing_key(sender).verify_key();
  for (auto _ : state) {
    auto decoded = schemas::Decoder::decode(*submit, [&](const auto&, const auto&) { return std::optional{key}; });
    CHECK(decoded.has_value(), "decode");
  }
}
BENCHMARK(decode)->Unit(benchmark::kMicrosecond);

void decide(benchmark::State& state) {
  const Example example;
  const auto submit = schemas::seal_message(example.message, example.area.signing_key(sender));
  const VerifyKey key = example.area.signing_key(sender).verify_key();
  const auto submission = *schemas::Decoder::decode(*submit, [&](const auto&, const auto&) { return std::optional{key}; });
  const Rules rules = example.area.governance(sim::Prevent::active, example.now).rules;
  const policy::Gate gate{*rules.book};
  for (auto _ : state) benchmark::DoNotOptimize(gate.decide(submission, example.area.agencies()[2], example.now, {}));
}
BENCHMARK(decide)->Unit(benchmark::kMicrosecond);

void translate(benchmark::State& state, const char* file, auto translation) {
  const auto bytes = read_file(std::filesystem::path{CONCORDAT_BENCH_SOURCE} / "deploy/samples" / file, 1U << 20);
  CHECK(bytes.has_value(), "no sample");
  for (auto _ : state) {
    auto made = translation(adapters::NativeInput{.name = file, .bytes = *bytes, .beside = {}});
    CHECK(made.has_value(), "the sample does not translate");
  }
}
BENCHMARK_CAPTURE(translate, nhs, "nhs-referral.json", adapters::nhs::translate)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(translate, school, "school-concern.json", adapters::school::translate)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace concordat::broker

int main(int count, char** arguments) {
  concordat::broker::set_voice("quiet");
  benchmark::Initialize(&count, arguments);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
