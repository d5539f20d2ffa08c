// The keys that have signed one log, as a reader comes to know them: one it trusts, and those that change notes lead to from
// there, forward and back. A value; copies are cheap.
//
//   LogKeys keys{pinned_key, origin};
//   if (keys.follow(note) == Followed::contradicts) raise();
//   verify_checkpoint(note, keys);                  // under the key that signs at that size
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/checkpoint.h"
#include "audit/key_change.h"

namespace concordat::audit {

enum class Followed {
  led_on,       // from a key known so far to another
  known,        // that change was known
  elsewhere,    // not signed, of another log, or of keys that do not touch those known: it says nothing
  contradicts,  // another change where one is known, or out of order: somebody has two histories
};

class LogKeys {
public:
  LogKeys() = default;
  LogKeys(const VerifyKey& trusted, std::string origin) : trusted_(trusted), origin_(std::move(origin)) {}

  Followed follow(std::string_view note);
  // Each of them, in whichever order; those that lead nowhere are passed over.
  void follow_all(const std::vector<std::string>& notes);

  const std::string& origin() const { return origin_; }
  const VerifyKey& trusted() const { return trusted_; }  // what everything started from
  const VerifyKey& first() const { return changes_.empty() ? trusted_ : changes_.front().from; }
  const VerifyKey& current() const { return changes_.empty() ? trusted_ : changes_.back().to; }
  const VerifyKey& at(std::uint64_t size) const;  // who signs a checkpoint of that size
  bool has(const VerifyKey& key) const;
  const std::vector<KeyChange>& changes() const { return changes_; }  // ascending
  const std::vector<std::string>& notes() const { return notes_; }    // theirs
  friend bool operator==(const LogKeys&, const LogKeys&) = default;

private:
  VerifyKey trusted_{};
  std::string origin_;
  std::vector<KeyChange> changes_;
  std::vector<std::string> notes_;
};

// Nothing unless the note parses and carries a good signature of the key that signs at its size, under the log's origin.
std::optional<Checkpoint> verify_checkpoint(std::string_view note, const LogKeys& keys);

}  // namespace concordat::audit
