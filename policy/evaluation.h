// What the agreements make of one message for one recipient: every field's outcome and why, what is
// missing, what travels with it. The gate turns an Evaluation into a Decision; explain() into words.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/governing.h"
#include "policy/plan.h"
#include "policy/truth.h"
#include "schemas/message.h"
#include "schemas/terms.h"

namespace concordat::policy {

// Why an outcome is what it is.
enum class Cause : std::uint8_t { granted, not_granted, capped, source_restriction, companion, monitoring };

struct Verdict {
  std::uint32_t field;  // index into the body's fields
  schemas::Level outcome = schemas::Level::withhold;
  std::optional<ClauseRef> granted_by;  // the clause of the greatest counting grant, the first of them
  std::optional<ClauseRef> capped_by;   // the clause whose cap made the outcome less than that
  Cause because = Cause::not_granted;
};

enum class RefusalCode : std::uint8_t { no_agreement, ambiguous_agreement, incomplete, nothing_released };
std::string_view name_of(RefusalCode code);  // "no-agreement"

struct FactUsed {
  std::uint16_t atom;             // of the plan
  schemas::ElementIndex element;  // of an atom asked per element
  Truth truth;
};

struct Evaluation {
  enum class Outcome : std::uint8_t { disclosed, refused, waiting };
  Outcome outcome = Outcome::refused;
  std::optional<RefusalCode> refusal;      // of refused
  std::optional<std::uint16_t> governing;  // index of the agreement; absent if none governs
  Footing footing = Footing::absent;       // of the governing agreement
  std::vector<Verdict> verdicts;           // one per submitted field, in its order
  std::vector<std::string> missing;        // required paths that the message lacks
  std::vector<FactUsed> facts;
  schemas::Terms terms;              // of disclosed
  std::shared_ptr<const Plan> plan;  // absent if a party is unknown
};

std::string_view name_of(Evaluation::Outcome outcome);  // "disclosed"

// Total: whatever cannot be decided comes out withheld or refused. `recipient` need not be among the
// envelope's recipients.
Evaluation evaluate(const AgreementBook& book, const schemas::Message& message,
                    const schemas::AgencyId& recipient, Instant now, const CaseFacts& facts);

// "subject.address[1].confidential is no: unknown"
std::string words_of(const FactUsed& fact, const Evaluation& evaluation, const schemas::Body& body);

}  // namespace concordat::policy
