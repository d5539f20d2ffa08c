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
#include "policy/recall.h"
#include "policy/weigher.h"
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
  const Evaluation& evaluation() const { return evaluation_; }
  const std::vector<Verdict>& verdicts() const { return evaluation_.verdicts; }
  const std::vector<FactUsed>& facts() const { return evaluation_.facts; }
  std::string words(const FactUsed& fact) const {
    return words_of(fact, evaluation_, release_.submission().body());
  }
  const schemas::AgreementDigest& agreement() const { return evaluation_.terms->agreement_digest; }
  const Digest& book() const { return book_; }  // of the whole AgreementBook

private:
  schemas::Release release_;
  Evaluation evaluation_;
  Digest book_;
};

// Nothing may leave. The evaluation says what an incomplete message lacks.
struct Refusal {
  RefusalCode code;
  std::optional<schemas::AgreementName> agreement;
  Evaluation evaluation;
};

// Nothing leaves until somebody named decides: the governing agreement has lapsed or is suspended, or all
// there is to release is held.
struct Waiting {
  schemas::AgreementName agreement;
  WaitsFor what;
  Evaluation evaluation;
};

using Decision = std::variant<Disclosure, Refusal, Waiting>;
const Evaluation& evaluation_of(const Decision& decision);

// One submission before the gate, to be decided for several recipients: what is the same for all of them is worked out
// once. Does not outlive the gate's book; for one thread.
class Matter {
public:
  Matter(Passkey<Gate>, const AgreementBook& book, std::shared_ptr<const schemas::Submission> submission)
      : submission_(std::move(submission)), weigher_(book, submission_->message()) {}

private:
  friend class Gate;
  std::shared_ptr<const schemas::Submission> submission_;
  Weigher weigher_;
};

class Gate {
public:
  // `book` must outlive the gate. To change policy, make a new gate.
  explicit Gate(const AgreementBook& book) : book_(book) {}

  // With fresh approvals, a Disclosure holds only what they let go (and its companions): the rest left
  // before. What is still held stands in the evaluation's `holds`.
  Decision decide(std::shared_ptr<const schemas::Submission> submission, const schemas::AgencyId& to,
                  Instant now, const CaseFacts& facts, const Approvals& approvals = {}) const;
  // The same, for one recipient after the other.
  Matter open(std::shared_ptr<const schemas::Submission> submission) const {
    return {Passkey<Gate>{}, book_, std::move(submission)};
  }
  Decision decide(Matter& matter, const schemas::AgencyId& to, Instant now, const CaseFacts& facts,
                  const Approvals& approvals = {}) const;

  // A Recall, for one who had what it recalls: no clause, lapse or suspension stands in its way (recall.h).
  Disclosure recall(std::shared_ptr<const schemas::Submission> submission, const schemas::AgencyId& to,
                    Instant now, const CaseFacts& facts, const PastDisclosure& past) const;

private:
  const AgreementBook& book_;
};

}  // namespace concordat::policy
