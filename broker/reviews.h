// Reviews: uses of an emergency, and urgent texts in which the leak guard found something, that no other officer has looked
// at yet; and those found to be a breach, whose report stays open until an officer says how it was settled. Each is a row beside its
// `emergency` entry.
#pragma once

#include <map>

#include "audit/log.h"
#include "broker/rows.h"

namespace concordat::broker {

struct ReviewRow {  // in table waiting
  schemas::MessageId message;
  schemas::AgencyId sender;
  schemas::AgencyId recipient;
  std::string code;              // of the emergency; or leak-guard
  std::string declared_by;       // AGENCY/NAME, where it is an officer of the directory: they may not review it
  std::uint64_t decision = 0;    // sequence of the entry that records what was decided
  Instant since;
  std::optional<Instant> due;    // then it is escalated, once
  std::optional<Instant> breach = {};  // since when its breach report is open; `due` is then when the Commissioner must have been told

  // "justified" or "breach"; of a breach, "reported" or "not-reportable".
  bool may_be_called(std::string_view verdict) const;
};
Bytes encode_row(const ReviewRow& row);
std::optional<ReviewRow> decode_review(ByteView bytes);

class ReviewTable {
public:
  void add(std::uint64_t sequence, ReviewRow row) { rows_.insert_or_assign(sequence, std::move(row)); }
  void remove(std::uint64_t sequence) { rows_.erase(sequence); }
  const ReviewRow* find(std::uint64_t sequence) const {
    const auto at = rows_.find(sequence);
    return at == rows_.end() ? nullptr : &at->second;
  }
  const std::map<std::uint64_t, ReviewRow>& all() const { return rows_; }
  Result<Unit, audit::LogError> recover(const audit::Log& log);

private:
  std::map<std::uint64_t, ReviewRow> rows_;
};

}  // namespace concordat::broker
