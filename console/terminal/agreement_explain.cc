#include <nlohmann/json.hpp>

#include "base/text.h"
#include "console/terminal/agreement.h"
#include "console/drafting/approved.h"
#include "console/terminal/envelope_options.h"
#include "console/terminal/reading.h"
#include "console/terminal/table.h"
#include "policy/diagnostic.h"
#include "policy/explain.h"
#include "policy/gate.h"
#include "policy/parse.h"
#include "policy/parties.h"
#include "policy/told.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;

struct Explain {
  std::vector<std::string> agreements;
  std::string directory;
  std::string message;
  std::string to;
  std::string at;
  std::vector<std::string> acceded;
  std::string sender_in_case = "unknown";
  std::string recipient_in_case = "unknown";
  std::string stage;
  std::vector<std::string> approved;
  bool is_told = false;
  EnvelopeOptions envelope;
};

void bind_explain(CLI::App& leaf, Explain& to) {
  leaf.add_option("--agreement", to.agreements, "An agreement; may be given several times")->required()->type_name("FILE")->expected(1)->take_all();
  leaf.add_option("--directory", to.directory, "The organisations there are: a directory.json, or an area's folder")->required()->type_name("PATH");
  leaf.add_option("--message", to.message, "The message, as canonical JSON")->required()->type_name("FILE");
  leaf.add_option("--to", to.to, "The recipient asked about")->required()->type_name("AGENCY");
  leaf.add_option("--at", to.at, "A day (its first instant in London) or a time with its offset; default now")->type_name("WHEN");
  leaf.add_option("--acceded", to.acceded, "The only agencies that have acceded where an agreement's parties name their kind; default all in the directory")
      ->type_name("AGENCY")->expected(1)->take_all();
  for (auto [name, value, who] : {std::tuple{"--sender-in-case", &to.sender_in_case, "sender"}, std::tuple{"--recipient-in-case", &to.recipient_in_case, "recipient"}})
    leaf.add_option(name, *value, std::string{"Whether the "} + who + " is party to the case")->check(CLI::IsMember({"yes", "no", "unknown"}))->capture_default_str();
  leaf.add_option("--stage", to.stage, "The stage at which the case is; default unknown")->type_name("NAME");
  leaf.add_option("--approved", to.approved, "A clause whose hold a named person has let go, by its label, or \"leak guard\"; may be given several times")
      ->type_name("LABEL")->expected(1)->take_all();
  leaf.add_flag("--words", to.is_told, "In words to read aloud to the person concerned, with clauses and legal bases by title");
  bind(leaf, to.envelope);
  leaf.footer("Offline: signatures of agreements and directory are not asked for, and nothing is sent or recorded.\n"
              "Exit codes: 0 disclosed; 2 refused or waiting; 3 an input is invalid; 1 a file could not be read.\n"
              "The leak guard looks as it would at the broker; what it holds back, and what waits for a person, is shown.\n"
              "--json prints {\"outcome\", \"reason\", \"fields\": [{\"path\", \"outcome\", \"granted_by\", \"capped_by\"}]}, and where there\n"
              "are any \"holds\": [{\"why\", \"clause\", \"due\", \"fields\"}], \"leaks\": [{\"passage\", \"kind\", \"value\"}] and\n"
              "\"noTell\": [\"subject\", \"relatedPersons[1]\"], who is not to learn of it.\n\n"
              "Example:\n  concordat agreement explain --agreement prevent.agreement --directory demo/directory.json \\\n"
              "    --message m.json --to police/met --at 2026-05-01 --json");
}

Result<std::shared_ptr<const policy::AgreementBook>, Exit> compile(const Explain& asked, const schemas::Directory& directory, const Terminal& terminal) {
  std::vector<schemas::AgencyId> acceded;
  for (const std::string& text : asked.acceded) {
    TRY(schemas::AgencyId agency, read_agency(text, "--acceded", terminal));
    acceded.push_back(std::move(agency));
  }
  // Offline there is no record of accessions to ask: who is listed is taken to have signed up.
  if (acceded.empty())
    for (const schemas::Organisation& organisation : directory.organisations) acceded.push_back(organisation.id);
  std::vector<policy::AgreementSource> sources;
  for (const std::string& file : asked.agreements) {
    TRY(std::string text, read_text(file, terminal));
    sources.push_back({std::move(text), policy::Status::active, acceded});
  }
  auto book = policy::AgreementBook::compile(sources, policy::parties_of(directory));
  if (book) return *book;
  for (const policy::RefusedAgreement& refused : book.error())
    for (const policy::Diagnostic& found : refused.diagnostics)
      terminal.talk(policy::render(asked.agreements[refused.source], sources[refused.source].text, found));
  return Fail{Exit::invalid_input};
}

Result<schemas::Message, Exit> read_message(const Explain& asked, const policy::AgreementBook& book, Instant at, const Terminal& terminal) {
  TRY(const std::string text, read_text(asked.message, terminal));
  TRY(schemas::EnvelopeDefaults defaults, defaults_of(asked.envelope, at, terminal));
  if (book.agreements().size() == 1) {  // what only one agreement could mean need not be said
    const policy::CompiledAgreement& only = book.agreements().front();
    if (defaults.scheme.empty() && only.scheme != "any") defaults.scheme = only.scheme;
    if (defaults.area.empty() && only.areas.size() == 1) defaults.area = only.areas.front();
    if (defaults.purpose.empty() && only.purposes.size() == 1) defaults.purpose = only.purposes.front();
  }
  auto message = schemas::message_from_json(text, defaults);
  if (!message) return Fail{terminal.invalid(asked.message, message.error())};
  return std::move(*message);
}

policy::Truth truth_of(const std::string& word) {
  return word == "yes" ? policy::Truth::yes : word == "no" ? policy::Truth::no : policy::Truth::unknown;
}

std::string explanation_json(const policy::Explanation& found, const std::set<std::string>& not_to_tell) {
  const auto text_or_null = [](const std::optional<std::string>& text) { return text ? ordered_json(*text) : ordered_json(nullptr); };
  ordered_json fields = ordered_json::array();
  for (const policy::ExplainedField& field : found.fields)
    fields.push_back({{"path", field.path}, {"outcome", field.outcome}, {"granted_by", text_or_null(field.granted_by)}, {"capped_by", text_or_null(field.capped_by)}});
  ordered_json all{{"outcome", found.outcome}, {"reason", found.reason.empty() ? ordered_json(nullptr) : ordered_json(found.reason)}, {"fields", fields}};
  for (const policy::ExplainedHold& hold : found.holds) {
    ordered_json held = ordered_json::array();
    for (const auto& [path, outcome] : hold.fields) held.push_back({{"path", path}, {"outcome", outcome}});
    all["holds"].push_back({{"why", hold.why}, {"clause", text_or_null(hold.clause)}, {"due", hold.due ? ordered_json(format_instant(*hold.due)) : ordered_json(nullptr)}, {"fields", held}});
  }
  for (const policy::ExplainedLeak& leak : found.leaks)
    all["leaks"].push_back({{"passage", leak.passage}, {"kind", leak.kind}, {"value", leak.value}});
  if (!not_to_tell.empty()) all["noTell"] = not_to_tell;
  return all.dump(2) + "\n";
}

std::string explanation_text(const policy::Explanation& found, const std::set<std::string>& not_to_tell, const std::string& to, const Terminal& terminal) {
  const bool is_disclosed = found.outcome == "disclosed";
  std::string out = to + ": " + terminal.tinted(found.outcome, is_disclosed ? Tint::good : Tint::bad);
  if (!found.reason.empty()) out += ", " + found.reason;
  if (found.agreement) out += ", under " + *found.agreement;
  out += "\n\n";
  Table table{{"field", "outcome", "why"}};
  for (const policy::ExplainedField& field : found.fields) {
    const Tint tint = field.outcome == "full" ? Tint::good : field.outcome == "withhold" || field.outcome == "conceal" ? Tint::bad : Tint::part;
    table.add({{field.path, {}}, {field.outcome, tint}, {field.because, {}}});
  }
  if (!found.fields.empty()) out += table.print(terminal);
  for (const policy::ExplainedHold& hold : found.holds) {
    out += hold.clause ? "\nwaits for a named person of the sender to let clause " + *hold.clause + " go" : "\nwaits for its sender to mend or clear it";
    out += hold.due ? ", until " + format_instant(*hold.due) + ":\n" : ":\n";
    for (const auto& [path, outcome] : hold.fields) out += "  " + path + "  then " + outcome + "\n";
  }
  if (!found.leaks.empty()) out += "\nthe leak guard finds what " + to + " does not get:\n";
  for (const policy::ExplainedLeak& leak : found.leaks)
    out += "  " + leak.passage + "  " + (leak.kind == "unsearchable" ? "cannot be searched" : leak.kind + ", of " + leak.value) + "\n";
  if (!not_to_tell.empty()) out += "\nnot to learn of it: " + join({not_to_tell.begin(), not_to_tell.end()}, ", ") + "\n";
  for (const std::string& path : found.missing) out += "missing, and required: " + path + "\n";
  if (!found.facts.empty()) out += "\nfacts used:\n";
  for (const std::string& fact : found.facts) out += "  " + fact + "\n";
  if (is_disclosed && !found.notices.empty()) {
    out += "\n" + to + " is told that these may have been withheld:\n";
    for (const schemas::Notice& notice : found.notices) out += "  " + notice.path + "  under " + notice.agreement + "\n";
  }
  return out;
}

Result<std::vector<policy::Agreement>, Exit> read_texts(const Explain& asked, const Terminal& terminal) {
  std::vector<policy::Agreement> texts;
  for (const std::string& file : asked.agreements) {
    TRY(const std::string text, read_text(file, terminal));
    texts.push_back(policy::parse(text).agreement);
  }
  return texts;
}

// A stage is of each agreement that declares it.
Result<policy::CaseFacts, Exit> read_case(const Explain& asked, const std::vector<policy::Agreement>& texts, const Terminal& terminal) {
  policy::CaseFacts facts{truth_of(asked.sender_in_case), truth_of(asked.recipient_in_case), {}};
  if (asked.stage.empty()) return facts;
  std::vector<std::string> known;
  for (const policy::Agreement& text : texts)
    for (const policy::Word& stage : text.stages ? text.stages->names : std::vector<policy::Word>{}) {
      known.push_back(stage.text);
      if (stage.text == asked.stage) facts.stages.push_back({text.name, stage.text});
    }
  if (!facts.stages.empty()) return facts;
  const auto guess = nearest(asked.stage, known);
  return Fail{terminal.invalid("--stage", "no agreement has a stage \"" + asked.stage + "\" [" + std::string{policy::name_of(policy::Code::unknown_stage)} + "]" +
                                              (guess ? "; did you mean \"" + *guess + "\"?" : known.empty() ? "" : "; there are: " + join(known, ", ")))};
}

Result<policy::Approvals, Exit> read_approvals(const Explain& asked, const std::vector<policy::Agreement>& texts, const Terminal& terminal) {
  policy::Approvals given;
  for (const std::string& name : asked.approved) {
    const auto approvals = approvals_named(name, texts);
    if (!approvals) return Fail{terminal.invalid("--approved", approvals.error())};
    given.fresh.insert(given.fresh.end(), approvals->begin(), approvals->end());
  }
  return given;
}

Exit run_explain(const Explain& asked, Terminal& terminal) {
  const auto at = read_instant(asked.at, "--at", terminal);
  if (!at) return at.error();
  const auto to = read_agency(asked.to, "--to", terminal);
  if (!to) return to.error();
  const auto directory = read_directory(asked.directory, terminal);
  if (!directory) return directory.error();
  const auto book = compile(asked, *directory, terminal);
  if (!book) return book.error();
  const auto message = read_message(asked, **book, *at, terminal);
  if (!message) return message.error();
  for (const schemas::AgencyId& agency : {message->envelope.sender, *to})
    if (directory->find(agency) == nullptr) terminal.talk("concordat: note: the directory does not list " + agency.value());

  const auto texts = read_texts(asked, terminal);
  if (!texts) return texts.error();
  const auto facts = read_case(asked, *texts, terminal);
  if (!facts) return facts.error();
  const auto approvals = read_approvals(asked, *texts, terminal);
  if (!approvals) return approvals.error();
  const policy::Evaluation evaluation = policy::weigh(**book, *message, *to, *at, *facts, *approvals);
  const std::set<std::string> not_to_tell = policy::persons_not_to_tell(*message, evaluation.verdicts);
  if (asked.is_told && !terminal.is_json()) {
    terminal.data(policy::told_in_words(**book, *texts, *message, *to, evaluation));
    return evaluation.outcome == policy::Evaluation::Outcome::disclosed ? Exit::done : Exit::answered_no;
  }
  const policy::Explanation found = policy::explain(**book, *message, evaluation);
  terminal.data(terminal.is_json() ? explanation_json(found, not_to_tell) : explanation_text(found, not_to_tell, asked.to, terminal));
  return evaluation.outcome == policy::Evaluation::Outcome::disclosed ? Exit::done : Exit::answered_no;
}

}  // namespace

void add_agreement_explain(CLI::App& family, Tree& tree) {
  add_leaf<Explain>(family, tree, "explain", "What a recipient gets of a message, field by field, and by which clause", bind_explain, run_explain);
}

}  // namespace concordat::console
