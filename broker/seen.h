// The seen-table: which submissions were answered, so that a repeat gets the first answer again and the
// same id with other content is a conflict. Kept longer than the freshness window, so that what is
// forgotten here is already too old to be accepted. Owned by the pipeline's thread.
#pragma once

#include <deque>
#include <unordered_map>

#include "audit/log.h"
#include "broker/rows.h"

namespace concordat::broker {

struct Seen {
  schemas::AgencyId sender;
  Digest content;
  std::uint64_t first;    // sequence of the answering entry
  std::uint32_t entries;  // it and those after it
  Instant at;
};

class SeenTable {
public:
  const Seen* find(const schemas::MessageId& message) const;
  void add(const SeenRow& row, std::uint64_t sequence);
  Result<Unit, audit::LogError> recover(const audit::Log& log);
  // Forgets what was answered before `before`; gives the sequences whose rows may go.
  std::vector<std::uint64_t> forget(Instant before, std::size_t count_max);
  std::size_t size() const { return seen_.size(); }

private:
  std::unordered_map<schemas::MessageId, Seen> seen_;
  std::deque<std::pair<std::uint64_t, schemas::MessageId>> order_;
};

}  // namespace concordat::broker
