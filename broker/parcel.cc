#include "broker/parcel.h"

#include "schemas/payload.h"

namespace concordat::broker {

Parcel Parcel::pack(const policy::Disclosure& disclosure, std::string_view log_origin, Instant accepted) {
  const schemas::Release& release = disclosure.release();
  const schemas::Envelope& envelope = release.submission().envelope();
  Bytes payload = schemas::encode_payload(release);
  ParcelLabel label{.disclosure = schemas::disclosure_id(log_origin, release.recipient(), payload),
                    .message = envelope.id,
                    .case_id = envelope.case_id,
                    .case_opened = envelope.case_opened,
                    .sender = envelope.sender,
                    .recipient = release.recipient(),
                    .type = envelope.type,
                    .urgency = envelope.urgency,
                    .purpose = envelope.purpose,
                    .agreement = release.terms().agreement,
                    .agreement_digest = release.terms().agreement_digest,
                    .accepted = accepted};
  return Parcel{std::move(label), std::move(payload)};
}

}  // namespace concordat::broker
