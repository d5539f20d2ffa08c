// The only door out. The Gate turns what one agency submitted into what one other agency may have, under
// the agreements of its book, and says why, field by field.
//
// Pure: no clock, no disk, no log, and no failure; an error would need a policy, and that policy is
// withhold. The same inputs give the same Decision, so any line of the audit log can be made again.
//
//   const Gate gate{*book};
//   Decision decision = gate.decide(submission, AgencyId{"police/met"}, now, {});
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/passkey.h"
#include "policy/book.h"
#include "policy/evaluation.h"
#include "schemas/release.h"
#include "schemas/submission.h"

namespace concordat::policy {

class Gate;

// What one recipient may have of one submission, with a verdict for every field submitted. Only the Gate
// makes one: to hold a Disclosure is to know that the agreements were applied.
class Disclosure {
public:
  Disclosure(Passkey<Gate>, schemas::Release release, Evaluation evaluation, Digest book)
      : release_(std::move(release)), evaluation_(std::move(evaluation)), book_(book) {}
  Disclosure(Disclosure&&) noexcept = default;
  Disclosure& operator=(Disclosure&&) noexcept = default;
  Disclosure(const Disclosure&) = delete;
  Disclosure& operator=(const Disclosure&) = delete;

  const schemas::Release& release() const { return release_; }
  const std::vector<Verdict>& verdicts() const { return evaluation_.verdicts; }
  const std::vector<FactUsed>& facts() const { return evaluation_.facts; }
  std::string words(const FactUsed& fact) const {
    return words_of(fact, evaluation_, release_.submission().body());
  }
  const schemas::AgreementDigest& agreement() const { return evaluation_.terms.agreement_digest; }
  const Digest& book() const { return book_; }  // of the whole AgreementBook

private:
  schemas::Release release_;
  Evaluation evaluation_;
  Digest book_;
};

// Nothing may leave. `missing` says what an incomplete message lacks.
struct Refusal {
  RefusalCode code;
  std::optional<schemas::AgreementName> agreement;
  std::vector<std::string> missing;
};

// The governing agreement has lapsed or is suspended: the message waits until somebody named decides.
struct Waiting {
  schemas::AgreementName agreement;
  Footing why;  // lapsed or suspended
};

using Decision = std::variant<Disclosure, Refusal, Waiting>;

class Gate {
public:
  // `book` must outlive the gate. To change policy, make a new gate.
  explicit Gate(const AgreementBook& book) : book_(book) {}

  Decision decide(std::shared_ptr<const schemas::Submission> submission, const schemas::AgencyId& to,
                  Instant now, const CaseFacts& facts) const;

private:
  const AgreementBook& book_;
};

}  // namespace concordat::policy
