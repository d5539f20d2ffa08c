// The ledger as the pipeline sees it: one commit at a time, begun and later finished, so that the next
// tick is decided while this one reaches the disk. The log behind it is read directly.
#pragma once

#include <optional>

#include "audit/log.h"

namespace concordat::broker {

using CommitResult = Result<audit::Committed, audit::LogError>;

class Ledger {
public:
  virtual ~Ledger() = default;
  // Only when none is under way.
  virtual void begin(audit::Batch batch) = 0;
  // The result of the commit begun, once; nothing while it is under way.
  virtual std::optional<CommitResult> finished() = 0;
  // Closes and opens the log anew: what is there is what is true.
  virtual Result<Unit, audit::LogError> reopen() = 0;
  // CHECKs that it is open.
  virtual const audit::Log& log() const = 0;
};

}  // namespace concordat::broker
