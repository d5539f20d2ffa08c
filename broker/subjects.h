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

  // `entries` events of the tick, from event `first` on, are about this message. Their annexes say who is not to be told: of a
  // subject that is marked, of a related person there is no handle at all.
  void note(const schemas::Message& message, std::size_t first, std::size_t entries, Tick& tick) const;
  // The tick's run, once nothing more is added to it.
  void write_run(Tick& tick) const;

  audit::SubjectKeys keys;
  std::unique_ptr<IndexKeeper> keeper;
};

// Keys and index as an area's broker has them. The index is begun anew if it is missing, broken or not of this log.
struct SubjectsError {
  std::string code;  // subject-key-unusable, index-unwritable
  std::string where;
  std::string what;
};
Result<std::unique_ptr<Subjects>, SubjectsError> open_subjects(const std::filesystem::path& subject_keys, const std::filesystem::path& search_index,
                                                               const audit::Log& log, Instant now);

}  // namespace concordat::broker
