// Inclusion and consistency proofs (RFC 9162 sections 2.1.3 and 2.1.4): made from stored nodes, checked
// from digests alone.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "audit/tree.h"

namespace concordat::audit {

using Proof = std::vector<Digest>;

// Nothing when a node is missing, or the sizes make no sense.
std::optional<Digest> root_at(std::uint64_t size, const NodeSource& nodes);
std::optional<Proof> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeSource& nodes);
std::optional<Proof> consistency_proof(std::uint64_t old_size, std::uint64_t size, const NodeSource& nodes);

[[nodiscard]] bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                                    std::span<const Digest> proof, const Digest& root);
// From the empty tree to another nothing can be proved, so nothing is.
[[nodiscard]] bool verify_consistency(std::uint64_t old_size, std::uint64_t size, const Digest& old_root,
                                      const Digest& root, std::span<const Digest> proof);

}  // namespace concordat::audit
