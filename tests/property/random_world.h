// Random agreements that check() accepts, and random messages for them to judge. Everything follows from
// the seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "policy/book.h"
#include "policy/hold.h"
#include "policy/truth.h"
#include "schemas/message.h"

namespace concordat::policy {

class RandomWorld {
public:
  explicit RandomWorld(std::uint64_t seed) : random_(seed) {}
  // From now on no condition asks whether a fact is there.
  void ask_no_presence() { presence_ = Presence::not_asked; }

  // A whole text. Clauses are labelled 1, 2, … in order.
  std::string agreement(const std::string& name, int version, const std::string& scheme, int clauses);
  // One clause, of what `effects` allows; without the words of `any` it only grants, or only caps.
  enum class Effects { any, grants, caps };
  std::string clause(const std::string& label, Effects effects);
  // An emergency clause, which may lift one of these clauses that caps.
  std::string emergency_clause(const std::string& label, const std::vector<std::string>& clauses);
  std::string condition(int depth);

  std::vector<AgreementSource> sources();
  schemas::Message message();
  CaseFacts facts();
  Approvals approvals();  // of clauses of the agreements that sources() makes
  schemas::AgencyId recipient();
  Instant instant();

  std::size_t below(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>{0, count - 1}(random_);
  }
  bool chance(std::size_t one_in) { return below(one_in) == 0; }
  const std::string& pick(const std::vector<std::string>& from) { return from[below(from.size())]; }

private:
  std::string effects(const std::vector<std::string>& grants, const std::vector<std::string>& caps,
                      Effects effects);
  std::string per_element_condition(const std::vector<std::string>& conditions);

  enum class Presence : std::uint8_t { asked, not_asked };
  Presence presence_ = Presence::asked;
  std::mt19937_64 random_;
};

// A text with that name's headers around the clauses.
std::string random_headers(const std::string& name, int version, const std::string& scheme,
                           const std::string& dates, const std::string& area);

}  // namespace concordat::policy
