#include "adapters/link/new_keys.h"

#include <zmq.h>

#include <array>

#include "base/check.h"

namespace concordat::link {

CurveKeys make_curve_keys() {
  std::array<char, 41> open{};
  std::array<char, 41> secret{};
  CHECK(zmq_curve_keypair(open.data(), secret.data()) == 0, "libzmq is built without CURVE");
  CurveKeys keys{open.data(), Secret<40>{as_bytes({secret.data(), 40}).first<40>()}};
  cleanse(std::as_writable_bytes(std::span{secret}));
  return keys;
}

std::string curve_file(const CurveKeys& keys) {
  return keys.public_key + "\n" + std::string{as_text(keys.secret.expose())} + "\n";
}

}  // namespace concordat::link
