// The Merkle tree over the entries: hashes of RFC 6962 section 2.1, and where each complete node is
// stored so that nodes are only ever appended (docs/audit-format.md, section 5).
//
// A Frontier is the right edge of a tree: all that is needed to append to it and to name its root.
//
//   Frontier frontier;
//   std::vector<Digest> completed;
//   frontier.append(leaf_hash(entry), completed);   // store `completed` at the next positions, in order
//   const Digest root = frontier.root();
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/digest.h"

namespace concordat::audit {

Digest leaf_hash(ByteView entry);
Digest node_hash(const Digest& left, const Digest& right);
Digest tree_root(std::span<const Digest> leaves);

// Node (level, index) covers leaves [index << level, (index + 1) << level).
std::uint64_t node_position(unsigned level, std::uint64_t index);
std::uint64_t node_count(std::uint64_t leaves);  // how many nodes a tree of so many leaves has stored

// Reads a stored node by position; nothing when it is not there.
using NodeSource = std::function<std::optional<Digest>(std::uint64_t position)>;

class Frontier {
public:
  // Of a stored tree. Nothing when a node that must be there is not.
  static std::optional<Frontier> load(std::uint64_t size, const NodeSource& nodes);
  void append(const Digest& leaf, std::vector<Digest>& completed);  // adds to `completed`, lower levels first
  Digest root() const;
  std::uint64_t size() const { return size_; }

private:
  std::uint64_t size_ = 0;
  std::vector<Digest> peaks_;  // one for each bit set in size_, the largest first
};

}  // namespace concordat::audit
