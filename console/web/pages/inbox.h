// The inbox of an agency without a system of its own: what it sent and where that stands, what it received, and reading one of these
// and saying that a person has it.
#pragma once

#include "console/web/pages/inbox_desk.h"
#include "console/web/visit.h"

namespace concordat::console::web {

Response inbox_page(Visit& visit);
Response received_page(Visit& visit);
Response acknowledge_received(Visit& visit);
std::optional<Response> wrong_acknowledgement(Visit& visit);

// The desk of the agency of whoever is signed in; else the page that says there is none.
Result<InboxDesk, Response> desk_of(Visit& visit);
// What a received document says, row by row, in the order in which it says it.
View document_rows(const Told& document);

}  // namespace concordat::console::web
