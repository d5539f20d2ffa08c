// A new CURVE key pair: who connects. ZeroMQ makes it, and is named for nothing else in the console.
#pragma once

#include <string>

#include "adapters/link/keys.h"

namespace concordat::console {

link::CurveKeys make_curve_keys();
std::string curve_file(const link::CurveKeys& keys);  // two lines of Z85: public, secret

}  // namespace concordat::console
