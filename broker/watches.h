// Watches: urgent disclosures that no person at the recipient's has yet said they have. Each is a row beside its
// `disclosed` entry, so a restart forgets none. Twice at most its sender is told NOT DELIVERED: when the recipient's
// system has not taken it in time, and when nobody there has answered for it in time.
#pragma once

#include <map>
#include <unordered_map>

#include "audit/log.h"
#include "broker/rows.h"

namespace concordat::broker {

struct WatchRow {  // in table waiting, under the `disclosed` entry's sequence
  schemas::DisclosureId disclosure;
  schemas::MessageId message;
  schemas::AgencyId sender;
  std::string recipient;
  std::string call_name;
  std::string call_number;
  Instant deliver_by;
  Instant answer_by;
  enum class Told : std::uint8_t { nothing, undelivered } told = Told::nothing;
};
Bytes encode_row(const WatchRow& row);
std::optional<WatchRow> decode_watch(ByteView bytes);

class WatchTable {
public:
  void add(std::uint64_t sequence, WatchRow row);
  const WatchRow* find(const schemas::DisclosureId& disclosure) const;
  // The sequence of its row, if there was one.
  std::optional<std::uint64_t> remove(const schemas::DisclosureId& disclosure);
  const std::map<std::uint64_t, WatchRow>& all() const { return rows_; }
  Result<Unit, audit::LogError> recover(const audit::Log& log);

private:
  std::map<std::uint64_t, WatchRow> rows_;
  std::unordered_map<schemas::DisclosureId, std::uint64_t> by_disclosure_;
};

}  // namespace concordat::broker
