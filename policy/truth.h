// Three values (Kleene): what is not known is not false. The numeric order makes `and` the least and
// `or` the greatest.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

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

// Where a case stands under the agreement of that name, in whatever version: stages are each agreement's own.
struct CaseStage {
  std::string agreement;
  std::string stage;
  friend bool operator==(const CaseStage&, const CaseStage&) = default;
};

// What the broker knows of the case, and the message does not say.
struct CaseFacts {
  Truth sender_in_case = Truth::unknown;
  Truth recipient_in_case = Truth::unknown;
  std::vector<CaseStage> stages = {};  // at most one of an agreement; unknown where there is none
};

}  // namespace concordat::policy
