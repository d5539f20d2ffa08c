#include "broker/dispatch.h"

#include "base/check.h"

namespace concordat::broker {

Dispatch Dispatch::pair(Parcel parcel, audit::Receipt receipt) {
  CHECK(receipt.kind() == audit::EventKind::disclosed, "a receipt of another kind of event");
  CHECK(receipt.reference() == parcel.label().disclosure.value(), "a receipt for another disclosure");
  return Dispatch{std::move(parcel), std::move(receipt)};
}

}  // namespace concordat::broker
