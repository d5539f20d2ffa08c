// A witness's word on a checkpoint (C2SP tlog-cosignature, cosignature/v1 over Ed25519): that at this time the longest
// consistent history it knows of this log ends here. A note carries any number of them, one line each.
//
//   const std::string line = cosign(note, "police/met", key, now);
//   const auto seen = read_cosignature(line, note, {key, "police/met"});   // when, or nothing
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "audit/note.h"
#include "base/clock.h"

namespace concordat::audit {

// The line to be added to the note, with its line end. The note's own signatures are the caller's to have judged.
std::string cosign(std::string_view note, std::string_view witness, const SigningKey& key, Instant now);
// When the witness said so; nothing unless the line is its good cosignature of this note's text.
std::optional<Instant> read_cosignature(std::string_view line, std::string_view note, const NamedKey& witness);
// As above, of whichever of the note's lines is the witness's.
std::optional<Instant> find_cosignature(std::string_view note, const NamedKey& witness);

}  // namespace concordat::audit
