#include "console/asking/keys_told.h"

namespace concordat::console {

audit::LogKeys keys_told(const OfficerFacts& officer, const Told& answer) {
  audit::LogKeys keys{officer.log_key, officer.log_origin};
  keys.follow_all(answer.texts("keyChanges"));
  return keys;
}

}  // namespace concordat::console
