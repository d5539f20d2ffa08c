#include "adapters/daemon/alarms.h"

#include "adapters/json.h"
#include "adapters/link/folders.h"
#include "base/crypto.h"

namespace concordat::adapters {

Result<Alarms, FileError> Alarms::open(const std::filesystem::path& state) {
  for (const char* name : {"alarms", "quarantine"}) {
    TRY(const Unit made, link::make_private_folder(state / name));
    static_cast<void>(made);
  }
  Alarms alarms{state};
  TRY(const std::vector<std::string> names, link::list_folder(state / "alarms"));
  alarms.count_ = names.size();
  return alarms;
}

Result<Unit, FileError> Alarms::keep(const link::Alarm& alarm, Instant now) {
  const std::string subject = alarm.subject.empty() ? to_hex(sha256(alarm.evidence).bytes).substr(0, 16) : alarm.subject;
  const std::string name = std::string{alarm.code} + "-" + subject;
  const auto file = state_ / "alarms" / (name + ".json");
  std::error_code failed;
  if (!std::filesystem::exists(file, failed)) {
    if (count_ >= alarms_max) return Unit{};
    ++count_;
  }
  Json out = Json::object();
  out.put("code", alarm.code).put("subject", alarm.subject).put("at", format_instant(now));
  out.put("evidence", "quarantine/" + name);
  TRY(const Unit quarantined, write_file(state_ / "quarantine" / name, alarm.evidence, FileMode::owner_only));
  static_cast<void>(quarantined);
  return write_file(file, as_bytes(write_json(out)), FileMode::owner_only);
}

}  // namespace concordat::adapters
