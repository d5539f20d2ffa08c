// The people of a care application. The case service nests each under "value"."party" with capitalised
// address keys; its Cafcass view writes them flat with small ones: both are read here.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json.h"
#include "schemas/draft.h"

namespace concordat::adapters::council {

// The party inside an entry of a list, whichever shape.
const Json& party_of(const Json& entry);
// The first of these members that is there.
const Json& pick(const Json& object, std::initializer_list<std::string_view> names);
std::string place_of(std::string_view path, const Json& node);

// What the application says about hiding where a person can be found.
enum class Hidden { not_said, no, yes };
Hidden hidden_of(const Json& party);

// Names, birth date, sex, address and contact of the child, or of a related person. `path` is how the
// document names the entry, for problems. A hidden address becomes confidential and restricted.
void map_child_party(schemas::Draft& draft, const Json& party, const std::string& path, Hidden hidden);
void map_related_party(schemas::Draft& draft, const Json& party, const std::string& path, std::size_t number,
                       std::string_view fallback_role);

void restrict(schemas::Draft& draft, std::string_view path, std::string_view strength,
              std::string_view reason);

}  // namespace concordat::adapters::council
