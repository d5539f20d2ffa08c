#include "audit/tree.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/crypto.h"

namespace concordat::audit {
namespace {

constexpr std::byte leaf_prefix{0x00};
constexpr std::byte node_prefix{0x01};

Hasher& fresh_hasher() {
  thread_local Hasher hasher;
  hasher.reset();
  return hasher;
}

}  // namespace

Digest leaf_hash(ByteView entry) { return fresh_hasher().add(ByteView{&leaf_prefix, 1}).add(entry).finish(); }

Digest node_hash(const Digest& left, const Digest& right) {
  std::array<std::byte, 1 + 2 * sizeof(Digest::bytes)> both;
  both[0] = node_prefix;
  std::ranges::copy(left.bytes, both.begin() + 1);
  std::ranges::copy(right.bytes, both.begin() + 1 + sizeof(Digest::bytes));
  return sha256(both);
}

std::uint64_t node_count(std::uint64_t leaves) {
  return 2 * leaves - static_cast<std::uint64_t>(std::popcount(leaves));
}

std::uint64_t node_position(unsigned level, std::uint64_t index) {
  const std::uint64_t after = (index + 1) << level;  // leaves there are once this node is complete
  const auto above =
      static_cast<std::uint64_t>(std::countr_zero(after)) - level;  // nodes that same leaf completes after it
  return node_count(after) - 1 - above;
}

std::optional<Frontier> Frontier::load(std::uint64_t size, const NodeSource& nodes) {
  Frontier frontier;
  frontier.size_ = size;
  std::uint64_t covered = 0;
  for (int bit = 63; bit >= 0; --bit) {
    const auto level = static_cast<unsigned>(bit);
    if ((size >> level & 1) == 0) continue;
    const std::optional<Digest> peak = nodes(node_position(level, covered >> level));
    if (!peak) return std::nullopt;
    frontier.peaks_.push_back(*peak);
    covered += std::uint64_t{1} << level;
  }
  return frontier;
}

void Frontier::append(const Digest& leaf, std::vector<Digest>& completed) {
  Digest node = leaf;
  completed.push_back(node);
  for (std::uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    node = node_hash(peaks_.back(), node);
    peaks_.pop_back();
    completed.push_back(node);
  }
  peaks_.push_back(node);
  ++size_;
}

Digest Frontier::root() const {
  if (peaks_.empty()) return sha256({});
  Digest root = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i > 0; --i) root = node_hash(peaks_[i - 1], root);
  return root;
}

Digest tree_root(std::span<const Digest> leaves) {
  Frontier frontier;
  std::vector<Digest> completed;
  for (const Digest& leaf : leaves) {
    completed.clear();
    frontier.append(leaf, completed);
  }
  return frontier.root();
}

}  // namespace concordat::audit
