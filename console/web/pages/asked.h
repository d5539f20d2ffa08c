// A question to the broker whose answer is JSON, for pages: what it told, or the page that says why not.
//
//   auto told = asked(visit, {.question = "agreements", .reason = "looked at the agreements", .text = {}});
//   if (!told) return std::move(told).error();
#pragma once

#include "console/asking/told.h"
#include "console/web/visit.h"

namespace concordat::console::web {

Result<Told, Response> asked(Visit& visit, const schemas::Ask& question);

// The same for work beside the pages, on a line of its own. In words: why there is no answer, and what to do.
Result<schemas::Answer, std::string> answer_by(Line& line, const schemas::Ask& question);
Result<Told, std::string> told_by(Line& line, const schemas::Ask& question);

}  // namespace concordat::console::web
