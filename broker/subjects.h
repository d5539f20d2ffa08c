// By what the people in a submission will be found again: the subject keys, and the index that is kept of what they made.
#pragma once

#include <memory>

#include "audit/subject/handle.h"
#include "broker/index_keeper.h"
#include "broker/tick.h"
#include "schemas/message.h"

namespace concordat::broker {

class Subjects {
public:
  // Without a keeper every search reads the whole log: right for a simulation, slow for an area.
  Subjects(audit::SubjectKeys subject_keys, std::unique_ptr<IndexKeeper> index_keeper) : keys(std::move(subject_keys)), keeper(std::move(index_keeper)) {}

  // `entries` events of the tick, from event `first` on, are about this message.
  void note(const schemas::Message& message, std::size_t first, std::size_t entries, Tick& tick) const;
  // The tick's run, once nothing more is added to it.
  void write_run(Tick& tick) const;

  audit::SubjectKeys keys;
  std::unique_ptr<IndexKeeper> keeper;
};

}  // namespace concordat::broker
