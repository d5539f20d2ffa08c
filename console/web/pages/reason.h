// Why somebody looks at a person's record: asked once for each case or person in a session, before anything shows. The broker is told
// with each question, and records it before it answers. And whether entries show whose subject is not to be told of them: decided by
// the officer, and recorded as their decision.
//
//   if (auto asked = ask_reason(visit, "case:" + id, "this case")) return std::move(*asked);
//   auto from = search_for(visit, "case:" + id, question, *visit.reason_for("case:" + id), sink);
//   if (!from) return std::move(from).error();
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

// What a reason is given for: it holds for nothing else.
std::string case_scope(const std::string& id);
std::string record_scope(const std::string& record);

// Nothing if they have said why; else the page that asks.
std::optional<Response> ask_reason(Visit& visit, const std::string& scope, const std::string& about);
Response take_reason(Visit& visit);

// A search under a scope's decision about people who are not to be told. The error is the page that says why there is none, or asks.
Result<audit::Provenance, Response> search_for(Visit& visit, const std::string& scope, LogQuestion question, const std::string& reason, const RowSink& sink);
// The page that asks for that decision, for what is asked in another way than by a search.
Response ask_no_tell(Visit& visit, const std::string& scope);
Response take_no_tell(Visit& visit);

// A page of ours that a form leads back to; empty if it is none.
std::string own_address(std::string next);

}  // namespace concordat::console::web
