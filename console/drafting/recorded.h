// Disclosures as the log has them: which fields there were, what became of each, and which facts were asked; no values. From what a
// broker answers to `entries`, or from entries that somebody else has read.
//
//   RecordedDisclosures found;
//   if (!take_entries(answer.json, found)) …  // it is no answer to `entries`
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/replay.h"

namespace concordat::console {

struct Recorded {
  std::uint64_t sequence;
  policy::RecordedDecision decision;
};
struct RecordedDisclosures {
  std::vector<Recorded> decisions;
  std::uint64_t erased = 0;  // their annex was destroyed
  std::uint64_t unread = 0;  // no day key at hand opens their annex
};

// An entry of kind `disclosed`, as text, with what its annex says.
struct RecordedEntry {
  std::uint64_t sequence;
  Instant at;
  std::string type, sender, recipient, purpose, agreement;
  std::vector<std::pair<std::string, std::string>> annex;
};
std::optional<Recorded> recorded_of(const RecordedEntry& entry);  // nothing for what is no disclosure of fields

inline constexpr std::uint32_t entries_each_max = 500;  // what a broker gives at once

// Part of the answer to `entries`: adds what it holds, and says where the next part begins.
std::optional<std::uint64_t> take_entries(std::string_view json, RecordedDisclosures& found);

}  // namespace concordat::console
