#include <nlohmann/json.hpp>

#include "console/drafting/replay_report.h"
#include "console/drafting/scenario_file.h"
#include "console/terminal/agreement.h"
#include "console/terminal/reading.h"
#include "console/terminal/recorded.h"
#include "policy/check.h"
#include "policy/parties.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;
using Book = std::shared_ptr<const policy::AgreementBook>;

struct Replay {
  std::string draft;
  std::vector<std::string> together;
  std::string was;
  std::string directory;
  std::string log;
  std::string day_keys;
  OfficerOptions officer;
};

void bind_replay(CLI::App& leaf, Replay& to) {
  leaf.add_option("DRAFT", to.draft, "The agreement as it would be")->required();
  leaf.add_option("--together", to.together, "An agreement in force beside it; may be given several times")->type_name("FILE")->expected(1)->take_all();
  leaf.add_option("--was", to.was, "The agreement that the decisions were made under: what its fields' rules leave as they were needs no facts")->type_name("FILE");
  leaf.add_option("--directory", to.directory, "The organisations there are: a directory.json, or an area's folder; default --area")->type_name("PATH");
  leaf.add_option("--log", to.log, "Offline: a copy of a log's folder")->type_name("DIR");
  leaf.add_option("--day-keys", to.day_keys, "The copy's day keys, which open what was recorded of each decision")->type_name("DIR");
  bind(leaf, to.officer, Reason::needed);
  leaf.footer("Disclosures made under the draft's name, in any version, are decided again. The log holds no values: where the\n"
              "draft asks what was not recorded, that is said and not guessed (docs/replaying-decisions.md). Requirements are\n"
              "not asked again, and a hold is taken as not let go.\n"
              "Exit codes: 0 done; 3 an agreement is invalid; 1 the log, or the broker, could not be read.\n\n"
              "Examples:\n  concordat agreement replay draft.agreement --was prevent.agreement --directory demo --log copy --day-keys copy-keys\n"
              "  concordat agreement replay draft.agreement --area demo --reason \"review of version 2\"");
}

Result<std::vector<NamedText>, Exit> read_all(const std::vector<std::string>& files, const Terminal& terminal) {
  std::vector<NamedText> texts;
  for (const std::string& file : files) {
    TRY(std::string text, read_text(file, terminal));
    texts.push_back({file, std::move(text)});
  }
  return texts;
}

Result<Book, Exit> compile(const std::vector<NamedText>& texts, const policy::Parties& parties, const Terminal& terminal) {
  std::vector<schemas::AgencyId> acceded;
  for (const policy::Agency& agency : parties.agencies) acceded.push_back(agency.id);
  std::vector<policy::AgreementSource> sources;
  for (const NamedText& each : texts) sources.push_back({each.text, policy::Status::active, acceded});
  auto book = policy::AgreementBook::compile(sources, parties);
  if (book) return *book;
  for (const policy::RefusedAgreement& refused : book.error())
    for (const policy::Diagnostic& found : refused.diagnostics)
      terminal.talk(policy::render(texts[refused.source].name, sources[refused.source].text, found));
  return Fail{Exit::invalid_input};
}

std::string json_of(const ReplayReport& report) {
  ordered_json changed = ordered_json::array();
  for (const ReplayReport::Changed& each : report.changed) {
    ordered_json fields = ordered_json::array();
    for (const policy::ReplayedField& field : each.replay.fields)
      fields.push_back({{"path", field.path}, {"before", schemas::name_of(field.before)}, {"atLeast", schemas::name_of(field.at_least)}, {"atMost", schemas::name_of(field.at_most)}});
    changed.push_back({{"sequence", each.sequence}, {"at", format_instant(each.at)}, {"sender", each.sender.value()}, {"recipient", each.recipient.value()},
                       {"more", each.replay.shares_more()}, {"less", each.replay.shares_less()}, {"open", each.replay.is_open()}, {"fields", fields}});
  }
  return ordered_json{{"disclosures", report.of}, {"more", report.more}, {"less", report.less}, {"cannotBeKnown", report.open}, {"same", report.same},
                      {"underOthers", report.elsewhere}, {"erased", report.erased}, {"unread", report.unread}, {"changed", changed}}.dump(2) + "\n";
}

// `texts`: the draft, then what stands beside it; `was`: nothing, or the agreement that the decisions were made under.
Result<ReplayReport, Exit> replay_all(const std::vector<NamedText>& texts, const std::vector<NamedText>& was, const policy::Parties& parties, const RecordedDisclosures& disclosures,
                                      const Terminal& terminal) {
  TRY(const Book draft, compile(texts, parties, terminal));
  Book before;
  if (!was.empty()) {
    TRY(before, compile(was, parties, terminal));
  }
  const policy::Agreement read = policy::read_agreement(texts.front().text, nullptr).agreement;
  return replay_report(*draft, {read.name, read.version}, before.get(), disclosures);
}

Exit run_replay(const Replay& asked, Terminal& terminal) {
  if (asked.log.empty() == asked.officer.reason.empty()) return terminal.failed("say whose record: --log DIR with --day-keys DIR, or --area or --officer DIR with --reason TEXT");
  if (!asked.log.empty() && asked.day_keys.empty()) return terminal.failed("what was recorded of each decision is sealed: say --day-keys DIR");
  const std::string place = asked.directory.empty() ? asked.officer.area : asked.directory;
  if (place.empty()) return terminal.failed("say which organisations there are: --directory PATH");
  const auto directory = read_directory(place, terminal);
  if (!directory) return directory.error();
  const policy::Parties parties = policy::parties_of(*directory);
  std::vector<std::string> files{asked.draft};
  files.insert(files.end(), asked.together.begin(), asked.together.end());
  const auto texts = read_all(files, terminal);
  if (!texts) return texts.error();
  const auto was = read_all(asked.was.empty() ? std::vector<std::string>{} : std::vector{asked.was}, terminal);
  if (!was) return was.error();
  const auto disclosures = asked.log.empty() ? ask_disclosures(asked.officer, terminal) : read_disclosures(asked.log, asked.day_keys, terminal);
  if (!disclosures) return disclosures.error();
  const auto report = replay_all(*texts, *was, parties, *disclosures, terminal);
  if (!report) return report.error();
  terminal.data(terminal.is_json() ? json_of(*report) : report->words());
  return Exit::done;
}

}  // namespace

Result<std::string, Exit> replay_of(const std::string& draft, const std::string& was, const schemas::Directory& directory, const OfficerOptions& asked,
                                    const Terminal& terminal) {
  TRY(const RecordedDisclosures disclosures, ask_disclosures(asked, terminal));
  std::vector<NamedText> before;
  if (!was.empty()) before.push_back({"in force", was});
  TRY(const ReplayReport report, replay_all({{"the draft", draft}}, before, policy::parties_of(directory), disclosures, terminal));
  return report.words();
}

void add_agreement_replay(CLI::App& family, Tree& tree) {
  add_leaf<Replay>(family, tree, "replay", "Recorded disclosures decided again under a draft", bind_replay, run_replay);
}

}  // namespace concordat::console
