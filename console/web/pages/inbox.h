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

// What a delivery says, once it is recorded who reads it and why; else the page that asks why, or says that there is none.
struct Reading {
  InboxDesk desk;
  ReceivedDelivery delivery;
  Told document;
};
Result<Reading, Response> read_delivery(Visit& visit, const std::string& id);

// Whom to ring at the sender's, day and night: as the delivery says it, else as the directory does; empty if neither does.
std::string duty_number(Visit& visit, const Told& about);

// The desk of the agency of whoever is signed in; else the page that says there is none.
Result<InboxDesk, Response> desk_of(Visit& visit);
// What a received document says, row by row, in the order in which it says it.
View document_rows(const Told& document);

}  // namespace concordat::console::web
