// The seal: how a sender commits to every field at every view it declares, so that the broker can only
// subtract. docs/wire-format.md, "Seal", is normative; tests/golden/seal holds its vectors.
//
//   SealSecret secret = random_secret();
//   Commitments all = commit(message, secret);           // one leaf per (field, view), plus decoys
//   Seal seal = sign_seal(key, canonical_envelope, all);  // over the envelope and the sorted list
//
// A recipient holds the list and the seal, and for each released value a Proof; it recomputes the leaf.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "schemas/message.h"

namespace concordat::schemas {

using SealSecret = Secret<32>;
using Salt = std::array<std::byte, 16>;

// SHA-256 of an agency's Ed25519 verification key: which key signed.
using KeyFingerprint = Strong<struct KeyFingerprintTag, Digest>;
KeyFingerprint fingerprint_of(const VerifyKey& key);

// The committed path of a field: names joined by '.', each list element by its id in hexadecimal.
// "concern[0f…].narrative[a1…].text"
std::string committed_path(const Body& body, FieldId id, ElementIndex element);

// A qualifier's value as it lies inside the value it qualifies: sibling name and canonical value.
struct Qualifier {
  std::string name;
  std::string value;
};
std::vector<Qualifier> qualifiers_of(const Body& body, const Field& field);

Salt leaf_salt(const SealSecret& secret, std::string_view path, Level view);
Digest leaf_digest(std::string_view path, Level view, const Salt& salt, std::string_view value,
                   const std::vector<Qualifier>& qualifiers);

// The sorted list of leaves, decoys among them: 64, 256, 1024 or 4096.
struct Commitments {
  std::vector<Digest> leaves;
  Digest digest() const;
};
// Nothing if the message has more than 4096 (field, view) pairs.
std::optional<Commitments> commit(const Message& message, const SealSecret& secret);

// What a recipient commitment is made of: 32 bytes derived from the secret, one per agency.
Digest recipient_salt(const SealSecret& secret, const AgencyId& recipient);
Digest recipient_commitment(const Digest& salt, const AgencyId& recipient);
// Sorted, padded with decoys to 8 or 32; empty when the envelope names nobody.
std::optional<std::vector<Digest>> recipient_commitments(const Envelope& envelope, const SealSecret& secret);

struct Seal {
  Signature signature;
  KeyFingerprint key;
};
Seal sign_seal(const SigningKey& key, ByteView canonical_envelope, const Commitments& commitments);
bool verify_seal(const VerifyKey& key, ByteView canonical_envelope, const Digest& list_digest, const Seal& seal);

// Everything of the seal that a Submission keeps.
struct Sealed {
  SealSecret secret;
  Bytes canonical_envelope;  // as received: the bytes that were signed
  Commitments commitments;
  Seal seal;
};

}  // namespace concordat::schemas
