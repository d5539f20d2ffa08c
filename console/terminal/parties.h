// The directory's organisations as agreements need them: the same reading as the broker's.
#pragma once

#include "policy/parties.h"
#include "schemas/directory.h"

namespace concordat::console {

inline policy::Parties parties_of(const schemas::Directory& directory) {
  policy::Parties parties;
  for (const schemas::Organisation& organisation : directory.organisations)
    parties.agencies.push_back({organisation.id, organisation.areas,
                                organisation.standing == schemas::Standing::active ? policy::Agency::Standing::active
                                                                                   : policy::Agency::Standing::suspended});
  return parties;
}

}  // namespace concordat::console
