#include "console/web/pages/disclosure.h"

#include <algorithm>
#include <charconv>

#include "audit/prove.h"
#include "audit/tlog_proof.h"
#include "base/wall_clock.h"
#include "console/asking/keys_told.h"
#include "console/web/pages/disclosure_view.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/reason.h"
#include "console/web/pages/words.h"
#include "schemas/ids.h"

namespace concordat::console::web {
namespace {

std::optional<std::uint64_t> number_of(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

// Under which of this session's reasons an entry may be looked at: its case's, if the address says one that was given; else its own.
std::string scope_of(const Visit& visit) {
  const std::string case_id = visit.request().query.text("case");
  return !case_id.empty() && visit.reason_for(case_scope(case_id)) ? case_scope(case_id) : record_scope(visit.part("record"));
}

struct Found {
  std::vector<audit::LogRow> rows;
  audit::LogRow disclosed;
  std::string reason;
};

// The entry, and what is about it; else the page that asks why, or says that there is none.
Result<Found, Response> find_disclosure(Visit& visit) {
  const auto record = number_of(visit.part("record"));
  if (!record) return Fail{problem_page(visit, Problem::not_found)};
  const std::string scope = scope_of(visit);
  if (auto asked = ask_reason(visit, scope, "this disclosure")) return Fail{std::move(*asked)};
  Found found{{}, {}, *visit.reason_for(scope)};
  LogQuestion question;
  question.records = {*record};
  auto from = search_for(visit, scope, question, found.reason, [&](const std::string&, const audit::LogRow& row) {
    found.rows.push_back(row);
    return true;
  });
  if (!from) return Fail{std::move(from).error()};
  const auto at = std::find_if(found.rows.begin(), found.rows.end(), [&](const audit::LogRow& row) { return row.sequence == *record && row.kind == "disclosed"; });
  if (at == found.rows.end()) return Fail{problem_page(visit, Problem::not_found)};
  found.disclosed = *at;
  // A reason for one case is none for another.
  if (scope == case_scope(visit.request().query.text("case")) && at->case_id != visit.request().query.text("case")) {
    if (auto asked = ask_reason(visit, record_scope(visit.part("record")), "this disclosure")) return Fail{std::move(*asked)};
  }
  return found;
}

Result<schemas::Answer, Response> prove(Visit& visit) {
  const auto record = number_of(visit.part("record"));
  if (!record) return Fail{problem_page(visit, Problem::not_found)};
  const std::string scope = scope_of(visit);
  if (auto asked = ask_reason(visit, scope, "this disclosure")) return Fail{std::move(*asked)};
  auto answer = visit.ask({.question = "prove", .reason = *visit.reason_for(scope), .from = *record, .text = {}});
  if (!answer) return Fail{problem_page(visit, answer.error())};
  if (!answer->code.empty()) return Fail{refused_page(visit, answer->code)};
  return std::move(*answer);
}

std::string proof_error_in_words(audit::ProofError error) {
  switch (error) {
    case audit::ProofError::malformed: return "what the broker sent is no receipt";
    case audit::ProofError::signature: return "the checkpoint is not signed by this log's key";
    case audit::ProofError::entry: return "the entry cannot be read, or is another one";
    case audit::ProofError::not_included: return "the entry is not in the log that the checkpoint is of";
    case audit::ProofError::rollback: return "the log is shorter than it was";
    case audit::ProofError::inconsistent: return "the log has two histories";
  }
  return {};
}

}  // namespace

Response case_page(Visit& visit) {
  const std::string id = visit.part("id");
  if (!schemas::parse_case_id(id)) return problem_page(visit, Problem::not_found);
  const std::string scope = case_scope(id);
  if (auto asked = ask_reason(visit, scope, "this case")) return std::move(*asked);
  LogQuestion question;
  question.case_id = id;
  std::vector<audit::LogRow> rows;
  auto from = search_for(visit, scope, question, *visit.reason_for(scope), [&](const std::string&, const audit::LogRow& row) {
    rows.push_back(row);
    return true;
  });
  if (!from) return std::move(from).error();
  View view = case_view(rows, id);
  view.say("access", from->search);
  view.say("done", visit.request().query.text("done") == "erased" ? "It is erased. Have a new backup made: older ones of those days can no longer be read." : "");
  return visit.page("case", std::move(view), "Case " + short_id(id));
}

Response disclosure_page(Visit& visit) {
  auto found = find_disclosure(visit);
  if (!found) return std::move(found).error();
  View view = disclosure_view(found->disclosed, found->rows, visit.console().bases());
  view.say("reason", found->reason);
  return visit.page("disclosure", std::move(view), "What " + found->disclosed.counterpart + " was given");
}

View proof_view(const OfficerFacts& officer, const schemas::Answer& answer, std::uint64_t record) {
  const auto told = Told::parse(answer.json);
  const audit::LogKeys keys = told ? keys_told(officer, *told) : audit::LogKeys{officer.log_key, officer.log_origin};
  const auto verified = audit::verify_receipt(answer.bytes, keys);
  View view;
  view.say("record", record).say("origin", officer.log_origin).say("key", to_hex((verified ? keys.at(verified->checkpoint.size) : officer.log_key).bytes));
  view.show_if("has_changed", verified && keys.at(verified->checkpoint.size) != officer.log_key).show_if("holds", verified.has_value());
  if (!verified) view.say("why", proof_error_in_words(verified.error()));
  else if (verified->entry.sequence.value() != record) view.show_if("holds", false).say("why", "it is the proof of another entry");
  else view.say("size", verified->checkpoint.size).say("root", to_hex(verified->checkpoint.root.bytes)).say("at", time_in_words(verified->entry.at));
  return view;
}

Response proof_page(Visit& visit) {
  auto answer = prove(visit);
  if (!answer) return std::move(answer).error();
  View view = proof_view(visit.session().officer, *answer, *number_of(visit.part("record")));
  view.say("case_id", visit.request().query.text("case"));
  return visit.page("proof", std::move(view), "Proof of entry " + visit.part("record"));
}

Response proof_file(Visit& visit) {
  auto answer = prove(visit);
  if (!answer) return std::move(answer).error();
  const auto receipt = audit::decode_receipt(answer->bytes);
  if (!receipt) return problem_page(visit, LineFault{LineFault::Kind::not_an_answer, {}});
  Response response;
  response.type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"entry-" + std::to_string(receipt->sequence.value()) + ".tlog-proof\"");
  response.body = audit::format_tlog_proof(*receipt);
  return response;
}

}  // namespace concordat::console::web
