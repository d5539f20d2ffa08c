// What the agreements make of one message for one recipient: every field's outcome and why, what is
// missing, what travels with it, what waits for a person. The gate turns an Evaluation into a Decision;
// explain() into words.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/answers.h"
#include "policy/deciding_room.h"
#include "policy/governing.h"
#include "policy/hold.h"
#include "policy/leak_guard.h"
#include "policy/plan.h"
#include "policy/restriction.h"
#include "policy/truth.h"
#include "policy/verdict.h"
#include "schemas/message.h"
#include "schemas/terms.h"

namespace concordat::policy {

class Run;

enum class RefusalCode : std::uint8_t {
  no_agreement,
  ambiguous_agreement,
  incomplete,
  nothing_released,
  stage_not_declared,
  stage_not_yours,
};
std::string_view name_of(RefusalCode code);  // "no-agreement"

// Until what a message waits: somebody renews, resumes, or lets go.
enum class WaitsFor : std::uint8_t { renewal, resumption, approval, leak_guard };
// The code it is told by: agreement-lapsed, agreement-suspended, held-for-approval, leak-guard.
std::string_view name_of(WaitsFor what);

struct FactUsed {
  schemas::ElementIndex element;  // of an atom asked per element
  std::uint16_t atom;             // of the plan
  Truth truth;
};

// That say nothing.
std::shared_ptr<const schemas::Terms> no_terms();

struct Evaluation {
  enum class Outcome : std::uint8_t { disclosed, refused, waiting };
  Outcome outcome = Outcome::refused;
  std::optional<RefusalCode> refusal = {};        // of refused
  std::optional<WaitsFor> waits_for = {};         // of waiting
  std::optional<std::uint16_t> governing = {};    // index of the agreement; absent if none governs
  Footing footing = Footing::absent;              // of the governing agreement; lapsed and disclosed: by its
                                                  // emergency clauses, which is alarmed
  std::vector<Verdict> verdicts = {};             // one per submitted field, in its order
  std::vector<std::string> missing = {};          // required paths that the message lacks
  std::vector<FactUsed> facts = {};
  std::vector<Hold> holds = {};
  std::vector<Leak> leaks = {};                   // found and not cleared: held, or in an emergency flagged
  Truth emergency = Truth::no;                    // whether one is declared: alarmed and reviewed
  std::vector<ClauseRef> emergency_clauses = {};  // those that counted
  std::optional<CaseStage> moves_to = {};         // where this Decision moves its case, once it is recorded
  std::shared_ptr<const schemas::Terms> terms = no_terms();  // they say nothing unless disclosed
  std::shared_ptr<const Plan> plan = {};          // absent if a party is unknown
};

std::string_view name_of(Evaluation::Outcome outcome);  // "disclosed"

// One message, made ready to be decided for several recipients: what it answers for one is not asked again for the
// next. Outlives neither its book nor its message; for one thread.
class Evaluator {
public:
  Evaluator(const AgreementBook& book, const schemas::Message& message);
  Evaluation evaluate(const schemas::AgencyId& recipient, Instant now, const CaseFacts& facts,
                      const Approvals& approvals = {});

  const schemas::Message& message() const { return message_; }
  const BodyView& view() const { return view_; }

private:
  PlanShelf::Epoch epoch_of(Instant now);
  void govern(Evaluation& found, Governing::Kind kind, const Run& run, const Approvals& approvals,
              Instant now);
  void find_holds(Evaluation& found, const Run& run, const std::vector<PlanClauseIndex>& let_go,
                  Instant now) const;

  const AgreementBook& book_;
  const schemas::Message& message_;
  BodyView view_;
  Answers answers_{view_};
  std::vector<Restriction> restrictions_;
  DecidingRoom room_{message_.body.fields.size()};
  std::optional<AgencyIndex> sender_;
  const CompiledAgreement* meant_ = nullptr;
  std::optional<Instant> asked_at_;
  PlanShelf::Epoch epoch_ = 0;
  PlanShelf::PurposeNumber purpose_;
  Truth emergency_;
};

// Total: whatever cannot be decided comes out withheld or refused. `recipient` need not be among the
// envelope's recipients. The leak guard is not part of it: see weigh() in gate.h.
Evaluation evaluate(const AgreementBook& book, const schemas::Message& message,
                    const schemas::AgencyId& recipient, Instant now, const CaseFacts& facts,
                    const Approvals& approvals = {});

// Its lane, or an emergency declared: what is missing or found is then told, and holds nothing up.
bool is_urgent(const schemas::Envelope& envelope);

// Outcome, refusal and waits_for from what the verdicts and holds are now; for one that is governed.
void settle(Evaluation& evaluation, const schemas::Envelope& envelope);

// "subject.address[1].confidential is no: unknown"
std::string words_of(const FactUsed& fact, const Evaluation& evaluation, const schemas::Body& body);

}  // namespace concordat::policy
