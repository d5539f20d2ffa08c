#include "adapters/daemon/not_delivered.h"

#include <algorithm>

#include "adapters/link/folders.h"
#include "adapters/told.h"

namespace concordat::adapters {
namespace {

Told told_of(const link::Record& record, const schemas::Status& status) {
  return {.message = format_uuid(record.id.value()), .reference = record.origin.reference, .document = record.origin.native,
          .recipient = status.recipient, .state = status.state, .code = status.code, .at = status.at,
          .call_name = status.call_name, .call_number = status.call_number};
}

std::string stem_of(const Told& told) {
  std::string agency = told.recipient;
  std::replace(agency.begin(), agency.end(), '/', '-');
  return told.message + (agency.empty() ? "" : "-" + agency) + "-not-delivered";
}

}  // namespace

Result<Unit, FileError> tell_not_delivered(const Config& config, const Kind& kind, const link::Record& record) {
  for (const schemas::Status& status : record.statuses) {
    if (status.state != "not-delivered" && status.state != "returned") continue;
    const Told told = told_of(record, status);
    const std::string stem = stem_of(told);
    const auto mark = config.state / "told" / (stem + "-" + std::to_string(status.sequence) + "-" + status.code);
    std::error_code failed;
    if (std::filesystem::exists(mark, failed)) continue;
    TRY(const Unit made, link::make_private_folder(config.state / "told"));
    const Native native = kind.tell(told);
    TRY(const Unit written, write_file(config.out / (stem + native.extension), as_bytes(native.text), FileMode::owner_only));
    TRY(const Unit marked, write_file(mark, {}, FileMode::owner_only));
    static_cast<void>(made), static_cast<void>(written), static_cast<void>(marked);
  }
  return Unit{};
}

}  // namespace concordat::adapters
