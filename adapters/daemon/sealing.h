// Sealing: messages of one document, as they will be sent. What may not be passed on is restricted, the passages are
// searched, each message is sealed and read again as the broker will read it: a fault in the settings shows here, with its
// field, and not after a night in the spool. Pure: no file, no clock.
//
//   auto sealed = seal_all(std::move(messages), {key, LeakGuard::report, places, received});
#pragma once

#include <functional>

#include "adapters/daemon/config.h"
#include "adapters/native.h"
#include "base/crypto.h"
#include "schemas/delivered.h"
#include "schemas/frame.h"

namespace concordat::adapters {

// Earlier deliveries of which something may not be passed on, for a message about to be sealed.
using ReceivedBefore = std::function<std::vector<schemas::Delivered>(const schemas::Envelope&)>;

struct Sealing {
  const SigningKey& key;
  LeakGuard leak_guard = LeakGuard::report;
  const std::vector<std::string>& places;  // where in the document each message began
  const ReceivedBefore& received;
};

struct SealedMessages {
  std::vector<schemas::Submit> submits;  // in the messages' order
  Problems findings = {};                // of the leak guard: sent all the same
};

Outcome<SealedMessages> seal_all(std::vector<schemas::Message> messages, const Sealing& sealing);

}  // namespace concordat::adapters
