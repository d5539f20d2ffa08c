#include "adapters/daemon/received.h"

#include <algorithm>
#include <set>

#include "adapters/link/folders.h"
#include "adapters/link/inbox.h"

namespace concordat::adapters {

Result<Unit, FileError> Received::remember(const link::Delivery& delivery) const {
  const auto& fields = delivery.delivered.fields;
  if (std::all_of(fields.begin(), fields.end(), [](const schemas::DeliveredField& field) { return field.onward == schemas::Onward::yes; }))
    return Unit{};
  const schemas::Envelope& envelope = delivery.delivered.envelope;
  for (const Uuid& id : {envelope.case_id.value(), envelope.id.value()}) {
    TRY(const Unit made, link::make_private_folder(folder_ / format_uuid(id)));
    TRY(const Unit written, write_file(folder_ / format_uuid(id) / link::name_of(delivery.id), {}, FileMode::owner_only));
    static_cast<void>(made), static_cast<void>(written);
  }
  return Unit{};
}

std::vector<schemas::DisclosureId> Received::before(const schemas::Envelope& envelope) const {
  std::set<schemas::DisclosureId> found;
  const auto look = [&](const Uuid& id) {
    std::error_code failed;
    for (std::filesystem::directory_iterator at{folder_ / format_uuid(id), failed}, end; !failed && at != end; at.increment(failed))
      if (const auto disclosure = link::parse_disclosure_id(at->path().filename().string())) found.insert(*disclosure);
  };
  look(envelope.case_id.value());
  if (envelope.in_reply_to) look(envelope.in_reply_to->value());
  return {found.begin(), found.end()};
}

}  // namespace concordat::adapters
