// A handle: what the log knows a person by. HMAC-SHA-256(subject key, key text), its first 16 bytes; without the subject key
// nobody can test a guess against it. Subject keys are a ring of their own: each generation's key stays for as long as
// anything made under it must be found, and a question is asked under every one of them.
//
//   TRY(SubjectKeys keys, SubjectKeys::open(folder, clock.now()));
//   keys.handle(key);             // under the current key: what is written
//   keys.handles(key);            // under each: what is looked for
#pragma once

#include <array>

#include "audit/key_ring.h"
#include "audit/subject/keys.h"

namespace concordat::audit {

using Handle = std::array<std::byte, 16>;

class SubjectKeys {
public:
  // Makes folder and first key when there is none.
  static Result<SubjectKeys, FileError> open(const std::filesystem::path& folder, Instant now);

  Handle handle(const Key& key) const;
  std::vector<Handle> handles(const Key& key) const;
  std::uint32_t generation() const { return ring_.current().generation; }  // of what handle() makes
  KeyRing& ring() { return ring_; }  // rotation, and the destruction of a key that nothing needs

private:
  explicit SubjectKeys(KeyRing ring) : ring_(std::move(ring)) {}
  KeyRing ring_;
};

}  // namespace concordat::audit
