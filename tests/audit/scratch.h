// A folder for one test, a clock the test owns, and a log in that folder with a fixed key.
#pragma once

#include <gtest/gtest.h>
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "audit/export.h"
#include "audit/log.h"

namespace concordat::audit {

class FixedClock final : public Clock {
public:
  Instant now() const override { return at; }
  Instant at = *parse_instant("2026-04-01T09:30:00.000Z");
};

class Scratch {
public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "audit-XXXXXX").string();
    CHECK(::mkdtemp(name.data()) != nullptr, "no scratch folder");
    root_ = name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path log() const { return root_ / "log"; }
  std::filesystem::path day_keys() const { return root_ / "day-keys"; }
  // A copy as an officer would make one: of a log that nobody has open.
  std::filesystem::path copy() const {
    const std::filesystem::path to = root_ / "copy";
    std::filesystem::remove_all(to);
    std::filesystem::copy(log(), to);
    return to;
  }

private:
  std::filesystem::path root_;
};

inline SigningKey test_key() {
  std::array<std::byte, 32> seed;
  seed.fill(std::byte{0x42});
  return SigningKey::from_seed(seed);
}

inline constexpr std::size_t test_map_bytes = std::size_t{256} << 20;

inline Log::Options test_options(const Scratch& scratch, const Clock& clock) {
  return {.folder = scratch.log(),
          .day_keys = scratch.day_keys(),
          .origin = "concordat.example/test",
          .key = test_key(),
          .clock = &clock,
          .map_bytes = test_map_bytes};
}

inline Log open_log(const Scratch& scratch, const Clock& clock) {
  auto log = Log::open(test_options(scratch, clock));
  CHECK(log.has_value(), "the test's log does not open");
  return std::move(*log);
}

// The log as a stream of records, which is how a copy's child speaks to its parent, and what exports once were.
inline void write_records(const Log& log, const std::filesystem::path& file) {
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  RecordWriter writer{out};
  CHECK(writer.begin(), "begin");
  std::uint64_t at = 0;
  while (at < log.next_sequence().value()) {
    Slice slice = *log.slice(at, log.next_sequence().value());
    slice.annexes.clear();
    at = slice.end;
    CHECK(writer.write(slice), "write");
  }
  CHECK(writer.end(at), "end");
  ::close(out);
}

inline Digest digest_of(std::string_view text) { return sha256(as_bytes(text)); }

inline Event test_event(EventKind kind, std::string_view about) {
  return {
      .kind = kind,
      .at = *parse_instant("2026-04-01T09:30:00.123Z"),
      .actor = "school/oak",
      .counterpart = "police/met",
      .code = "ok",
      .message_type = "referral",
      .purpose = "safeguarding",
      .agreement = AgreementRef{"prevent/3", digest_of("agreement text")},
      .reference = digest_of(about),
      .annex =
          AnnexWriter{}.add("message-id", about).add("verdict", "subject.birthDate|month|g1|c2").finish()};
}

inline Batch batch_of(std::size_t events, std::string_view about = "m") {
  Batch batch;
  for (std::size_t i = 0; i < events; ++i)
    batch.events.push_back(test_event(EventKind::disclosed, std::string{about} + std::to_string(i)));
  return batch;
}

inline Committed commit(Log& log, const Batch& batch) {
  auto done = log.commit(batch);
  CHECK(done.has_value(), "the test's commit failed");
  return std::move(*done);
}

}  // namespace concordat::audit
