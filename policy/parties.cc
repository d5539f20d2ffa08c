#include "policy/parties.h"

namespace concordat::policy {

Parties parties_of(const schemas::Directory& directory) {
  Parties parties;
  for (const schemas::Organisation& organisation : directory.organisations) {
    const bool stands = organisation.standing == schemas::Standing::active;
    parties.agencies.push_back({organisation.id, organisation.areas,
                                stands ? Agency::Standing::active : Agency::Standing::suspended,
                                organisation.duty_contact});
  }
  return parties;
}

}  // namespace concordat::policy
