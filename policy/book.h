// The AgreementBook: every agreement that counts or could come to, compiled against the organisations
// there are. Immutable; named by a digest over its texts, their statuses and the parties, so that any
// decision can be made again. To change policy, make a new book. May be used from any thread.
//
//   auto book = AgreementBook::compile({{text, Status::active, {}}}, parties);
//   Gate gate{**book};
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "policy/compiled.h"
#include "policy/diagnostic.h"
#include "schemas/message.h"

namespace concordat::policy {

struct AgreementSource {
  std::string text;
  Status status = Status::active;
  std::vector<schemas::AgencyId> acceded;
  std::vector<schemas::AgencyId> left = {};
  std::vector<PartSuspended> suspended = {};  // besides the whole, which is a status
};

// A clause of a book: which agreement, which clause in its file's order.
struct ClauseRef {
  std::uint16_t agreement;
  std::uint16_t clause;
  friend bool operator==(ClauseRef, ClauseRef) = default;
};

// A clause or none, in no more room than a clause: there is one in every verdict. All zeros is none.
class MaybeClause {
public:
  MaybeClause() = default;
  constexpr MaybeClause(ClauseRef clause) : others_{static_cast<std::uint16_t>(~clause.agreement), static_cast<std::uint16_t>(~clause.clause)} {}

  constexpr explicit operator bool() const { return others_ != none; }
  constexpr ClauseRef operator*() const { return {static_cast<std::uint16_t>(~others_.agreement), static_cast<std::uint16_t>(~others_.clause)}; }
  constexpr void reset() { others_ = none; }
  friend bool operator==(MaybeClause, MaybeClause) = default;

private:
  // Every bit turned; no agreement has the clause for which that is none.
  static constexpr ClauseRef none{0, 0};
  ClauseRef others_;
};

// Why a text cannot enter the book: its place among the sources, and its errors.
struct RefusedAgreement {
  std::size_t source;
  std::vector<Diagnostic> diagnostics;
};

class PlanShelf;

class AgreementBook {
public:
  static Result<std::shared_ptr<const AgreementBook>, std::vector<RefusedAgreement>> compile(
      const std::vector<AgreementSource>& sources, Parties parties);
  ~AgreementBook();

  const Digest& digest() const { return digest_; }
  std::span<const CompiledAgreement> agreements() const { return agreements_; }  // by name, then version
  const Parties& parties() const { return parties_; }
  std::optional<AgencyIndex> agency(const schemas::AgencyId& id) const;

  // One version of a name counts at a time: the highest that has begun and was not withdrawn or superseded.
  Footing footing(std::uint16_t agreement, Instant now) const;
  // The same for what goes from one to the other: suspended where that recipient is, absent where either has left.
  Footing footing(std::uint16_t agreement, AgencyIndex sender, AgencyIndex recipient, Instant now) const;

  const std::string& label(ClauseRef clause) const {
    return agreements_[clause.agreement].clauses[clause.clause].label;
  }
  std::string agreement_name(ClauseRef clause) const {
    return schemas::format_agreement_name(agreements_[clause.agreement].name);
  }

  const PlanShelf& plans() const { return *plans_; }

private:
  AgreementBook(std::vector<CompiledAgreement> agreements, Parties parties, Digest digest);

  std::vector<CompiledAgreement> agreements_;
  Parties parties_;
  Digest digest_;
  // Every message looks up its sender and all its recipients. Ends tell agencies apart; whoever makes some that end alike only
  // makes the book slower, and is an administrator.
  struct ByEnds {
    std::size_t operator()(const schemas::AgencyId& id) const noexcept;
  };
  std::unordered_map<schemas::AgencyId, AgencyIndex, ByEnds> agency_index_;
  std::unique_ptr<PlanShelf> plans_;
};

}  // namespace concordat::policy
