// What one past recipient may have of a Recall. No clause grants anything in it: its instruction goes to whoever had the
// message, and a corrected value at no more than the lesser of the view that this recipient was given and what every cap of the
// agreements there are allows now. What cannot be told for certain is withheld.
#pragma once

#include <map>
#include <string>

#include "policy/evaluation.h"
#include "schemas/recall.h"

namespace concordat::policy {

// What the log knows that one agency was given of the recalled message.
struct PastDisclosure {
  schemas::BodyType type = schemas::BodyType::referral;  // of the recalled message: the caps of such messages hold
  std::string purpose;
  // By positional path, every field that the message had, at the view this agency was given.
  std::map<std::string, schemas::Level> given;
  // From the sender itself; otherwise it was passed on by somebody who had it, in a message with paths of its own.
  enum class Way : std::uint8_t { direct, onward } way = Way::direct;

  bool had(std::string_view recall_path) const;
};

// One verdict for each field of the Recall; its instruction always leaves. `message` must be a Recall that says its action and
// message.
Evaluation weigh_recall(const AgreementBook& book, const schemas::Message& message,
                        const schemas::AgencyId& recipient, Instant now, const CaseFacts& facts,
                        const PastDisclosure& past);

}  // namespace concordat::policy
