// A checkpoint: the log's size and root, signed as a C2SP tlog-checkpoint note, so that stock tooling can
// verify it (docs/audit-format.md, section 6).
//
//   const std::string note = sign_checkpoint(checkpoint, key);
//   const std::optional<Checkpoint> seen = verify_checkpoint(note, pinned_key, pinned_origin);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "audit/note.h"
#include "base/crypto.h"
#include "base/digest.h"

namespace concordat::audit {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Digest root{};
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

struct SignedCheckpoint {
  Checkpoint checkpoint;
  std::string note;
};

// Of a note's text alone, or of a whole note whose signatures nobody has judged.
std::optional<Checkpoint> parse_checkpoint(std::string_view text);
std::string format_checkpoint(const Checkpoint& checkpoint);  // the three lines that are signed
std::string sign_checkpoint(const Checkpoint& checkpoint, const SigningKey& key);
// Nothing unless the note parses and carries a good signature of `key` under its own origin.
std::optional<Checkpoint> verify_checkpoint(std::string_view note, const VerifyKey& key);
// As above, and the origin is the one that was pinned.
std::optional<Checkpoint> verify_checkpoint(std::string_view note, const VerifyKey& key,
                                            std::string_view origin);

}  // namespace concordat::audit
