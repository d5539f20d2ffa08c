// A certificate that the console makes for itself, for demonstrations and for a console behind a reverse proxy on the same machine.
// In a real area a certificate comes from whoever the browsers trust.
#pragma once

#include <string>

#include "base/result.h"

namespace concordat::console::web {

struct MadeCertificate {
  std::string certificate;  // PEM
  std::string private_key;  // PEM
};

// For a name such as "localhost" or "127.0.0.1"; good for a year.
Result<MadeCertificate, std::string> make_certificate(const std::string& host);

}  // namespace concordat::console::web
