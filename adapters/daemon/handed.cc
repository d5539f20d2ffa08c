#include "adapters/daemon/handed.h"

#include "adapters/link/folders.h"
#include "schemas/recall.h"

namespace concordat::adapters {

Result<Unit, FileError> Handed::remember(const schemas::MessageId& message, const std::string& document) const {
  const auto place = folder_ / format_uuid(message.value());
  TRY(const Unit made, link::make_private_folder(place));
  static_cast<void>(made);
  return write_file(place / document, {}, FileMode::owner_only);
}

std::vector<std::string> Handed::documents_of(const schemas::MessageId& message) const {
  const auto place = folder_ / format_uuid(message.value());
  std::error_code failed;
  if (!std::filesystem::exists(place, failed)) return {};
  auto names = link::list_folder(place);
  return names ? std::move(*names) : std::vector<std::string>{};
}

std::vector<std::string> Handed::documents_before(const schemas::Delivered& delivered) const {
  std::vector<schemas::MessageId> earlier;
  if (const auto order = schemas::recall_of(delivered)) earlier.push_back(order->message);
  if (delivered.envelope.in_reply_to) earlier.push_back(*delivered.envelope.in_reply_to);
  for (const schemas::Link& link : delivered.envelope.linked)
    if (link.relation == schemas::LinkRelation::continuation) earlier.push_back(link.message);
  std::vector<std::string> out;
  for (const schemas::MessageId& message : earlier)
    for (std::string& name : documents_of(message)) out.push_back(std::move(name));
  return out;
}

}  // namespace concordat::adapters
