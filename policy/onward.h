// Passing on what was received. A field that came with `onward no` or `onward ask` is, in any message that
// carries it further, restricted by its source.
#pragma once

#include <string>
#include <vector>

#include "schemas/delivered.h"
#include "schemas/message.h"

namespace concordat::policy {

struct OnwardRestriction {
  std::uint32_t field;  // index into the body's fields
  schemas::Onward onward;
  friend bool operator==(const OnwardRestriction&, const OnwardRestriction&) = default;
};

// The fields of a message about to be sent that say what an earlier delivery said, where that delivery
// forbids it or wants to be asked: the same field with the same value, at the view it came at. What goes
// back to its own source alone is not passed on. The strictest of several deliveries binds.
std::vector<OnwardRestriction> onward_restrictions(const schemas::Message& message,
                                                   const std::vector<schemas::Delivered>& received);

// Writes them into the body as sourceRestrictions: `no` absolute, `ask` liftable, reason onwardNotAllowed.
// What the message restricts itself already stays.
void restrict_onward(schemas::Body& body, const std::vector<OnwardRestriction>& restrictions);

}  // namespace concordat::policy
