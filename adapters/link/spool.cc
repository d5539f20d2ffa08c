#include "adapters/link/spool.h"

#include <algorithm>
#include <system_error>

#include "adapters/link/folders.h"

namespace concordat::link {
namespace {
constexpr std::size_t submission_bytes_max = schemas::frame_bytes_max + 65536;
constexpr std::size_t record_bytes_max = 64U * 1024 * 1024;
constexpr const char* pending_name = "pending";
constexpr const char* answered_name = "answered";
constexpr const char* records_name = "records";
constexpr const char* unreadable_name = "unreadable";

FileError not_a(const char* what, const std::filesystem::path& file) {
  return {FileError::Kind::other, "read " + file.string() + ": is not a " + what};
}
}  // namespace

Result<Spool, FileError> Spool::open(const std::filesystem::path& folder) {
  for (const char* state : {pending_name, answered_name, records_name, unreadable_name}) {
    TRY(const Unit made, make_private_folder(folder / state));
    static_cast<void>(made);
  }
  Spool spool{folder};
  for (const char* state : {answered_name, records_name}) {
    TRY(const std::vector<std::string> names, list_folder(folder / state));
    for (const std::string& name : names)
      if (const auto id = schemas::parse_message_id(name)) spool.known_.insert(*id);
  }
  TRY(const Unit loaded, spool.load_pending());
  static_cast<void>(loaded);
  return spool;
}

Result<Unit, FileError> Spool::load_pending() {
  TRY(const std::vector<std::string> names, list_folder(folder_ / pending_name));
  for (const std::string& name : names) {
    const auto id = schemas::parse_message_id(name);
    const auto path = folder_ / pending_name / name;
    TRY(const Bytes bytes, read_file(path, submission_bytes_max));
    const auto submission = decode_submission(bytes);
    if (!id || !submission || submission->id != *id) {
      TRY(const Unit moved, move_file(path, folder_ / unreadable_name / name));
      static_cast<void>(moved);
      ++unreadable_;
      continue;
    }
    known_.insert(*id);
    pending_.emplace(*id, submission->urgency);
  }
  return Unit{};
}

Result<Unit, FileError> Spool::put(const Submission& submission) {
  TRY(const Unit written, write_file(file(pending_name, submission.id), encode_submission(submission), FileMode::owner_only));
  known_.insert(submission.id);
  pending_.emplace(submission.id, submission.urgency);
  return written;
}

std::vector<Spool::Pending> Spool::pending() const {
  std::vector<Pending> out;
  for (const auto& [id, urgency] : pending_) out.push_back({id, urgency});  // ids are in time order
  std::stable_sort(out.begin(), out.end(), [](const Pending& a, const Pending& b) { return a.urgency > b.urgency; });
  return out;
}

Result<Submission, FileError> Spool::read(const schemas::MessageId& id) const {
  const auto path = file(pending_.contains(id) ? pending_name : answered_name, id);
  TRY(const Bytes bytes, read_file(path, submission_bytes_max));
  auto submission = decode_submission(bytes);
  if (!submission) return Fail{not_a("submission", path)};
  return std::move(*submission);
}

Result<Record, FileError> Spool::find_record(const schemas::MessageId& id) const {
  const auto path = file(records_name, id);
  auto bytes = read_file(path, record_bytes_max);
  if (bytes) {
    auto record = decode_record(*bytes);
    if (!record) return Fail{not_a("record", path)};
    return std::move(*record);
  }
  if (bytes.error().kind != FileError::Kind::missing) return Fail{bytes.error()};
  Record record{.id = id, .origin = {}, .accepted = {}, .refused = {}, .statuses = {}};
  if (auto submission = read(id)) record.origin = std::move(submission->origin);
  return record;
}

Result<Unit, FileError> Spool::store(const Record& record) {
  TRY(const Unit written, write_file(file(records_name, record.id), encode_record(record), FileMode::owner_only));
  known_.insert(record.id);
  return written;
}

Result<Unit, FileError> Spool::settle(const Record& record) {
  const auto pending = file(pending_name, record.id);
  const auto answered = file(answered_name, record.id);
  if (record.settled()) {
    for (const auto& path : {pending, answered}) {
      TRY(const Unit gone, remove_file(path));
      static_cast<void>(gone);
    }
    pending_.erase(record.id);
  } else if (record.answered() && pending_.contains(record.id)) {
    TRY(const Unit moved, move_file(pending, answered));
    static_cast<void>(moved);
    pending_.erase(record.id);
  }
  return Unit{};
}

std::filesystem::path Spool::file(const char* state, const schemas::MessageId& id) const {
  return folder_ / state / format_uuid(id.value());
}

}  // namespace concordat::link
