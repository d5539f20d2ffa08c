#include "console/terminal/log_search.h"

#include <nlohmann/json.hpp>

#include "console/terminal/admin.h"
#include "console/terminal/reading.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;

Result<ordered_json, Exit> subject_json(const SearchOptions& asked, const Terminal& terminal) {
  ordered_json subject = ordered_json::object();
  for (const std::string& id : asked.ids) {
    const std::size_t colon = id.find(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == id.size()) return Fail{terminal.invalid("--id", "must be SYSTEM:VALUE, such as nhsNumber:9434765919")};
    subject["identifiers"].push_back({{"system", id.substr(0, colon)}, {"value", id.substr(colon + 1)}});
  }
  for (const std::string& name : asked.names) subject["names"].push_back({{"given", name}, {"family", ""}});
  if (!asked.born.empty()) {
    if (!parse_date(asked.born)) return Fail{terminal.invalid("--born", "must be a date, YYYY-MM-DD")};
    subject["birthDate"] = asked.born;
  }
  return subject;
}

Result<ordered_json, Exit> question_json(const SearchOptions& asked, const SearchQuestion& question, const Terminal& terminal) {
  ordered_json out{{"for", question.use}};
  TRY(const ordered_json subject, subject_json(asked, terminal));
  if (!subject.empty()) out["subject"] = subject;
  if (asked.with_related) out["related"] = true;
  if (!question.with_annexes) out["annexes"] = false;
  for (const auto& [key, value] : {std::pair{"case", &asked.case_id}, std::pair{"message", &asked.message}, std::pair{"agency", &asked.agency}, std::pair{"sender", &asked.sender},
                                   std::pair{"recipient", &asked.recipient}, std::pair{"agreement", &asked.agreement}, std::pair{"clause", &asked.clause}, std::pair{"field", &asked.field},
                                   std::pair{"purpose", &asked.purpose}, std::pair{"outcome", &asked.outcome}, std::pair{"noTell", &asked.no_tell}, std::pair{"decision", &asked.decision}})
    if (!value->empty()) out[key] = *value;
  for (const auto& [key, option, value] : {std::tuple{"since", "--since", &asked.since}, std::tuple{"until", "--until", &asked.until}}) {
    if (value->empty()) continue;
    TRY(const Instant at, read_instant(*value, option, terminal));
    out[key] = format_instant(at);
  }
  std::set<std::string> kinds{question.kinds};
  kinds.insert(asked.kinds.begin(), asked.kinds.end());
  for (const std::string& kind : kinds) out["kinds"].push_back(kind);
  return out;
}

Exit said_no(const schemas::Answer& answer, const Terminal& terminal) {
  if (answer.code == "needs-decision")
    return terminal.no("nothing is shown until you decide: --no-tell include or leave-out, and --decision TEXT why [needs-decision]");
  if (answer.code == "not-permitted") return terminal.no("this officer's role does not include searches [not-permitted]");
  if (answer.code != "invalid-question") return terminal.failed("the broker could not say [" + answer.code + "]");
  const auto why = ordered_json::parse(answer.json, nullptr, false);
  return terminal.invalid("the question", "its criterion '" + (why.is_object() ? why.value("wrong", std::string{}) : std::string{}) + "' is none [invalid-question]");
}

}  // namespace

Result<std::string, Exit> subject_text(const SearchOptions& asked, const Terminal& terminal) {
  TRY(const ordered_json subject, subject_json(asked, terminal));
  return subject.dump();
}

void bind_person(CLI::App& leaf, SearchOptions& to) {
  leaf.add_option("--id", to.ids, "An identifier, SYSTEM:VALUE: nhsNumber, upn, uln, crn, nomsNumber, pncId, …")->type_name("ID")->expected(1)->take_all();
  leaf.add_option("--name", to.names, "A name, in any order; spelling variants are found too. Needs --born, unless no birth date was ever given")->type_name("NAME")->expected(1)->take_all();
  leaf.add_option("--born", to.born, "The birth date")->type_name("DATE");
  leaf.add_flag("--related", to.with_related, "Also where the person is named, and is not the subject");
  leaf.add_option("--no-tell", to.no_tell, "What to do about entries whose subject is not to be told of them")->check(CLI::IsMember({"include", "leave-out"}));
  leaf.add_option("--decision", to.decision, "Why, with --no-tell: it is recorded as your decision")->type_name("TEXT");
}

void bind_window(CLI::App& leaf, SearchOptions& to) {
  leaf.add_option("--since", to.since, "From then: a day (its first instant in London) or a time with its offset")->type_name("WHEN");
  leaf.add_option("--until", to.until, "Up to then, and not then itself")->type_name("WHEN");
  leaf.add_option("--agency", to.agency, "From it, or to it")->type_name("AGENCY");
  leaf.add_option("--agreement", to.agreement, "NAME/VERSION, or NAME for all its versions")->type_name("AGREEMENT");
  leaf.add_option("--purpose", to.purpose, "The purpose")->type_name("CODE");
}

void bind_criteria(CLI::App& leaf, SearchOptions& to) {
  leaf.add_option("--case", to.case_id, "The case's id")->type_name("UUID");
  leaf.add_option("--message", to.message, "The message's id")->type_name("UUID");
  leaf.add_option("--sender", to.sender, "From it")->type_name("AGENCY");
  leaf.add_option("--recipient", to.recipient, "To it")->type_name("AGENCY");
  leaf.add_option("--clause", to.clause, "A clause that granted or capped a field")->type_name("LABEL");
  leaf.add_option("--field", to.field, "A field's path, or what it lies under: subject.address")->type_name("PATH");
  leaf.add_option("--outcome", to.outcome, "disclosed, refused, waiting, … or a code")->type_name("WORD");
  leaf.add_option("--kind", to.kinds, "A kind of entry; may be given several times")->type_name("KIND")->expected(1)->take_all();
}

Result<audit::Provenance, Exit> search_log(const SearchOptions& asked, const SearchQuestion& question, Terminal& terminal, const RowSink& sink) {
  TRY(const Officer officer, read_officer(asked.officer, terminal));
  TRY(const ordered_json text, question_json(asked, question, terminal));
  audit::Provenance from{.made_at = format_instant(SystemClock{}.now()), .officer = officer.name, .reason = asked.officer.reason, .search = 0, .size = 0,
                         .origin = officer.log_origin, .checkpoint = {}, .log_key = to_hex(officer.log_key.bytes)};
  schemas::Ask ask{.question = "search", .reason = asked.officer.reason, .text = text.dump()};
  for (;;) {
    TRY(const schemas::Answer answer, ask_broker(officer, ask, terminal));
    if (!answer.code.empty()) return Fail{said_no(answer, terminal)};
    const auto page = ordered_json::parse(answer.json, nullptr, false);
    if (!page.is_object() || !page.contains("rows") || !page["rows"].is_array()) return Fail{terminal.failed("what the broker said cannot be read")};
    from.search = page.value("search", std::uint64_t{0});
    from.size = page.value("size", std::uint64_t{0});
    from.checkpoint = page.value("checkpoint", std::string{});
    for (const ordered_json& row : page["rows"]) {
      const std::string json = row.dump();
      const auto read = audit::read_log_row(json);
      if (!read) return Fail{terminal.failed("a row that the broker sent cannot be read")};
      if (!sink(json, *read)) return from;
    }
    if (!answer.more) break;
    terminal.progress("looked at entries up to", page.value("lookedTo", std::uint64_t{0}));
    ask = {.question = "search-more", .reason = {}, .from = from.search, .text = {}};
  }
  terminal.progress_done();
  return from;
}

}  // namespace concordat::console
