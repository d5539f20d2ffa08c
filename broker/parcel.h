// A Parcel is a disclosure as bytes: exactly what one recipient will get, and whose record it belongs
// to. Made from a Disclosure, or by the Outbox from what was stored with its record; never otherwise.
#pragma once

#include "base/passkey.h"
#include "policy/gate.h"
#include "schemas/ids.h"
#include "schemas/vocabulary.h"

namespace concordat::broker {

class Outbox;

// What the broker must know of a parcel without opening it.
struct ParcelLabel {
  schemas::DisclosureId disclosure;
  schemas::MessageId message;
  schemas::CaseId case_id;
  Date case_opened;
  schemas::AgencyId sender;
  schemas::AgencyId recipient;
  schemas::BodyType type;
  schemas::Urgency urgency;
  std::string purpose;
  std::string agreement;  // NAME/VERSION of the governing agreement
  schemas::AgreementDigest agreement_digest;
  Instant accepted;
};

class Parcel {
public:
  // Encodes field by field from the disclosure's release.
  static Parcel pack(const policy::Disclosure& disclosure, std::string_view log_origin, Instant accepted);
  Parcel(Passkey<Outbox>, ParcelLabel label, Bytes payload) : label_(std::move(label)), payload_(std::move(payload)) {}
  Parcel(Parcel&&) noexcept = default;
  Parcel& operator=(Parcel&&) noexcept = default;
  Parcel(const Parcel&) = delete;
  Parcel& operator=(const Parcel&) = delete;

  const ParcelLabel& label() const { return label_; }
  const Bytes& payload() const { return payload_; }

private:
  Parcel(ParcelLabel label, Bytes payload) : label_(std::move(label)), payload_(std::move(payload)) {}
  ParcelLabel label_;
  Bytes payload_;
};

}  // namespace concordat::broker
