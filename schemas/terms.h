// What travels with a disclosure besides its fields: the terms that bind the recipient, and the notice
// of what may have been withheld.
#pragma once

#include <string>
#include <vector>

#include "schemas/ids.h"

namespace concordat::schemas {

// One line of what the recipient is told it may not have got; the same for every message of the same
// (type, sender, recipient, purpose), whatever the message holds.
struct Notice {
  std::string path;
  std::string agreement;  // NAME/VERSION: "may be withheld under …"
  friend auto operator<=>(const Notice&, const Notice&) = default;
};

struct Terms {
  std::string agreement;             // NAME/VERSION of the governing agreement
  AgreementDigest agreement_digest;
  std::vector<std::string> caveats;  // union over the counting grants, sorted
  std::string keep;                  // the shortest: "6 years after closure"; empty if none says
  std::string duty_contact = {};     // the sender's, day and night, where an emergency leaves only `existence`
};

}  // namespace concordat::schemas
