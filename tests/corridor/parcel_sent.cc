// A Parcel cannot be sent either: it must first be paired with its record.
// expect: could not convert|no viable conversion|no known conversion|no matching function|invalid initialization|cannot convert
#include "broker/network.h"

using namespace concordat::broker;

SendOutcome send(Network& network, const Session& to, Parcel parcel, concordat::audit::Receipt receipt, const Evidence& evidence) {
#ifdef OFFENCE
  static_cast<void>(receipt);
  return network.send(to, parcel, evidence);
#else
  return network.send(to, Dispatch::pair(std::move(parcel), std::move(receipt)), evidence);
#endif
}
