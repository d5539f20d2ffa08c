// A change of the log's key: the note, signed by the old key and the new, that an entry carries and that readers follow from
// whichever of the keys they trust (docs/audit-format.md, section 6). Tied to its entry's place in one history.
//
//   const std::string note = sign_key_change({origin, sequence, previous}, old_key, new_key);
//   const std::optional<KeyChange> change = read_key_change(note);   // nothing unless both signatures hold
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "audit/entry.h"
#include "base/crypto.h"
#include "base/digest.h"

namespace concordat::audit {

// The code of an entry `key-rotated` that changes the log's key.
inline constexpr std::string_view log_key_code = "log-key";

struct KeyChangePlace {
  std::string origin;
  std::uint64_t sequence;  // of the entry
  Digest previous;         // as the entry has it
  friend bool operator==(const KeyChangePlace&, const KeyChangePlace&) = default;
};

struct KeyChange {
  KeyChangePlace place;
  VerifyKey from, to;
  friend bool operator==(const KeyChange&, const KeyChange&) = default;
  // Checkpoints of at most so many entries are signed by `from`, larger ones by `to`.
  std::uint64_t last_size() const { return place.sequence + 1; }
};

std::string sign_key_change(const KeyChangePlace& place, const SigningKey& from, const SigningKey& to);
// Whether anybody trusts either key is the caller's question.
std::optional<KeyChange> read_key_change(std::string_view note);
// Of an entry: nothing where it changes no log key; an empty one inside where it says so and does not hold.
std::optional<std::optional<KeyChange>> key_change_of(const EntryView& entry);

}  // namespace concordat::audit
