// A trial: what one native document would become, and what each recipient would get of it, with nothing sent and nothing
// written. The same steps as the real thing, under a key made for it; the case is taken to be new, as it is for a first
// document. What came earlier in the case, a stage, an approval, can only give more or less than is shown here.
//
//   auto trial = try_out({.kind = kind, .agency = …, .rules = rules, .input = input, …});
//   if (!trial) …the document's problems…
#pragma once

#include "adapters/daemon/config.h"
#include "adapters/daemon/ledger.h"
#include "adapters/daemon/sidecar.h"
#include "adapters/setup/area_rules.h"
#include "policy/explain.h"

namespace concordat::adapters {

struct TrialAsked {
  const Kind& kind;
  const schemas::AgencyId& agency;
  const EnvelopeSettings& settings;
  LeakGuard leak_guard = LeakGuard::report;
  const AreaRules& rules;
  const NativeInput& input;
  Sidecar sidecar;
  const Ledger& ledger;
  Instant now;
};

struct TriedRecipient {
  schemas::AgencyId recipient;
  policy::Explanation found;
  std::optional<Native> document;  // what it would be handed, in its own format, if anything is released
};

struct TriedMessage {
  schemas::BodyType type;
  std::string place;
  std::string reference;
  std::string purpose;
  schemas::Urgency urgency;
  std::vector<std::string> not_carried;
  Problems left_out;
  std::string refused;  // a code: the broker would refuse it whole; else empty
  std::vector<TriedRecipient> recipients;  // of a recall none: the broker asks whoever had what it recalls
};

struct Trial {
  std::string document;
  std::vector<TriedMessage> messages;
  Problems findings;  // of the leak guard
  Problems rejected;  // parts of the document that make no message

  bool is_disclosed() const;  // something of every message to every recipient
};

Outcome<Trial> try_out(const TrialAsked& asked);

std::string trial_text(const Trial& trial);
std::string trial_json(const Trial& trial);

}  // namespace concordat::adapters
