// How long an officer waits: a log of so many entries, its index, and searches by person, by case and through the whole log.
//
// and then how long a check of its copy takes, and in how much memory.
//
//   TMPDIR=/var/tmp search_bench 1000000        # entries; 10000000 needs some 20 GB and some minutes to make
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "audit/fsck.h"
#include "broker/search.h"

namespace concordat::broker {
namespace {

using Seconds = std::chrono::duration<double>;
using std::chrono::steady_clock;

constexpr std::uint64_t messages_each_tick = 256;
constexpr std::uint64_t entries_each_message = 4;  // accepted, two outcomes, a delivery

class OneLog final : public Ledger {
public:
  explicit OneLog(audit::Log log) : log_(std::move(log)) {}
  void begin(audit::Batch) override { CHECK(false, "nothing is committed through it"); }
  std::optional<CommitResult> finished() override { return std::nullopt; }
  Result<Unit, audit::LogError> reopen() override { return Unit{}; }
  const audit::Log& log() const override { return *log_; }
  audit::Log& writer() { return *log_; }
  void close() { log_.reset(); }

private:
  std::optional<audit::Log> log_;
};

class Silence final : public Network {
public:
  SendOutcome reply(const Session&, const Reply&) override { return SendOutcome::sent; }
  SendOutcome send(const Session&, const Dispatch&, const Evidence&) override { return SendOutcome::sent; }
};

const SystemClock clock_of_all;

// One person in `people` each, again and again: some are referred often, as in life.
audit::Person person(std::uint64_t number) {
  constexpr std::array<const char*, 16> given{"Adaeze", "Mohammed", "Olivia", "Noah", "Priya", "Kwame", "Zofia", "Liam", "Fatima", "Aisha", "George", "Isla", "Yusuf", "Chloe", "Ethan", "Maya"};
  constexpr std::array<const char*, 12> family{"Okoro", "Smith", "Khan", "Nowak", "Patel", "Brown", "Mensah", "Ali", "Jones", "Rossi", "Begum", "Taylor"};
  const std::uint64_t mixed = number * 0x9E3779B97F4A7C15ULL;
  const auto day = static_cast<unsigned>(mixed >> 20) % 20'000;
  return {.identifiers = {{"nhsNumber", std::to_string(4'000'000'000ULL + number)}},
          .names = {{given[mixed % given.size()], std::string{family[(mixed >> 8) % family.size()]} + std::string(1, static_cast<char>('a' + number % 26)) + "o"}},
          .birth_date = Date{std::chrono::sys_days{std::chrono::year{1960} / 1 / 1} + std::chrono::days{day}}};
}

schemas::CaseId case_of(std::uint64_t number) {
  Uuid id{};
  for (std::size_t i = 0; i < 8; ++i) id.bytes[i] = static_cast<std::byte>(number >> (8 * i));
  return schemas::CaseId{id};
}

audit::Batch tick(std::uint64_t first_message, std::uint64_t first_entry, const audit::SubjectKeys& keys, std::uint64_t people) {
  audit::Batch batch;
  std::vector<audit::HandleRow> handles;
  const Instant now = clock_of_all.now();
  audit::AnnexWriter annex;
  for (const char* path : {"subject.birthDate", "subject.names[0].family", "concern[0].narrative[0].text", "subject.address[0].postcode"})
    annex.add("verdict", std::string{path} + "\tfull\t1.1\t\tgranted");
  for (std::uint64_t i = 0; i < messages_each_tick; ++i) {
    const std::uint64_t sequence = first_entry + batch.events.size();
    batch.events.push_back({.kind = audit::EventKind::accepted, .at = now, .actor = "school/oak"});
    for (const char* recipient : {"police/met", "council/lbbd"})
      batch.events.push_back({.kind = audit::EventKind::disclosed, .at = now, .actor = "school/oak", .counterpart = recipient, .purpose = "safeguarding-mash", .annex = annex.finish()});
    batch.events.push_back({.kind = audit::EventKind::delivered, .at = now, .actor = "police/met", .about = audit::Sequence{sequence + 1}});
    const std::uint64_t message = first_message + i;
    std::vector<audit::Key> found = audit::keys_of(person(message % people));
    found.push_back(audit::case_key(case_of(message)));
    for (const audit::Key& key : found) handles.push_back({keys.handle(key), sequence, 3, audit::Bearing::subject});
  }
  batch.rows.push_back({audit::Table::handles, batch.events.size() - 1, audit::encode_run(keys.generation(), std::move(handles))});
  return batch;
}

struct Found {
  double seconds;
  std::size_t rows;
};
Found search(const Core& core, const Query& query) {
  const auto begun = steady_clock::now();
  Search search{query, core};
  while (!search.is_ready()) CHECK(search.prepare(core), "a search cannot be prepared");
  std::size_t rows = 0;
  for (bool has_more = true; has_more;) {
    const auto page = search.next(core);
    CHECK(page, "a page cannot be read");
    rows += page->rows.size();
    has_more = page->has_more;
  }
  return {Seconds{steady_clock::now() - begun}.count(), rows};
}

void say(const char* what, const Core& core, std::uint64_t people, Query (*question)(std::uint64_t person)) {
  std::vector<double> times;
  std::size_t rows = 0;
  for (std::uint64_t i = 0; i < 25; ++i) {
    const Found found = search(core, question((i * 7919) % people));
    times.push_back(found.seconds * 1000);
    rows += found.rows;
  }
  std::sort(times.begin(), times.end());
  std::printf("%-46s median %8.2f ms, worst %8.2f ms, %zu rows\n", what, times[times.size() / 2], times.back(), rows);
}

// In a process of its own, so that its memory is its own; that of the child which reads the copy is counted apart.
void check(const std::filesystem::path& log, const VerifyKey& key, std::uint64_t size) {
  const auto begun = steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    const audit::FsckReport report = audit::fsck(log, {.key = key});
    const double spent = Seconds{report.effort.on_signatures}.count();
    rusage self{}, reader{};
    ::getrusage(RUSAGE_SELF, &self);
    ::getrusage(RUSAGE_CHILDREN, &reader);
    const double seconds = Seconds{steady_clock::now() - begun}.count();
    std::printf("fsck of the copy: %s, %llu of %llu entries, %.1f s (%.1f s of it on %llu signatures), %.0f entries a second without those, %ld MiB, its reader %ld MiB\n",
                report.ok() ? "verified" : "WRONG", static_cast<unsigned long long>(report.entries), static_cast<unsigned long long>(size), seconds, spent,
                static_cast<unsigned long long>(report.effort.signatures), static_cast<double>(report.entries) / (seconds - spent), self.ru_maxrss / 1024, reader.ru_maxrss / 1024);
    std::fflush(stdout);
    ::_exit(report.ok() ? 0 : 1);
  }
  int status = 0;
  CHECK(child > 0 && ::waitpid(child, &status, 0) == child && status == 0, "the bench's log does not verify");
}

int run(std::uint64_t entries) {
  std::string name = (std::filesystem::temp_directory_path() / "search-bench-XXXXXX").string();
  CHECK(::mkdtemp(name.data()) != nullptr, "no folder");
  const std::filesystem::path folder = name;
  const std::array<std::byte, 32> seed{};
  auto opened = audit::Log::open({.folder = folder / "log", .day_keys = folder / "day-keys", .origin = "bench.example", .key = SigningKey::from_seed(seed), .clock = &clock_of_all});
  CHECK(opened, "the log does not open");
  OneLog ledger{std::move(*opened)};
  Silence silence;
  auto vault = Vault::open(folder / "parcel-keys", clock_of_all.now());
  CHECK(vault, "the vault does not open");
  Core core{clock_of_all, silence, ledger, std::move(*vault), Limits{}, Rules{nullptr, nullptr}};
  auto keys = audit::SubjectKeys::open(folder / "subject-keys", clock_of_all.now());
  auto index = audit::SearchIndex::open(folder / "index", [](std::uint64_t) { return std::optional<Digest>{}; });
  CHECK(keys && index, "keys or index do not open");
  core.subjects = std::make_unique<Subjects>(std::move(*keys), std::make_unique<IndexKeeper>(std::move(*index)));

  const std::uint64_t people = std::max<std::uint64_t>(100, entries / entries_each_message / 5);
  auto begun = steady_clock::now();
  for (std::uint64_t message = 0; message * entries_each_message < entries; message += messages_each_tick) {
    const std::uint64_t first = core.log().next_sequence().value();
    CHECK(ledger.writer().commit(tick(message, first, core.subjects->keys, people)), "commit");
  }
  const std::uint64_t size = core.log().next_sequence().value();
  std::printf("%llu entries written, %.0f a second\n", static_cast<unsigned long long>(size), static_cast<double>(size) / Seconds{steady_clock::now() - begun}.count());

  const auto by_identifier = [](std::uint64_t who) {
    Query query;
    query.subject = audit::Person{.identifiers = person(who).identifiers, .names = {}, .birth_date = {}};
    return query;
  };
  const auto by_name = [](std::uint64_t who) {
    Query query;
    query.subject = person(who);
    query.subject->identifiers.clear();
    return query;
  };
  if (size <= 1'100'000) say("by identifier, nothing merged", core, people, by_identifier);
  begun = steady_clock::now();
  for (std::int64_t turn = 0; core.subjects->keeper->index().merged() < size; ++turn) {
    core.subjects->keeper->feed(core.log(), Instant{std::chrono::seconds{10 * (turn + 1)}});
    std::this_thread::sleep_for(std::chrono::microseconds{200});
  }
  std::printf("merged, %.0f entries a second\n", static_cast<double>(size) / Seconds{steady_clock::now() - begun}.count());
  say("by identifier", core, people, by_identifier);
  say("by name and birth date, with variants", core, people, by_name);
  say("by case", core, people, [](std::uint64_t who) {
    Query query;
    query.case_id = case_of(who);
    return query;
  });
  for (std::uint64_t i = 0; i < 16; ++i) CHECK(ledger.writer().commit(tick(i * 1'000'000, core.log().next_sequence().value(), core.subjects->keys, people)), "commit");
  say("by name, the last 16,384 entries not merged", core, people, by_name);
  Query whole;
  whole.recipient = "nobody/none";
  const Found scanned = search(core, whole);
  std::printf("whole log by header: %.2f s, %.0f entries a second\n", scanned.seconds, static_cast<double>(size) / scanned.seconds);
  const VerifyKey key = core.log().verify_key();
  const std::uint64_t all = core.log().next_sequence().value();
  core.subjects.reset();
  ledger.close();
  std::fflush(stdout);
  check(folder / "log", key, all);
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace concordat::broker

int main(int argc, char** argv) { return concordat::broker::run(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000); }
