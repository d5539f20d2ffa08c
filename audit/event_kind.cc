#include "audit/event_kind.h"

#include "base/check.h"

namespace concordat::audit {

std::string_view event_kind_name(EventKind kind) {
  switch (kind) {
    case EventKind::genesis: return "genesis";
    case EventKind::accepted: return "accepted";
    case EventKind::disclosed: return "disclosed";
    case EventKind::refused: return "refused";
    case EventKind::waiting: return "waiting";
    case EventKind::released: return "released";
    case EventKind::delivered: return "delivered";
    case EventKind::acknowledged: return "acknowledged";
    case EventKind::returned: return "returned";
    case EventKind::retried: return "retried";
    case EventKind::emergency: return "emergency";
    case EventKind::emergency_reviewed: return "emergency-reviewed";
    case EventKind::agreement: return "agreement";
    case EventKind::accession: return "accession";
    case EventKind::directory: return "directory";
    case EventKind::access: return "access";
    case EventKind::recall: return "recall";
    case EventKind::recall_acknowledged: return "recall-acknowledged";
    case EventKind::erased: return "erased";
    case EventKind::key_rotated: return "key-rotated";
    case EventKind::started: return "started";
    case EventKind::stopped: return "stopped";
  }
  CHECK(false, "event kind out of range");
}

std::optional<EventKind> event_kind_from_number(std::uint8_t number) {
  if (number < static_cast<std::uint8_t>(EventKind::genesis) ||
      number > static_cast<std::uint8_t>(EventKind::stopped))
    return std::nullopt;
  return static_cast<EventKind>(number);
}

std::optional<EventKind> event_kind_from_name(std::string_view name) {
  for (std::uint8_t number = 0; number < 255; ++number)
    if (const auto kind = event_kind_from_number(number); kind && event_kind_name(*kind) == name) return kind;
  return std::nullopt;
}

}  // namespace concordat::audit
