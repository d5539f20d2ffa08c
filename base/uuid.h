// UUIDs: version 7 (RFC 9562 section 5.7) where we make them, any version where we read them.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace concordat {

struct Uuid {
  std::array<std::byte, 16> bytes;
  friend constexpr auto operator<=>(const Uuid&, const Uuid&) = default;
};

Uuid make_uuid(Instant now);                          // version 7: 48-bit milliseconds, then random
std::optional<Instant> uuid_time(const Uuid& uuid);   // when it was made, if it is a version 7
std::optional<Uuid> parse_uuid(std::string_view text);  // 8-4-4-4-12 hexadecimal
std::string format_uuid(const Uuid& uuid);              // lower case

}  // namespace concordat

template <>
struct std::hash<concordat::Uuid> {
  std::size_t operator()(const concordat::Uuid& uuid) const noexcept;
};
