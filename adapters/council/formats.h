// The two documents a council sends: each reader takes a parsed document and gives one message per child.
#pragma once

#include "adapters/json.h"
#include "adapters/native.h"
#include "adapters/xml.h"

namespace concordat::adapters::council {

inline constexpr std::size_t children_max = 5000;  // in one document; a census of a large authority is split

// Children in Need census (DfE): one referral per child, from the latest open episode, else the latest.
Outcome<std::vector<Translation>> translate_census(const XmlElement& message);
// Application for a care or supervision order, as the case service and its Cafcass view hold it.
Outcome<std::vector<Translation>> translate_care_application(const Json& document);

}  // namespace concordat::adapters::council
