#include "console/asking/log_search.h"

#include <nlohmann/json.hpp>

#include "base/clock.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;
using Kind = SearchFault::Kind;

Fail<SearchFault> fault(Kind kind, std::string what) { return Fail{SearchFault{kind, std::move(what)}}; }

Result<ordered_json, SearchFault> subject_json(const LogQuestion& asked) {
  ordered_json subject = ordered_json::object();
  for (const std::string& id : asked.ids) {
    const std::size_t colon = id.find(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == id.size()) return fault(Kind::not_understood, "id");
    subject["identifiers"].push_back({{"system", id.substr(0, colon)}, {"value", id.substr(colon + 1)}});
  }
  for (const std::string& name : asked.names) subject["names"].push_back({{"given", name}, {"family", ""}});
  if (!asked.born.empty()) {
    if (!parse_date(asked.born)) return fault(Kind::not_understood, "born");
    subject["birthDate"] = asked.born;
  }
  return subject;
}

Result<ordered_json, SearchFault> question_json(const LogQuestion& asked) {
  ordered_json out{{"for", asked.use}};
  TRY(const ordered_json subject, subject_json(asked));
  if (!subject.empty()) out["subject"] = subject;
  if (asked.with_related) out["related"] = true;
  if (!asked.with_annexes) out["annexes"] = false;
  for (const auto& [key, value] : {std::pair{"case", &asked.case_id}, std::pair{"message", &asked.message}, std::pair{"agency", &asked.agency}, std::pair{"sender", &asked.sender},
                                   std::pair{"recipient", &asked.recipient}, std::pair{"agreement", &asked.agreement}, std::pair{"clause", &asked.clause}, std::pair{"field", &asked.field},
                                   std::pair{"purpose", &asked.purpose}, std::pair{"outcome", &asked.outcome}, std::pair{"noTell", &asked.no_tell}, std::pair{"decision", &asked.decision}})
    if (!value->empty()) out[key] = *value;
  if (asked.since) out["since"] = format_instant(*asked.since);
  if (asked.until) out["until"] = format_instant(*asked.until);
  for (const std::uint64_t record : asked.records) out["records"].push_back(record);
  for (const std::string& kind : asked.kinds) out["kinds"].push_back(kind);
  return out;
}

SearchFault said_no(const schemas::Answer& answer) {
  if (answer.code == "needs-decision") return {Kind::needs_decision, answer.code};
  if (answer.code == "not-permitted") return {Kind::not_permitted, answer.code};
  if (answer.code != "invalid-question") return {Kind::refused, answer.code};
  const auto why = ordered_json::parse(answer.json, nullptr, false);
  return {Kind::not_understood, why.is_object() ? why.value("wrong", std::string{}) : std::string{}};
}

SearchError broken(std::string what) { return SearchFault{Kind::broken, std::move(what)}; }

}  // namespace

Result<std::string, SearchFault> subject_of(const LogQuestion& question) {
  TRY(const ordered_json subject, subject_json(question));
  return subject.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Result<audit::Provenance, SearchError> search_log(Line& line, const Officer& officer, const LogQuestion& question, const std::string& reason, const RowSink& sink,
                                                  const Progress& progress) {
  const auto text = question_json(question);
  if (!text) return Fail{SearchError{text.error()}};
  audit::Provenance from{.made_at = format_instant(SystemClock{}.now()), .officer = officer.name, .reason = reason, .search = 0, .size = 0,
                         .origin = officer.log_origin, .checkpoint = {}, .log_key = to_hex(officer.log_key.bytes)};
  schemas::Ask ask{.question = "search", .reason = reason, .text = text->dump(-1, ' ', false, ordered_json::error_handler_t::replace)};
  for (;;) {
    const auto answer = line.ask(ask);
    if (!answer) return Fail{SearchError{answer.error()}};
    if (!answer->code.empty()) return Fail{SearchError{said_no(*answer)}};
    const auto page = ordered_json::parse(answer->json, nullptr, false);
    if (!page.is_object() || !page.contains("rows") || !page["rows"].is_array()) return Fail{broken("what the broker said cannot be read")};
    from.search = page.value("search", std::uint64_t{0});
    from.size = page.value("size", std::uint64_t{0});
    from.checkpoint = page.value("checkpoint", std::string{});
    for (const ordered_json& row : page["rows"]) {
      const std::string json = row.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
      const auto read = audit::read_log_row(json);
      if (!read) return Fail{broken("a row that the broker sent cannot be read")};
      if (!sink(json, *read)) return from;
    }
    if (!answer->more) return from;
    progress(page.value("lookedTo", std::uint64_t{0}));
    ask = {.question = "search-more", .reason = {}, .from = from.search, .text = {}};
  }
}

}  // namespace concordat::console
