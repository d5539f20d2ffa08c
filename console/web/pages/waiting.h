// What waits for an officer: holds of a clause or the leak guard, emergencies to be reviewed, recalls. A list of each, and a page on
// which one is decided.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response holds_page(Visit& visit);
Response hold_page(Visit& visit);
Response decide_hold(Visit& visit);
Response emergencies_page(Visit& visit);
Response emergency_page(Visit& visit);
Response review_emergency(Visit& visit);
std::optional<Response> wrong_hold(Visit& visit);  // what is wrong with a decision, before it is made
std::optional<Response> wrong_review(Visit& visit);
std::optional<Response> wrong_recall(Visit& visit);
Response recalls_page(Visit& visit);
Response recall_page(Visit& visit);
Response decide_recall(Visit& visit);

}  // namespace concordat::console::web
