// Somebody has the disk, and knows how the log works: a real log to attack, what an honest witness remembers of it from
// before, and each attack with what the checker says of it.
//
//   for (const Attack& attack : attacks()) { const Victim victim; attack.make(victim); fsck(victim.copy(), …); }
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tests/audit/scratch.h"

namespace concordat::audit {

inline constexpr const char* attacked_origin = "concordat.example/test";

// Made anew for each attack: genesis, ticks of 4, 4 and 3; checkpoints at 1, 5, 9 and 12.
class Victim {
public:
  Victim();
  std::filesystem::path copy() const { return scratch_.root() / "attacked"; }  // on which the attack is made
  std::filesystem::path older() const { return scratch_.root() / "older"; }
  const Scratch& scratch() const { return scratch_; }

  std::vector<Bytes> entries() const;
  // The entries as given and the tree that belongs to them; checkpoints and annexes stay.
  void rebuild(const std::vector<Bytes>& all) const;
  void flip(const char* table, std::uint64_t number, std::size_t byte) const;
  // As the broker does it, in the copy; gives the annex as it lay there.
  Bytes erase_annex(std::uint64_t sequence) const;
  // Another log of this key, begun by its thief: as long, and with another history.
  void replace_by_another(const SigningKey& key, std::string_view origin) const;

  Checkpoint known;
  SignedCheckpoint latest;

private:
  Scratch scratch_;
  FixedClock clock_;
};

struct Attack {
  const char* name;
  void (*make)(const Victim&);
  const char* alone;  // what fsck says that has the public key alone
  const char* known;  // what it says that has an earlier checkpoint too
};
std::span<const Attack> attacks();

}  // namespace concordat::audit
