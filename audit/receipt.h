// A receipt: that an entry is on disk and chained. Only the Log makes one, after its commit returned or
// from an entry that it has read back; so whoever holds one may act on what it records.
#pragma once

#include "audit/entry.h"
#include "base/passkey.h"

namespace concordat::audit {

class Log;

class Receipt {
public:
  Receipt(Passkey<Log>, EventKind kind, Sequence sequence, const Digest& reference, const Digest& entry)
      : kind_(kind), sequence_(sequence), reference_(reference), entry_(entry) {}
  Receipt(Receipt&&) = default;
  Receipt& operator=(Receipt&&) = default;
  Receipt(const Receipt&) = delete;
  Receipt& operator=(const Receipt&) = delete;

  EventKind kind() const { return kind_; }
  Sequence sequence() const { return sequence_; }
  const Digest& reference() const { return reference_; }  // of what the event was about
  const Digest& entry() const { return entry_; }          // entry_hash: the head of the chain just after it

private:
  EventKind kind_;
  Sequence sequence_;
  Digest reference_;
  Digest entry_;
};

}  // namespace concordat::audit
