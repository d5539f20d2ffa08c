// An HMPPS domain event: thin news ("a referral has ended") about a person named by number, with a URL of
// the detail. It comes bare, or as the Message string of an SNS notification, which is parsed a second
// time. The detail itself lies in a file beside it, or inside it under `detail` (our own rendering).
#pragma once

#include <optional>

#include "adapters/probation/reading.h"

namespace concordat::adapters::probation {

bool is_event(const Json& document);  // bare: it has an eventType and a personReference
// What carries an event: an SNS notification, with the event's text under `Message`; what a queue hands on, with a notification or an
// event as a text under `Body` or `body`, or a notification under `Sns`.
bool is_carrier(const Json& document);
// The member that holds what is carried; absent where there is none. Where it is a text: what it says.
const Json& carried_by(const Json& carrier);
Outcome<Json> open_text(const Json& text);

// "intervention.referral.ended" is a closure; "approved-premises.application.submitted" a referral;
// anything else an update.
BodyType type_of_event(const Json& event);

// Its details lend it the reason why a referral ended.
void read_event(Reading& reading, const Json& event, const std::vector<const Json*>& details);

// The parts of a document beside the event that are its detail: those about the same person, or with an
// id that the event names.
std::vector<const Json*> detail_in(const Json& beside, const Json& event);

}  // namespace concordat::adapters::probation
