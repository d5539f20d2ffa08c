#include "console/terminal/log_search.h"

#include "console/terminal/reading.h"

namespace concordat::console {
namespace {

Exit not_understood(const std::string& criterion, const Terminal& terminal) {
  if (criterion == "id") return terminal.invalid("--id", "must be SYSTEM:VALUE, such as nhsNumber:9434765919");
  if (criterion == "born") return terminal.invalid("--born", "must be a date, YYYY-MM-DD");
  return terminal.invalid("the question", "its criterion '" + criterion + "' is none [invalid-question]");
}

Exit said_no(const SearchFault& fault, const Terminal& terminal) {
  switch (fault.kind) {
    case SearchFault::Kind::not_understood: return not_understood(fault.what, terminal);
    case SearchFault::Kind::needs_decision:
      return terminal.no("nothing is shown until you decide: --no-tell include or leave-out, and --decision TEXT why [needs-decision]");
    case SearchFault::Kind::not_permitted: return terminal.no("this officer's role does not include searches [not-permitted]");
    case SearchFault::Kind::refused: break;
    case SearchFault::Kind::broken: return terminal.failed(fault.what);
  }
  if (fault.what == "reason-missing") return terminal.failed("say why you ask: --reason TEXT; it is recorded [reason-missing]");
  return terminal.failed("the broker could not say [" + fault.what + "]");
}

LogQuestion whom(const SearchOptions& asked) {
  LogQuestion question;
  question.ids = asked.ids;
  question.names = asked.names;
  question.born = asked.born;
  question.with_related = asked.with_related;
  return question;
}

Result<LogQuestion, Exit> question_of(const SearchOptions& asked, const SearchQuestion& what, const Terminal& terminal) {
  LogQuestion question = whom(asked);
  question.use = what.use;
  question.with_annexes = what.with_annexes;
  question.case_id = asked.case_id;
  question.message = asked.message;
  question.agency = asked.agency;
  question.sender = asked.sender;
  question.recipient = asked.recipient;
  question.agreement = asked.agreement;
  question.clause = asked.clause;
  question.field = asked.field;
  question.purpose = asked.purpose;
  question.outcome = asked.outcome;
  question.no_tell = asked.no_tell;
  question.decision = asked.decision;
  for (const auto& [to, option, value] : {std::tuple{&question.since, "--since", &asked.since}, std::tuple{&question.until, "--until", &asked.until}}) {
    if (value->empty()) continue;
    TRY(*to, read_instant(*value, option, terminal));
  }
  question.kinds = what.kinds;
  question.kinds.insert(asked.kinds.begin(), asked.kinds.end());
  return question;
}

}  // namespace

Result<std::string, Exit> subject_text(const SearchOptions& asked, const Terminal& terminal) {
  auto subject = subject_of(whom(asked));
  if (!subject) return Fail{said_no(subject.error(), terminal)};
  return std::move(*subject);
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
  TRY(const LogQuestion what, question_of(asked, question, terminal));
  Line line{officer};
  auto from = search_log(line, officer, what, asked.officer.reason, sink, [&](std::uint64_t looked_to) { terminal.progress("looked at entries up to", looked_to); });
  terminal.progress_done();
  if (from) return std::move(*from);
  if (const auto* fault = std::get_if<LineFault>(&from.error())) return Fail{terminal.failed(fault->what)};
  return Fail{said_no(std::get<SearchFault>(from.error()), terminal)};
}

}  // namespace concordat::console
