// The text of policy/catalogue.table, as the build found it.
#pragma once

#include <string_view>

namespace concordat::policy {

extern const std::string_view catalogue_table;

}  // namespace concordat::policy
