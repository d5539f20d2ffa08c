// The tree against the published RFC 6962 vectors, then every proof of every small tree, good and
// tampered with.
#include "audit/tree.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "audit/tree_proof.h"
#include "base/crypto.h"

namespace concordat::audit {
namespace {

constexpr std::uint64_t size_max = 33;

// Straight from the definition in RFC 6962 section 2.1, with nothing of ours but the hash.
Digest defined_root(std::span<const Digest> leaves) {
  if (leaves.empty()) return sha256({});
  if (leaves.size() == 1) return leaves[0];
  std::size_t split = 1;
  while (split * 2 < leaves.size()) split *= 2;
  Bytes both{std::byte{1}};
  put_bytes(both, defined_root(leaves.first(split)).bytes);
  put_bytes(both, defined_root(leaves.subspan(split)).bytes);
  return sha256(both);
}

struct StoredTree {
  std::vector<Digest> leaves;
  std::vector<Digest> nodes;
  std::vector<Digest> roots{sha256({})};  // by size
  NodeSource source() const {
    return [this](std::uint64_t position) -> std::optional<Digest> {
      if (position >= nodes.size()) return std::nullopt;
      return nodes[position];
    };
  }
};

StoredTree make_tree(std::uint64_t size) {
  StoredTree tree;
  Frontier frontier;
  for (std::uint64_t i = 0; i < size; ++i) {
    tree.leaves.push_back(leaf_hash(as_bytes("leaf " + std::to_string(i))));
    frontier.append(tree.leaves.back(), tree.nodes);
    tree.roots.push_back(frontier.root());
  }
  return tree;
}

Digest flipped(Digest digest) {
  digest.bytes[7] ^= std::byte{0x10};
  return digest;
}

TEST(Tree, PublishedRoots) {
  const char* const inputs[] = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  const char* const roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                               "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                               "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                               "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                               "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                               "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                               "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  std::vector<Digest> leaves;
  EXPECT_EQ(to_hex(tree_root(leaves).bytes),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < 8; ++i) {
    leaves.push_back(leaf_hash(*from_hex(inputs[i])));
    EXPECT_EQ(to_hex(tree_root(leaves).bytes), roots[i]) << i + 1;
  }
}

TEST(Tree, RootsAreTheDefinitions) {
  const StoredTree tree = make_tree(130);
  for (std::size_t size = 0; size <= 130; ++size)
    EXPECT_EQ(tree.roots[size], defined_root(std::span{tree.leaves}.first(size))) << size;
}

TEST(Tree, PositionsAreAppendOnlyAndDense) {
  const std::uint64_t leaves = 70;
  const StoredTree tree = make_tree(leaves);
  ASSERT_EQ(tree.nodes.size(), node_count(leaves));
  std::set<std::uint64_t> seen;
  for (unsigned level = 0; (std::uint64_t{1} << level) <= leaves; ++level) {
    for (std::uint64_t index = 0; (index + 1) << level <= leaves; ++index) {
      const std::uint64_t position = node_position(level, index);
      EXPECT_TRUE(seen.insert(position).second) << level << "," << index;
      const auto covered = std::span{tree.leaves}.subspan(index << level, std::size_t{1} << level);
      ASSERT_LT(position, tree.nodes.size());
      EXPECT_EQ(tree.nodes[position], defined_root(covered)) << level << "," << index;
      EXPECT_LT(position, node_count((index + 1) << level));        // there once its last leaf is
      EXPECT_GE(position, node_count(((index + 1) << level) - 1));  // and not before
    }
  }
  EXPECT_EQ(seen.size(), node_count(leaves));
}

TEST(Tree, FrontierLoadsAtEverySize) {
  const StoredTree tree = make_tree(size_max);
  for (std::uint64_t size = 0; size <= size_max; ++size) {
    auto frontier = Frontier::load(size, tree.source());
    ASSERT_TRUE(frontier) << size;
    EXPECT_EQ(frontier->root(), tree.roots[size]) << size;
    EXPECT_EQ(root_at(size, tree.source()), tree.roots[size]) << size;
    for (std::uint64_t next = size; next < size_max; ++next) {
      std::vector<Digest> completed;
      frontier->append(tree.leaves[next], completed);
      EXPECT_EQ(frontier->root(), tree.roots[next + 1]) << size << " then " << next;
    }
  }
  EXPECT_FALSE(Frontier::load(size_max * 2, tree.source()));
}

TEST(Inclusion, EveryLeafOfEverySmallTree) {
  const StoredTree tree = make_tree(size_max);
  for (std::uint64_t size = 1; size <= size_max; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(index, size, tree.source());
      ASSERT_TRUE(proof) << index << " of " << size;
      const Digest& leaf = tree.leaves[index];
      const Digest& root = tree.roots[size];
      EXPECT_TRUE(verify_inclusion(leaf, index, size, *proof, root)) << index << " of " << size;
      EXPECT_FALSE(verify_inclusion(flipped(leaf), index, size, *proof, root));
      EXPECT_FALSE(verify_inclusion(leaf, index, size, *proof, flipped(root)));
      EXPECT_FALSE(verify_inclusion(leaf, index + size, size, *proof, root));
      for (std::uint64_t other = 0; other < size; ++other) {
        if (other == index) continue;
        EXPECT_FALSE(verify_inclusion(leaf, other, size, *proof, root)) << index << " as " << other;
      }
      for (std::size_t i = 0; i < proof->size(); ++i) {
        Proof bad = *proof;
        bad[i] = flipped(bad[i]);
        EXPECT_FALSE(verify_inclusion(leaf, index, size, bad, root));
      }
      Proof longer = *proof;
      longer.push_back(leaf);
      EXPECT_FALSE(verify_inclusion(leaf, index, size, longer, root));
      if (!proof->empty()) {
        const Proof shorter{proof->begin(), proof->end() - 1};
        EXPECT_FALSE(verify_inclusion(leaf, index, size, shorter, root));
      }
    }
  }
}

TEST(Inclusion, NoProofOutsideTheTreeOrWithoutItsNodes) {
  const StoredTree tree = make_tree(8);
  EXPECT_FALSE(inclusion_proof(8, 8, tree.source()));
  EXPECT_FALSE(inclusion_proof(0, 0, tree.source()));
  EXPECT_FALSE(inclusion_proof(0, 9, tree.source()));
  EXPECT_FALSE(verify_inclusion(tree.leaves[0], 0, 0, {}, tree.roots[0]));
}

TEST(Consistency, EveryPairOfSmallSizes) {
  const StoredTree tree = make_tree(size_max);
  for (std::uint64_t size = 0; size <= size_max; ++size) {
    for (std::uint64_t old_size = size == 0 ? 0 : 1; old_size <= size; ++old_size) {
      const auto proof = consistency_proof(old_size, size, tree.source());
      ASSERT_TRUE(proof) << old_size << " to " << size;
      const Digest& old_root = tree.roots[old_size];
      const Digest& root = tree.roots[size];
      EXPECT_TRUE(verify_consistency(old_size, size, old_root, root, *proof)) << old_size << " to " << size;
      EXPECT_FALSE(verify_consistency(old_size, size, flipped(old_root), root, *proof))
          << old_size << " to " << size;
      EXPECT_FALSE(verify_consistency(old_size, size, old_root, flipped(root), *proof));
      for (std::size_t i = 0; i < proof->size(); ++i) {
        Proof bad = *proof;
        bad[i] = flipped(bad[i]);
        EXPECT_FALSE(verify_consistency(old_size, size, old_root, root, bad));
      }
      Proof longer = *proof;
      longer.push_back(root);
      EXPECT_FALSE(verify_consistency(old_size, size, old_root, root, longer));
      if (!proof->empty()) {
        const Proof shorter{proof->begin(), proof->end() - 1};
        EXPECT_FALSE(verify_consistency(old_size, size, old_root, root, shorter));
        EXPECT_FALSE(verify_consistency(old_size, size, old_root, root, {}));
      }
      if (old_size != size) {
        EXPECT_FALSE(verify_consistency(size, old_size, root, old_root, *proof));
      }
    }
  }
  EXPECT_FALSE(consistency_proof(9, 8, tree.source()));
}

// RFC 9162 section 2.1.4 has 0 < first: whatever is shown, it would prove nothing.
TEST(Consistency, NothingIsProvedFromTheEmptyTree) {
  const StoredTree tree = make_tree(8);
  for (std::uint64_t size = 1; size <= 8; ++size) {
    EXPECT_FALSE(consistency_proof(0, size, tree.source()));
    EXPECT_FALSE(verify_consistency(0, size, tree.roots[0], tree.roots[size], {}));
    EXPECT_FALSE(verify_consistency(0, size, tree.roots[0], tree.roots[size], Proof{tree.roots[size]}));
  }
  EXPECT_TRUE(verify_consistency(0, 0, tree.roots[0], tree.roots[0], {}));
  EXPECT_FALSE(verify_consistency(0, 0, tree.leaves[0], tree.leaves[0], {}));
}

TEST(Consistency, ARewrittenHistoryHasNoProof) {
  const StoredTree honest = make_tree(20);
  StoredTree rewritten;
  Frontier frontier;
  for (std::uint64_t i = 0; i < 20; ++i)
    frontier.append(i == 3 ? leaf_hash(as_bytes("another")) : honest.leaves[i], rewritten.nodes);
  for (std::uint64_t old_size = 4; old_size < 20; ++old_size) {
    const auto proof = consistency_proof(old_size, 20, rewritten.source());
    ASSERT_TRUE(proof);
    EXPECT_FALSE(verify_consistency(old_size, 20, honest.roots[old_size], frontier.root(), *proof))
        << old_size;
  }
}

}  // namespace
}  // namespace concordat::audit
