// What the proof checks are given on the command line: sizes and digests. Text that is no size or no digest of 32 bytes
// is not an argument to complain of but a proof that does not hold, so these give nothing rather than an exit code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "audit/tree_proof.h"
#include "console/asking/digest.h"

namespace concordat::console {

std::optional<std::uint64_t> read_number(std::string_view text);  // decimal digits only, below 2^64
std::optional<audit::Proof> read_proof(std::string_view hexes);  // joined by commas; empty is the empty proof
std::string proof_text(const audit::Proof& proof);

}  // namespace concordat::console
