// What a person signs on a page: with their own key, which their session holds. The front has asked for a fresh proof before.
//
//   auto told = signed_act(visit, {.kind = ActKind::agreement_approve, .subject = "lbbd-prevent/2", .binds = …}, reason);
//   if (!told) return std::move(told).error();
#pragma once

#include "console/asking/act.h"
#include "console/asking/told.h"
#include "console/web/visit.h"

namespace concordat::console::web {

bool may_sign(Visit& visit);  // their account has a key of their own

// What the broker says it has done; else the page that says why not.
Result<Told, Response> signed_act(Visit& visit, ActToSay act, const std::string& reason);

// Why somebody signs is one line, kept as long as the log. Empty, or what is wrong with it.
std::string wrong_with_reason(const std::string& reason);

}  // namespace concordat::console::web
