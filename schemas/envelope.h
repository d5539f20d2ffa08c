// Between an Envelope and its Cap'n Proto struct, and the rules of its values: closed codes, identifiers
// and times only. Which body follows is not in the struct, so the type is handed in. The list
// recipientCommitments is the seal's business and is neither written nor read here.
//
// Only for the files of this folder that name capnp.
#pragma once

#include "base/result.h"
#include "schemas/message.h"
#include "schemas/wire/message.capnp.h"

namespace concordat::schemas {

inline constexpr std::size_t recipients_max = 32;
inline constexpr std::size_t linked_max = 32;

void write_envelope(const Envelope& envelope, wire::Envelope::Builder out);

// `made_by_us`: a value that could be written otherwise ("2026-04-01T10:30+01:00") is refused as
// not-canonical, as signed bytes must have one form. `by_people`: it is made canonical.
enum class Written { made_by_us, by_people };
Result<Envelope, std::vector<Problem>> read_envelope(wire::Envelope::Reader in, BodyType type, Written written);

}  // namespace concordat::schemas
