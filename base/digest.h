// A SHA-256 digest. Made by hashing (crypto.h) or by reading back stored bytes; never by a
// constructor that might mean either.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstring>
#include <functional>

namespace concordat {

struct Digest {
  std::array<std::byte, 32> bytes;
  friend constexpr auto operator<=>(const Digest&, const Digest&) = default;
};

}  // namespace concordat

template <>
struct std::hash<concordat::Digest> {
  std::size_t operator()(const concordat::Digest& digest) const noexcept {
    std::size_t head = 0;
    std::memcpy(&head, digest.bytes.data(), sizeof head);
    return head;
  }
};
