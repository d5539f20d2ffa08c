// No Receipt, no Dispatch.
// expect: no matching function|too few arguments
#include "broker/dispatch.h"

using namespace concordat;
using namespace concordat::broker;

Dispatch pair(Parcel parcel, audit::Receipt receipt) {
#ifdef OFFENCE
  static_cast<void>(receipt);
  return Dispatch::pair(std::move(parcel));
#else
  return Dispatch::pair(std::move(parcel), std::move(receipt));
#endif
}
