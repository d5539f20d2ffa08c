#include "console/asking/digest.h"

#include <algorithm>

#include "base/bytes.h"

namespace concordat::console {

std::optional<Digest> read_digest(std::string_view hex) {
  const auto bytes = from_hex(hex);
  Digest digest{};
  if (!bytes || bytes->size() != digest.bytes.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), digest.bytes.begin());
  return digest;
}

}  // namespace concordat::console
