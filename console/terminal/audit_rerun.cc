#include <algorithm>
#include <nlohmann/json.hpp>

#include "console/terminal/audit_commands.h"
#include "console/terminal/recorded.h"
#include "console/terminal/signed_act.h"
#include "policy/parties.h"
#include "policy/replay.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;
using Book = std::shared_ptr<const policy::AgreementBook>;

struct Rerun {
  OfficerOptions officer;
  std::uint64_t record = 0;
};

void bind_rerun(CLI::App& leaf, Rerun& to) {
  leaf.add_option("INDEX", to.record, "The disclosure's record in the log")->required();
  bind(leaf, to.officer, Reason::needed);
  leaf.footer("Makes the book that was in force then anew, from the texts and acts that the log keeps, and decides the recorded disclosure again under it. The\n"
              "record has no values: where it does not tell a fact, what comes out is a range, and only what lies outside it is a defect.\n"
              "Exit codes: 0 the same answer; 2 another answer, which is a defect to be reported; 1 it is no disclosure, its annex was erased,\n"
              "or the broker could not be asked.\n\nExample:\n  concordat audit rerun 42 --area demo --reason \"spot check\"");
}

std::vector<schemas::AgencyId> agencies_in(const ordered_json& list) {
  std::vector<schemas::AgencyId> found;
  for (const ordered_json& each : list)
    if (const auto agency = schemas::parse_agency_id(each.get<std::string>())) found.push_back(*agency);
  return found;
}

policy::AgreementSource source_of(const ordered_json& told) {
  policy::AgreementSource source{.text = told.value("text", std::string{}),
                                 .status = static_cast<policy::Status>(std::min(told.value("status", 0U), static_cast<unsigned>(policy::Status::superseded))),
                                 .acceded = agencies_in(told.value("acceded", ordered_json::array())), .left = agencies_in(told.value("left", ordered_json::array()))};
  for (const ordered_json& part : told.value("suspended", ordered_json::array())) {
    if (part.contains("recipient")) source.suspended.push_back({.recipient = schemas::parse_agency_id(part["recipient"].get<std::string>())});
    else source.suspended.push_back({.field = part.value("field", std::string{})});
  }
  return source;
}

// The book of then, made here; nothing unless it is the one that the broker says it was.
Result<Book, Exit> book_at(const Officer& officer, const Rerun& asked, const Terminal& terminal) {
  TRY(const schemas::Answer answer, ask_broker(officer, {.question = "rules-at", .reason = asked.officer.reason, .from = asked.record, .text = {}}, terminal));
  if (!answer.code.empty()) return Fail{refused("record " + std::to_string(asked.record), answer.code, terminal)};
  const ordered_json told = ordered_json::parse(answer.json, nullptr, false);
  const auto directory = schemas::parse_directory(told.is_object() ? told.value("directory", std::string{}) : std::string{});
  if (!directory) return Fail{terminal.failed("the directory of then cannot be read: " + directory.error().what)};
  std::vector<policy::AgreementSource> sources;
  for (const ordered_json& each : told.value("agreements", ordered_json::array())) sources.push_back(source_of(each));
  const auto book = policy::AgreementBook::compile(sources, policy::parties_of(*directory));
  if (!book) return Fail{terminal.no("an agreement of then does not check any more: this program is stricter than the one that decided")};
  if (to_hex((*book)->digest().bytes) != told.value("book", std::string{})) return Fail{terminal.no("the book made here is not the one that the broker made: a defect")};
  return *book;
}

Exit run_rerun(const Rerun& asked, Terminal& terminal) {
  const auto officer = read_officer(asked.officer, terminal);
  if (!officer) return officer.error();
  const auto found = ask_disclosure(*officer, asked.officer.reason, asked.record, terminal);
  if (!found) return found.error();
  const std::string record = "record " + std::to_string(asked.record);
  if (found->decisions.empty()) return terminal.failed(record + (found->erased > 0 ? ": its annex was erased, or your role does not include it" : ": is no disclosure"));
  const policy::RecordedDecision& decision = found->decisions.front().decision;
  const auto name = schemas::parse_agreement_name(decision.agreement);
  if (!name) return terminal.failed(record + ": names no agreement");
  const auto book = book_at(*officer, asked, terminal);
  if (!book) return book.error();
  const policy::Replay replayed = policy::replay(**book, *name, nullptr, decision);
  ordered_json fields = ordered_json::array();
  std::string words;
  std::size_t wrong = 0;
  for (const policy::ReplayedField& field : replayed.fields) {
    const bool is_wrong = field.before < field.at_least || field.before > field.at_most;
    wrong += is_wrong ? 1 : 0;
    fields.push_back({{"path", field.path}, {"recorded", schemas::name_of(field.before)}, {"atLeast", schemas::name_of(field.at_least)}, {"atMost", schemas::name_of(field.at_most)},
                      {"defect", is_wrong}});
    words += "  " + field.path + ": recorded " + std::string{schemas::name_of(field.before)} + ", decided again " + std::string{schemas::name_of(field.at_least)} +
             (field.at_least == field.at_most ? "" : " to " + std::string{schemas::name_of(field.at_most)}) + (is_wrong ? "  DEFECT" : "") + "\n";
  }
  const std::string agreement = schemas::format_agreement_name(*name);
  if (terminal.is_json())
    terminal.data(ordered_json{{"record", asked.record}, {"agreement", agreement}, {"book", to_hex((*book)->digest().bytes)}, {"fields", decision.fields.size()},
                               {"open", fields.size() - wrong}, {"defects", wrong}, {"of", fields}}.dump(2) + "\n");
  else
    terminal.data(record + " under " + agreement + ": " + std::to_string(decision.fields.size()) + " fields decided again, " + std::to_string(wrong) + " otherwise" +
                  (fields.size() > wrong ? ", " + std::to_string(fields.size() - wrong) + " only within a range" : "") + "\n" + words);
  return wrong == 0 ? Exit::done : terminal.no(record + ": the same rules give another answer now; report it as a defect");
}

}  // namespace

void add_audit_rerun(CLI::App& family, Tree& tree) {
  add_leaf<Rerun>(family, tree, "rerun", "Decide a recorded disclosure again under the book then in force", bind_rerun, run_rerun);
}

}  // namespace concordat::console
