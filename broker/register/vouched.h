// Whether the entry that a row of table `acts` lies under vouches for it: the entry is chained and signed, the row is neither. Read
// back after a restart, a row that its entry does not know is not believed.
#pragma once

#include "audit/entry.h"
#include "broker/register/row.h"

namespace concordat::broker {

std::string_view name_of(policy::Status status);  // "active": the code of an imported agreement's entry
bool is_vouched_for(const RegisterRow& row, const audit::Entry& entry);

}  // namespace concordat::broker
