// Nobody but the Outbox holds the key with which a stored parcel is opened.
// expect: private
#include "broker/parcel.h"

using namespace concordat;
using namespace concordat::broker;

Parcel open(Passkey<Outbox> key, ParcelLabel label, Bytes payload) { return Parcel{key, std::move(label), std::move(payload)}; }
#ifdef OFFENCE
Parcel forge(ParcelLabel label, Bytes payload) { return Parcel{{}, std::move(label), std::move(payload)}; }
#endif
