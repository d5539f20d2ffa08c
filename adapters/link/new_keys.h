// A new CURVE key pair, for an agency, a broker or an officer that is being set up: who connects. ZeroMQ makes it.
#pragma once

#include <string>

#include "adapters/link/keys.h"

namespace concordat::link {

CurveKeys make_curve_keys();
std::string curve_file(const CurveKeys& keys);  // as read_curve_keys reads it: two lines of Z85, public, secret

}  // namespace concordat::link
