// A Dispatch comes from pairing alone, which looks whether record and parcel belong together.
// expect: private
#include "broker/dispatch.h"

using namespace concordat;
using namespace concordat::broker;

Dispatch make(Parcel parcel, audit::Receipt receipt) {
#ifdef OFFENCE
  return Dispatch{std::move(parcel), std::move(receipt)};
#else
  return Dispatch::pair(std::move(parcel), std::move(receipt));
#endif
}
