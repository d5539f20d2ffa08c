// Three values (Kleene): what is not known is not false. The numeric order makes `and` the least and
// `or` the greatest.
#pragma once

#include <algorithm>
#include <cstdint>

namespace concordat::policy {

enum class Truth : std::uint8_t { no, unknown, yes };

constexpr Truth both(Truth a, Truth b) {
  return std::min(a, b);
}
constexpr Truth either(Truth a, Truth b) {
  return std::max(a, b);
}
constexpr Truth negated(Truth a) {
  return static_cast<Truth>(2 - static_cast<int>(a));
}
constexpr Truth known(bool holds) {
  return holds ? Truth::yes : Truth::no;
}

// What the broker knows of the case, and the message does not say.
struct CaseFacts {
  Truth sender_in_case = Truth::unknown;
  Truth recipient_in_case = Truth::unknown;
};

}  // namespace concordat::policy
