// What is held: a submission part of which leaves for one recipient only once a named person of its sender lets it go. A row
// beside the `waiting` entry that says so; the submission in it is sealed, whom it concerns lies open.
#pragma once

#include <map>

#include "audit/log.h"
#include "broker/rows.h"
#include "broker/vault.h"
#include "policy/hold.h"

namespace concordat::broker {

// Sealed.
struct HeldContent {
  Instant accepted;
  Bytes frame;                            // the Submit frame, as it came
  std::vector<policy::Approval> let_go;   // what a person let go before: it has left
  std::vector<policy::Approval> refused;  // what a person said no to: it stays for good
};

struct HeldRow {  // in table waiting, under the sequence of its `waiting` entry
  schemas::MessageId message;
  schemas::AgencyId sender;
  schemas::AgencyId recipient;
  Instant since;
  std::optional<Instant> due;  // then it is escalated, once; it is never let go by itself
  std::string call_name;
  std::string call_number;
  SealedBox content;
};
Bytes encode_row(const HeldRow& row);
std::optional<HeldRow> decode_held(ByteView bytes);

SealedBox seal_held(const HeldRow& row, const HeldContent& content, const Vault& vault);
std::optional<HeldContent> open_held(const HeldRow& row, const Vault& vault);
// Under the current key; nothing if it is already, or cannot be opened.
std::optional<Bytes> reseal_held(ByteView row, const Vault& vault);

// What is known of each without opening it. The content is read from the log when it is needed.
class HeldTable {
public:
  void add(std::uint64_t sequence, HeldRow row) {
    row.content = {};
    rows_.insert_or_assign(sequence, std::move(row));
  }
  const HeldRow* find(std::uint64_t sequence) const {
    const auto at = rows_.find(sequence);
    return at == rows_.end() ? nullptr : &at->second;
  }
  void remove(std::uint64_t sequence) { rows_.erase(sequence); }
  void escalated(std::uint64_t sequence) { rows_.at(sequence).due.reset(); }
  const std::map<std::uint64_t, HeldRow>& all() const { return rows_; }
  Result<Unit, audit::LogError> recover(const audit::Log& log);

private:
  std::map<std::uint64_t, HeldRow> rows_;
};

}  // namespace concordat::broker
