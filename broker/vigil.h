// The vigil: after a start nothing is appended until so many links have shown the last checkpoint they accepted, and the log
// continues each of them. Whoever puts an older copy of the file back, or one cut short, is so found out before anything is
// written after it. An officer may end it by name, and that is recorded.
//
// A log that this start has made holds nothing that could be lost: it keeps none. Owned by the pipeline's thread.
//
//   Vigil vigil;
//   vigil.begin(limits.witnesses_at_start, log.next_sequence().value());
//   if (vigil.heard(agency)) say("witnessed");     // that ended it
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>

#include "schemas/ids.h"

namespace concordat::broker {

class Vigil {
public:
  void begin(std::size_t needed, std::uint64_t entries) {
    constexpr std::uint64_t only_genesis = 1;
    needed_ = entries > only_genesis ? needed : 0;
    heard_.clear();
  }
  bool holds() const { return heard_.size() < needed_; }
  // This link's checkpoint is one of ours. True when that ends the vigil.
  bool heard(const schemas::AgencyId& agency) {
    if (!holds()) return false;
    heard_.insert(agency);
    return !holds();
  }
  void waive() { needed_ = 0; }
  const std::set<schemas::AgencyId>& witnesses() const { return heard_; }

private:
  std::size_t needed_ = 0;
  std::set<schemas::AgencyId> heard_;
};

}  // namespace concordat::broker
