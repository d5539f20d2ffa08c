#include "schemas/seal.h"

#include <algorithm>

#include "base/check.h"
#include "schemas/views.h"

namespace concordat::schemas {
namespace {

constexpr std::array<std::size_t, 4> list_sizes{64, 256, 1024, 4096};
constexpr std::array<std::size_t, 2> recipient_sizes{8, 32};

// What each derivation from the message's secret is for; one byte, so that none can be another.
enum class Derive : std::uint8_t { leaf_salt = 1, decoy = 2, recipient_salt = 3, recipient_decoy = 4 };

Digest derive(const SealSecret& secret, Derive what, ByteView input) {
  std::array<std::byte, 49> block{};  // at most 55 bytes: one SHA-256 block
  const auto exposed = secret.expose();
  std::copy(exposed.begin(), exposed.end(), block.begin());
  block[32] = static_cast<std::byte>(what);
  const std::size_t used = std::min<std::size_t>(input.size(), 16);
  std::copy_n(input.begin(), used, block.begin() + 33);
  const Digest digest = sha256(ByteView{block}.first(33 + used));
  cleanse(block);
  return digest;
}

Digest derive_numbered(const SealSecret& secret, Derive what, std::size_t number) {
  Bytes big_endian;
  put_u32(big_endian, static_cast<std::uint32_t>(number));
  return derive(secret, what, big_endian);
}

template <std::size_t N>
bool pad_and_sort(std::vector<Digest>& digests, const std::array<std::size_t, N>& sizes, const SealSecret& secret, Derive decoy) {
  const auto size = std::find_if(sizes.begin(), sizes.end(), [&](std::size_t s) { return digests.size() <= s; });
  if (size == sizes.end()) return false;
  for (std::size_t i = 0; digests.size() < *size; ++i) digests.push_back(derive_numbered(secret, decoy, i));
  std::sort(digests.begin(), digests.end());
  return true;
}

Bytes seal_message(ByteView canonical_envelope, const Digest& list_digest) {
  Bytes message = to_bytes(as_bytes("concordat seal 1"));
  put_bytes(message, sha256(canonical_envelope).bytes);
  put_bytes(message, list_digest.bytes);
  return message;
}

}  // namespace

KeyFingerprint fingerprint_of(const VerifyKey& key) { return KeyFingerprint{sha256(key.bytes)}; }

std::string committed_path(const Body& body, FieldId id, ElementIndex element) {
  const FieldTable& table = FieldTable::get();
  const std::string& path = table[id].path;
  std::array<ElementIndex, 8> chain{};
  std::size_t depth = 0;
  for (ElementIndex at = element; at != no_element; at = body.elements[at].parent) {
    CHECK(depth < chain.size(), "lists nested deeper than the schema");
    chain[depth++] = at;
  }
  std::string out;
  std::size_t from = 0;
  while (depth-- > 0) {
    const Element& here = body.elements[chain[depth]];
    const std::size_t list_size = table[here.list].path.size();
    out.append(path, from, list_size - from).append("[").append(to_hex(here.id)).append("]");
    from = list_size;
  }
  return out.append(path, from, std::string::npos);
}

std::vector<Qualifier> qualifiers_of(const Body& body, const Field& field) {
  const FieldTable& table = FieldTable::get();
  std::vector<Qualifier> found;
  for (const FieldId id : table[field.id].qualifiers) {
    const Field* qualifier = body.find(id, field.element);
    if (qualifier == nullptr) continue;
    const std::string& path = table[id].path;
    found.push_back({path.substr(path.rfind('.') + 1), qualifier->value});
  }
  return found;
}

Salt leaf_salt(const SealSecret& secret, std::string_view path, Level view) {
  thread_local Hasher hasher;
  hasher.reset();
  constexpr std::array<std::byte, 1> separator{};
  const Digest named = hasher.add(path).add(separator).add(name_of(view)).finish();
  const Digest digest = derive(secret, Derive::leaf_salt, ByteView{named.bytes}.first(16));
  Salt salt{};
  std::copy_n(digest.bytes.begin(), salt.size(), salt.begin());
  return salt;
}

Digest leaf_digest(std::string_view path, Level view, const Salt& salt, std::string_view value,
                   const std::vector<Qualifier>& qualifiers) {
  thread_local Hasher hasher;
  hasher.reset();
  hasher.add("concordat leaf 1").add_sized(as_bytes(path)).add_sized(as_bytes(name_of(view))).add(salt).add_sized(as_bytes(value));
  hasher.add_u32(static_cast<std::uint32_t>(qualifiers.size()));
  for (const Qualifier& qualifier : qualifiers) hasher.add_sized(as_bytes(qualifier.name)).add_sized(as_bytes(qualifier.value));
  return hasher.finish();
}

Digest Commitments::digest() const {
  Hasher hasher;
  hasher.add("concordat list 1").add_u32(static_cast<std::uint32_t>(leaves.size()));
  for (const Digest& leaf : leaves) hasher.add(leaf.bytes);
  return hasher.finish();
}

std::optional<Commitments> commit(const Message& message, const SealSecret& secret) {
  const FieldTable& table = FieldTable::get();
  Commitments all;
  for (const Field& field : message.body.fields) {
    const FieldEntry& entry = table[field.id];
    const std::string path = committed_path(message.body, field.id, field.element);
    const std::vector<Qualifier> qualifiers = qualifiers_of(message.body, field);
    for (const Level view : entry.views) {
      const Salt salt = leaf_salt(secret, path, view);
      all.leaves.push_back(view == Level::full
                               ? leaf_digest(path, view, salt, field.value, qualifiers)
                               : leaf_digest(path, view, salt, value_at(entry, field.value, view, message.envelope.case_opened),
                                             view == Level::existence ? std::vector<Qualifier>{} : qualifiers));
    }
  }
  if (!pad_and_sort(all.leaves, list_sizes, secret, Derive::decoy)) return std::nullopt;
  return all;
}

Digest recipient_salt(const SealSecret& secret, const AgencyId& recipient) {
  return derive(secret, Derive::recipient_salt, ByteView{sha256(as_bytes(recipient.value())).bytes}.first(16));
}

Digest recipient_commitment(const Digest& salt, const AgencyId& recipient) {
  return Hasher{}.add("concordat recipient 1").add(salt.bytes).add_sized(as_bytes(recipient.value())).finish();
}

std::optional<std::vector<Digest>> recipient_commitments(const Envelope& envelope, const SealSecret& secret) {
  std::vector<Digest> commitments;
  for (const AgencyId& recipient : envelope.recipients)
    commitments.push_back(recipient_commitment(recipient_salt(secret, recipient), recipient));
  if (commitments.empty()) return commitments;
  if (!pad_and_sort(commitments, recipient_sizes, secret, Derive::recipient_decoy)) return std::nullopt;
  return commitments;
}

Seal sign_seal(const SigningKey& key, ByteView canonical_envelope, const Commitments& commitments) {
  return {key.sign(seal_message(canonical_envelope, commitments.digest())), fingerprint_of(key.verify_key())};
}

bool verify_seal(const VerifyKey& key, ByteView canonical_envelope, const Digest& list_digest, const Seal& seal) {
  return fingerprint_of(key) == seal.key && verify(key, seal_message(canonical_envelope, list_digest), seal.signature);
}

}  // namespace concordat::schemas
