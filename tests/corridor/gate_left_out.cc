// Delete the call of the gate and nothing is left to pack: a Submission does not become a Parcel.
// expect: could not convert|no viable conversion|no known conversion|no matching function|invalid initialization|cannot convert
#include "broker/parcel.h"

using namespace concordat;
using namespace concordat::broker;

Parcel pack(const policy::Gate& gate, std::shared_ptr<const schemas::Submission> submission, const schemas::AgencyId& to, Instant now) {
#ifdef OFFENCE
  static_cast<void>(gate);
  static_cast<void>(to);
  return Parcel::pack(*submission, "origin", now);
#else
  policy::Decision decision = gate.decide(std::move(submission), to, now, {});
  return Parcel::pack(std::get<policy::Disclosure>(decision), "origin", now);
#endif
}
