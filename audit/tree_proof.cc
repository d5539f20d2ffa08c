#include "audit/tree_proof.h"

#include <algorithm>
#include <bit>

#include "base/crypto.h"

namespace concordat::audit {
namespace {

// The largest power of two smaller than `size`, which is at least 2.
std::uint64_t split_of(std::uint64_t size) { return std::bit_floor(size - 1); }

// The hash of leaves [first, first + size), where first is a multiple of the power of two not below size.
std::optional<Digest> range_hash(std::uint64_t first, std::uint64_t size, const NodeSource& nodes) {
  if (std::has_single_bit(size)) {
    const auto level = static_cast<unsigned>(std::countr_zero(size));
    return nodes(node_position(level, first >> level));
  }
  const std::uint64_t split = split_of(size);
  const auto left = range_hash(first, split, nodes);
  const auto right = range_hash(first + split, size - split, nodes);
  if (!left || !right) return std::nullopt;
  return node_hash(*left, *right);
}

bool collect(std::vector<std::pair<std::uint64_t, std::uint64_t>>& ranges, const NodeSource& nodes,
             Proof& proof) {
  std::reverse(ranges.begin(), ranges.end());  // found from the root down, given from the leaf up
  for (const auto& [first, size] : ranges) {
    const auto hash = range_hash(first, size, nodes);
    if (!hash) return false;
    proof.push_back(*hash);
  }
  return true;
}

}  // namespace

std::optional<Digest> root_at(std::uint64_t size, const NodeSource& nodes) {
  const auto frontier = Frontier::load(size, nodes);
  if (!frontier) return std::nullopt;
  return frontier->root();
}

std::optional<Proof> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeSource& nodes) {
  if (index >= size) return std::nullopt;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> siblings;
  std::uint64_t first = 0;
  while (size > 1) {
    const std::uint64_t split = split_of(size);
    if (index - first < split) {
      siblings.emplace_back(first + split, size - split);
      size = split;
    } else {
      siblings.emplace_back(first, split);
      first += split;
      size -= split;
    }
  }
  Proof proof;
  if (!collect(siblings, nodes, proof)) return std::nullopt;
  return proof;
}

std::optional<Proof> consistency_proof(std::uint64_t old_size, std::uint64_t size, const NodeSource& nodes) {
  if (old_size > size || (old_size == 0 && size != 0)) return std::nullopt;
  if (old_size == size) return Proof{};
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  std::uint64_t first = 0;
  while (old_size - first != size) {
    const std::uint64_t split = split_of(size);
    if (old_size - first <= split) {
      ranges.emplace_back(first + split, size - split);
      size = split;
    } else {
      ranges.emplace_back(first, split);
      first += split;
      size -= split;
    }
  }
  if (first != 0) ranges.emplace_back(first, size);  // otherwise it is the old root, which the verifier has
  Proof proof;
  if (!collect(ranges, nodes, proof)) return std::nullopt;
  return proof;
}

bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const Digest> proof, const Digest& root) {
  if (index >= size) return false;
  std::uint64_t at = index;
  std::uint64_t last = size - 1;
  Digest hash = leaf;
  for (const Digest& sibling : proof) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      hash = node_hash(sibling, hash);
      while ((at & 1) == 0 && at != 0) {
        at >>= 1;
        last >>= 1;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool verify_consistency(std::uint64_t old_size, std::uint64_t size, const Digest& old_root,
                        const Digest& root, std::span<const Digest> proof) {
  if (old_size > size) return false;
  if (old_size == size) return proof.empty() && old_root == root && (size != 0 || root == sha256({}));
  if (old_size == 0) return false;  // every tree continues the empty one: RFC 9162 defines no proof of it
  std::vector<Digest> path{proof.begin(), proof.end()};
  if (std::has_single_bit(old_size)) path.insert(path.begin(), old_root);
  if (path.empty()) return false;
  std::uint64_t at = old_size - 1;
  std::uint64_t last = size - 1;
  while ((at & 1) != 0) {
    at >>= 1;
    last >>= 1;
  }
  Digest old_hash = path.front();
  Digest new_hash = path.front();
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      old_hash = node_hash(path[i], old_hash);
      new_hash = node_hash(path[i], new_hash);
      while ((at & 1) == 0 && at != 0) {
        at >>= 1;
        last >>= 1;
      }
    } else {
      new_hash = node_hash(new_hash, path[i]);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == old_root && new_hash == root;
}

}  // namespace concordat::audit
