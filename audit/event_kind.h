// The closed list of things that the log records. Numbers and names are format (docs/audit-format.md,
// section 3): they are added to, never changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace concordat::audit {

enum class EventKind : std::uint8_t {
  genesis = 1,
  accepted = 2,
  disclosed = 3,
  refused = 4,
  waiting = 5,
  released = 6,
  delivered = 7,
  acknowledged = 8,  // by a person
  returned = 9,      // nack, expired, dead-lettered
  retried = 10,
  emergency = 11,
  emergency_reviewed = 12,
  agreement = 13,
  accession = 14,
  directory = 15,
  access = 16,
  recall = 17,
  recall_acknowledged = 18,
  erased = 19,
  key_rotated = 20,
  started = 21,
  stopped = 22,
};

std::string_view event_kind_name(EventKind kind);  // "emergency-reviewed"
std::optional<EventKind> event_kind_from_name(std::string_view name);
std::optional<EventKind> event_kind_from_number(std::uint8_t number);

}  // namespace concordat::audit
