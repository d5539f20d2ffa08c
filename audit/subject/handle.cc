#include "audit/subject/handle.h"

#include <algorithm>

#include "base/crypto.h"

namespace concordat::audit {
namespace {

Handle handle_under(const Secret<32>& subject_key, const Key& key) {
  const Digest full = hmac_sha256(subject_key.expose(), as_bytes(key.text));
  Handle handle{};
  std::copy_n(full.bytes.begin(), handle.size(), handle.begin());
  return handle;
}

}  // namespace

Result<SubjectKeys, FileError> SubjectKeys::open(const std::filesystem::path& folder, Instant now) {
  TRY(KeyRing ring, KeyRing::open(folder, now, 0));
  return SubjectKeys{std::move(ring)};
}

Handle SubjectKeys::handle(const Key& key) const { return handle_under(ring_.current().key, key); }

std::vector<Handle> SubjectKeys::handles(const Key& key) const {
  std::vector<Handle> all;
  for (const std::uint32_t generation : ring_.generations()) all.push_back(handle_under(*ring_.find(generation), key));
  return all;
}

}  // namespace concordat::audit
