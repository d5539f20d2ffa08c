// Names that are ordinary English words too: Grace, Will, Brown. Gathered by hand for this list from the
// given and family names in common use in England.
#pragma once

#include <string_view>

namespace concordat::policy {

// `name` in small letters.
bool is_dictionary_word(std::string_view name);

}  // namespace concordat::policy
