// A Dispatch is a parcel whose record is on disk. It is the only thing that can be sent to a recipient:
// no Disclosure, no Parcel; no Receipt, no Dispatch.
#pragma once

#include "audit/receipt.h"
#include "broker/parcel.h"

namespace concordat::broker {

class Dispatch {
public:
  // Aborts the process if the receipt is for anything but this parcel's disclosure: that is a bug, and
  // sending on would be a breach.
  static Dispatch pair(Parcel parcel, audit::Receipt receipt);
  Dispatch(Dispatch&&) noexcept = default;
  Dispatch& operator=(Dispatch&&) noexcept = default;

  const Parcel& parcel() const { return parcel_; }
  const audit::Receipt& receipt() const { return receipt_; }

private:
  Dispatch(Parcel parcel, audit::Receipt receipt) : parcel_(std::move(parcel)), receipt_(std::move(receipt)) {}
  Parcel parcel_;
  audit::Receipt receipt_;
};

}  // namespace concordat::broker
