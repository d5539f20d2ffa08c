// The spool: an agency's submissions on disk, from before they are first sent until they are settled. Every change is
// one rename, so that a crash at any moment leaves either the state before it or the state after it.
//
//   FOLDER/pending/ID    the submission; answered by nobody yet
//   FOLDER/answered/ID   the same, moved here when the broker accepted it; erased when settled
//   FOLDER/records/ID    what became of it; stays, and holds no value
//   FOLDER/desks         whom to call when one does not arrive
//
//   TRY(Spool spool, Spool::open(state / "spool"));
//   TRY(Unit put, spool.put(submission));                 // on disk now: it may be sent
//   TRY(Unit kept, spool.store(record));                  // the answer is on disk now
//   TRY(Unit done, spool.settle(record));                 // and the submission leaves pending
//
// One thread, one process (the host holds the lock).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "adapters/link/desks.h"
#include "adapters/link/records.h"
#include "base/file.h"
#include "base/result.h"

namespace concordat::link {

class Spool {
public:
  struct Pending {
    schemas::MessageId id;
    schemas::Urgency urgency;
  };

  // A file that is no submission is moved aside to FOLDER/unreadable.
  static Result<Spool, FileError> open(const std::filesystem::path& folder);

  Result<Unit, FileError> put(const Submission& submission);
  bool knows(const schemas::MessageId& id) const { return known_.contains(id); }
  // Most urgent first, then oldest.
  std::vector<Pending> pending() const;
  std::size_t pending_count() const { return pending_.size(); }
  Result<Submission, FileError> read(const schemas::MessageId& id) const;  // pending or answered, not yet settled

  // Nothing yet known gives an empty record with the submission's origin.
  Result<Record, FileError> find_record(const schemas::MessageId& id) const;
  Result<Unit, FileError> store(const Record& record);
  // After the record is stored and the host has it: an answered submission leaves pending, a settled one is erased.
  Result<Unit, FileError> settle(const Record& record);
  Desks& desks() { return desks_; }
  std::size_t unreadable_count() const { return unreadable_; }

private:
  explicit Spool(std::filesystem::path folder) : folder_(std::move(folder)), desks_(Desks::open(folder_ / "desks")) {}
  std::filesystem::path file(const char* state, const schemas::MessageId& id) const;
  Result<Unit, FileError> load_pending();

  std::filesystem::path folder_;
  Desks desks_;
  std::map<schemas::MessageId, schemas::Urgency> pending_;
  std::set<schemas::MessageId> known_;
  std::size_t unreadable_ = 0;
};

}  // namespace concordat::link
