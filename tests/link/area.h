// A small area for the link's tests: a school that sends, a police force that receives, a log kept in memory, and a
// directory that one approver signed. And a folder and a clock that the test owns.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "audit/prove.h"
#include "base/clock.h"
#include "base/file.h"
#include "schemas/decode.h"
#include "schemas/directory.h"

namespace concordat::link {

class TestClock final : public Clock {
public:
  Instant now() const override { return at; }
  mutable Instant at = *parse_instant("2026-04-01T09:30:00.000Z");
};

class Scratch {
public:
  Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch();
  std::filesystem::path operator/(std::string_view name) const { return root_ / name; }

private:
  std::filesystem::path root_;
};

inline SigningKey key_of(unsigned seed) {
  std::array<std::byte, 32> bytes;
  bytes.fill(static_cast<std::byte>(seed));
  return SigningKey::from_seed(bytes);
}

inline const schemas::AgencyId school{"school/abbey"};
inline const schemas::AgencyId police{"police/met"};
inline constexpr unsigned school_seed = 1;
inline constexpr unsigned police_seed = 2;
inline constexpr unsigned log_seed = 3;
inline constexpr unsigned approver_seed = 4;
inline constexpr std::string_view log_origin = "concordat.example/test";

schemas::Directory test_directory();
// directory.json, directory.json.sig, approvers.json in `folder`, signed by the approver of `seed`.
void write_directory(const std::filesystem::path& folder, const schemas::Directory& directory, unsigned seed = approver_seed);
void write_text(const std::filesystem::path& file, std::string_view text);
std::string read_text(const std::filesystem::path& file);

// A referral from the school to the police that holds `canary` in a narrative.
schemas::Message test_message(Instant now, std::string_view canary = "a concern");
// Everything in it, as the broker's gate would release it to `recipient` if every field were granted.
Bytes test_payload(const schemas::Message& message, const schemas::AgencyId& recipient, const SigningKey& key);

class MemoryLog {
public:
  explicit MemoryLog(unsigned seed = log_seed) : key_(key_of(seed)) {}
  audit::Sequence append(audit::Entry entry);
  std::uint64_t size() const { return entries_.size(); }
  std::string note(std::uint64_t size) const;
  Bytes receipt(audit::Sequence sequence, std::uint64_t size) const;
  std::vector<Digest> consistency(std::uint64_t from, std::uint64_t to) const;

private:
  audit::NodeSource source() const;
  SigningKey key_;
  std::vector<Bytes> entries_;
  std::vector<Digest> nodes_;
  std::vector<Digest> roots_;
  audit::Frontier frontier_;
};

audit::Entry disclosed_entry(const schemas::DisclosureId& id, const schemas::AgencyId& sender, const schemas::AgencyId& recipient, Instant at);
// A delivery that verifies, recorded as the last entry of `log`.
schemas::Deliver test_delivery(MemoryLog& log, const schemas::Message& message, Instant at, std::uint64_t from_size);

}  // namespace concordat::link
