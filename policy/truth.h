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

// 64 truths at once, a bit each: neither bit is no, `maybe` alone unknown, both yes.
struct TruthBits {
  std::uint64_t yes;
  std::uint64_t maybe;
};
constexpr TruthBits all_of(Truth truth) {
  return {truth == Truth::yes ? ~std::uint64_t{0} : 0, truth != Truth::no ? ~std::uint64_t{0} : 0};
}
constexpr TruthBits both(TruthBits a, TruthBits b) {
  return {a.yes & b.yes, a.maybe & b.maybe};
}
constexpr TruthBits either(TruthBits a, TruthBits b) {
  return {a.yes | b.yes, a.maybe | b.maybe};
}
constexpr TruthBits negated(TruthBits a) {
  return {~a.maybe, ~a.yes};
}
// `chosen` where the mask has a bit, elsewhere `other`.
constexpr TruthBits chosen_by(std::uint64_t mask, TruthBits chosen, TruthBits other) {
  return {(chosen.yes & mask) | (other.yes & ~mask), (chosen.maybe & mask) | (other.maybe & ~mask)};
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
