// A Disclosure cannot be sent: only what is on the record can.
// expect: could not convert|no viable conversion|no known conversion|no matching function|invalid initialization|cannot convert
#include "broker/network.h"

using namespace concordat::broker;

SendOutcome send(Network& network, const Session& to, const concordat::policy::Disclosure& disclosure, const Dispatch& dispatch, const Evidence& evidence) {
#ifdef OFFENCE
  static_cast<void>(dispatch);
  return network.send(to, disclosure, evidence);
#else
  static_cast<void>(disclosure);
  return network.send(to, dispatch, evidence);
#endif
}
