// Bytes do not become a Parcel: it is packed from a Disclosure, or opened by the Outbox.
// expect: private
#include "broker/parcel.h"

using namespace concordat;
using namespace concordat::broker;

Parcel open(Passkey<Outbox> key, ParcelLabel label, Bytes payload) { return Parcel{key, std::move(label), std::move(payload)}; }
#ifdef OFFENCE
Parcel make_up(ParcelLabel label, Bytes payload) { return Parcel{std::move(label), std::move(payload)}; }
#endif
