// The terms that travel under one plan, by which of its clauses with terms count: words put together once for each set of
// clauses that some message came to.
//
//   const TermsShelf shelf;
//   std::shared_ptr<const schemas::Terms> terms = shelf.get(plan, counting);
//
// May be used from any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "schemas/terms.h"

namespace concordat::policy {

struct Plan;

class TermsShelf {
public:
  // Bits, by place in the tally's with_terms.
  using Counting = std::span<const std::uint64_t>;

  TermsShelf() = default;
  TermsShelf(const TermsShelf&) = delete;
  TermsShelf& operator=(const TermsShelf&) = delete;
  ~TermsShelf();

  std::shared_ptr<const schemas::Terms> get(const Plan& plan, Counting counting) const;

private:
  // Facts that a sender chooses make sets: not more are kept than any honest agreement comes to.
  static constexpr std::size_t kept_max = 256;
  struct Kept {
    std::vector<std::uint64_t> counting;
    std::shared_ptr<const schemas::Terms> terms;
    Kept* next;
  };

  mutable std::atomic<Kept*> newest_{nullptr};
  mutable std::atomic<std::size_t> kept_{0};
};

}  // namespace concordat::policy
