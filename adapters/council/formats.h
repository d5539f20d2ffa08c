// The documents a council sends: each reader takes a parsed document and gives one message per child.
#pragma once

#include "adapters/json.h"
#include "adapters/native.h"
#include "adapters/xml.h"

namespace concordat::adapters::council {

// Children in Need census (DfE): one referral per child, from the latest open episode, else the latest.
Outcome<Translated> translate_census(const XmlElement& message);
// Application for a care or supervision order, as the case service and its Cafcass view hold it.
Outcome<Translated> translate_care_application(const Json& document);

// The payload of the DfE's children's social care API: one message per child, a referral where it has an episode. What the
// sender purges is an update that takes it back.
bool is_csc_payload(const Json& document);
Outcome<Translated> translate_csc_payload(const Json& document);

}  // namespace concordat::adapters::council
