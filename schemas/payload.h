// A payload: what one recipient gets of one message, as bytes. The broker encodes it from a Release
// (which only the gate makes); the recipient's link verifies and opens it. docs/wire-format.md, "Payload".
#pragma once

#include <functional>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "schemas/delivered.h"
#include "schemas/release.h"

namespace concordat::schemas {

// Built field by field from the release, never by copying a reader; holds 32 random bytes.
Bytes encode_payload(const Release& release);

// SHA-256("concordat disclosure 1" | origin | recipient | SHA-256(payload)): names the disclosure in the
// log, and so ties these bytes to their record. The payload's own random salt keeps it from being a
// digest of values that can be guessed.
DisclosureId disclosure_id(std::string_view log_origin, const AgencyId& recipient, ByteView payload);

// The sender's verification key of that fingerprint, if the directory the caller trusts lists it.
using KeyLookup = std::function<std::optional<VerifyKey>(const AgencyId& sender, const KeyFingerprint& key)>;

enum class PayloadError {
  malformed,        // not a payload, or a value that is not canonical
  unknown_field,    // a path that this program's field table does not have
  wrong_recipient,  // not for us, or our commitment does not open
  unknown_key,      // the directory does not list the sender's key
  bad_seal,         // the signature does not hold
  bad_leaf,         // a released value is not among what the sender committed to
};
std::string_view code_of(PayloadError error);  // of docs/codes.md

// Everything the recipient can check without the log: seal, leaves, its own commitment.
Result<Delivered, PayloadError> open_payload(ByteView payload, const AgencyId& self, const KeyLookup& key_of);

}  // namespace concordat::schemas
