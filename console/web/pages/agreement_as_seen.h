// What each party would see of one message, side by side: a sample that holds every field, with the facts that the agreement asks
// about as whoever looks chooses them, or a message of their own. Decided here, by what the gate decides by; nothing is sent.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "console/web/visit.h"
#include "policy/agreement.h"
#include "schemas/field_table.h"
#include "schemas/message.h"

namespace concordat::console::web {

Response agreement_as_seen_page(Visit& visit);

// The fields whose values decide something in an agreement: what its conditions test, and what its paths select by.
std::vector<schemas::FieldId> deciding_fields(const policy::Agreement& agreement, schemas::BodyType type);

// Every field that a message of this type can carry, one element in each list; of deciding fields, what is said of them. A deciding
// field of which nothing is said is left out.
Result<schemas::Body, std::vector<schemas::Problem>> sample_body(schemas::BodyType type, const std::vector<schemas::FieldId>& deciding,
                                                                 const std::map<std::string, std::string>& said);

}  // namespace concordat::console::web
