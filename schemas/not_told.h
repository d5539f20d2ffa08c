// Whether the sender says that the person concerned is not to learn of a message.
#pragma once

#include "schemas/message.h"

namespace concordat::schemas {

// They have not been told, because it would put them or others at risk or prejudice an investigation.
bool is_subject_not_to_be_told(const Message& message);

}  // namespace concordat::schemas
