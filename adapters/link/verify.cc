#include "adapters/link/verify.h"

#include "adapters/link/cosigned.h"

namespace concordat::link {
namespace {

using Kind = Unverified::Kind;

Unverified rejected(std::string_view code) { return {Kind::rejected, code}; }

struct Opened {
  audit::VerifiedReceipt receipt;
  std::string note;
};

Result<Opened, Unverified> open_receipt(ByteView bytes, const audit::LogKeys& keys) {
  auto receipt = audit::verify_receipt(bytes, keys);
  if (!receipt) return Fail{rejected(audit::proof_error_code(receipt.error()))};
  auto decoded = audit::decode_receipt(bytes);
  CHECK(decoded.has_value(), "a receipt that verified does not decode");
  return Opened{std::move(*receipt), std::move(decoded->note)};
}

// That the entry is about this disclosure, from that sender, to us.
bool records(const audit::Entry& entry, const schemas::DisclosureId& disclosure, const schemas::AgencyId& sender,
             const schemas::AgencyId& self) {
  return entry.kind == audit::EventKind::disclosed && entry.counterpart == self.value() && entry.actor == sender.value() &&
         entry.reference == disclosure.value();
}

Result<Verified, Unverified> open(const schemas::DisclosureId& disclosure, ByteView payload, ByteView receipt_bytes,
                                  const Witness& witness, const auto& key_at) {
  if (disclosure != schemas::disclosure_id(witness.directory.log_origin, witness.self, payload))
    return Fail{rejected("disclosure-mismatch")};
  TRY(Opened receipt, open_receipt(receipt_bytes, witness.kept.keys()));
  const audit::Entry& entry = receipt.receipt.entry;
  auto delivered = schemas::open_payload(payload, witness.self, [&](const schemas::AgencyId& sender, const schemas::KeyFingerprint& key) {
    return key_at(sender, key, entry.at);  // the log's time of it, never the sender's
  });
  if (!delivered) return Fail{rejected(schemas::code_of(delivered.error()))};
  if (!records(entry, disclosure, delivered->envelope.sender, witness.self)) return Fail{rejected("receipt-mismatch")};
  return Verified{std::move(*delivered), entry.sequence, {receipt.receipt.checkpoint, std::move(receipt.note)}};
}

std::optional<VerifyKey> listed_key(const schemas::Directory& directory, const schemas::AgencyId& sender,
                                    const schemas::KeyFingerprint& key) {
  const schemas::Organisation* organisation = directory.find(sender);
  if (organisation == nullptr) return std::nullopt;
  for (const schemas::AgencyKey& known : organisation->signing_keys)
    if (known.fingerprint == key) return known.key;
  return std::nullopt;
}

}  // namespace

Result<Verified, Unverified> verify_delivery(const schemas::Deliver& deliver, const Witness& witness) {
  TRY(Verified verified, open(deliver.disclosure, deliver.payload, deliver.receipt, witness,
                              [&](const schemas::AgencyId& sender, const schemas::KeyFingerprint& key, Instant at) {
                                return witness.directory.signing_key(sender, key, at);
                              }));
  if (witness.kept.held() && deliver.from_size != witness.kept.size()) return Fail{Unverified{Kind::out_of_step, "out-of-step"}};
  auto advanced = witness.kept.judge(verified.checkpoint.checkpoint, deliver.consistency);
  if (!advanced) return Fail{rejected(audit::proof_error_code(advanced.error()))};
  TRY([[maybe_unused]] const Unit cosigned, check_cosigned(deliver, verified.checkpoint.checkpoint, witness));
  return verified;
}

Result<Verified, Unverified> reopen_delivery(const Held& held, const Witness& witness) {
  return open(held.id, held.payload, held.receipt, witness,
              [&](const schemas::AgencyId& sender, const schemas::KeyFingerprint& key, Instant) {
                return listed_key(witness.directory, sender, key);
              });
}

}  // namespace concordat::link
