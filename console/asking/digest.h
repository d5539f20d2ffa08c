// A digest as it is told and typed: 64 hexadecimal digits. Anything else is none.
#pragma once

#include <optional>
#include <string_view>

#include "base/crypto.h"

namespace concordat::console {

std::optional<Digest> read_digest(std::string_view hex);

}  // namespace concordat::console
