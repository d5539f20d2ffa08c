#include <nlohmann/json.hpp>

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

struct Named {
  std::string name;
  std::string text;
};

Result<std::vector<Named>, Exit> read_all(const std::vector<std::string>& files, const Terminal& terminal) {
  std::vector<Named> texts;
  for (const std::string& file : files) {
    TRY(std::string text, read_text(file, terminal));
    texts.push_back({file, std::move(text)});
  }
  return texts;
}

Result<Book, Exit> compile(const std::vector<Named>& texts, const policy::Parties& parties, const Terminal& terminal) {
  std::vector<schemas::AgencyId> acceded;
  for (const policy::Agency& agency : parties.agencies) acceded.push_back(agency.id);
  std::vector<policy::AgreementSource> sources;
  for (const Named& each : texts) sources.push_back({each.text, policy::Status::active, acceded});
  auto book = policy::AgreementBook::compile(sources, parties);
  if (book) return *book;
  for (const policy::RefusedAgreement& refused : book.error())
    for (const policy::Diagnostic& found : refused.diagnostics)
      terminal.talk(policy::render(texts[refused.source].name, sources[refused.source].text, found));
  return Fail{Exit::invalid_input};
}

struct Counts {
  std::uint64_t more = 0, less = 0, open = 0, same = 0, elsewhere = 0;
};

std::string words_of(const policy::ReplayedField& field) {
  const std::string before{schemas::name_of(field.before)};
  const std::string least{schemas::name_of(field.at_least)};
  if (field.at_least == field.at_most) return field.path + ": " + before + " -> " + least;
  return field.path + ": " + before + " -> cannot be known, from " + least + " to " + std::string{schemas::name_of(field.at_most)};
}

class Report {
public:
  explicit Report(Terminal& terminal) : terminal_(terminal) {}

  void add(const Recorded& recorded, const policy::Replay& replayed) {
    const bool more = replayed.shares_more();
    const bool less = replayed.shares_less();
    counts_.more += more ? 1 : 0;
    counts_.less += less ? 1 : 0;
    counts_.open += replayed.is_open() ? 1 : 0;
    counts_.same += replayed.fields.empty() ? 1 : 0;
    if (replayed.fields.empty()) return;
    ordered_json fields = ordered_json::array();
    std::string text = std::to_string(recorded.sequence) + "  " + format_instant(recorded.decision.at) + "  " + recorded.decision.sender.value() + " -> " +
                       recorded.decision.recipient.value() + (more ? "  more" : "") + (less ? "  less" : "") + (replayed.is_open() ? "  cannot be known" : "") + "\n";
    for (const policy::ReplayedField& field : replayed.fields) {
      fields.push_back({{"path", field.path}, {"before", schemas::name_of(field.before)}, {"atLeast", schemas::name_of(field.at_least)}, {"atMost", schemas::name_of(field.at_most)}});
      text += "    " + words_of(field) + "\n";
    }
    changed_.push_back({{"sequence", recorded.sequence}, {"at", format_instant(recorded.decision.at)}, {"sender", recorded.decision.sender.value()},
                        {"recipient", recorded.decision.recipient.value()}, {"more", more}, {"less", less}, {"open", replayed.is_open()}, {"fields", fields}});
    if (!terminal_.is_json()) terminal_.data(text);
  }
  void pass_over() { ++counts_.elsewhere; }

  void finish(const RecordedDisclosures& read) {
    const std::uint64_t of = read.decisions.size() - counts_.elsewhere;
    if (terminal_.is_json()) {
      terminal_.data(ordered_json{{"disclosures", of}, {"more", counts_.more}, {"less", counts_.less}, {"cannotBeKnown", counts_.open}, {"same", counts_.same},
                                  {"underOthers", counts_.elsewhere}, {"erased", read.erased}, {"unread", read.unread}, {"changed", changed_}}.dump(2) + "\n");
      return;
    }
    std::string text = "of " + std::to_string(of) + " disclosures " + std::to_string(counts_.more) + " would have released more, " + std::to_string(counts_.less) +
                       " less; " + std::to_string(counts_.same) + " the same; of " + std::to_string(counts_.open) + " some field cannot be known\n";
    for (const auto& [count, what] : {std::pair{counts_.elsewhere, " under other agreements"}, {read.erased, " erased"}, {read.unread, " that no day key at hand opens"}})
      if (count > 0) text += "besides, " + std::to_string(count) + what + "\n";
    terminal_.data(text);
  }

private:
  Terminal& terminal_;
  Counts counts_;
  ordered_json changed_ = ordered_json::array();
};

// `texts`: the draft, then what stands beside it; `was`: nothing, or the agreement that the decisions were made under.
Result<Unit, Exit> replay_all(const std::vector<Named>& texts, const std::vector<Named>& was, const policy::Parties& parties, const RecordedDisclosures& disclosures,
                              Terminal& terminal) {
  TRY(const Book draft, compile(texts, parties, terminal));
  Book before;
  if (!was.empty()) {
    TRY(before, compile(was, parties, terminal));
  }
  const policy::Agreement read = policy::read_agreement(texts.front().text, nullptr).agreement;
  const schemas::AgreementName name{read.name, read.version};
  Report report{terminal};
  for (const Recorded& recorded : disclosures.decisions) {
    const auto under = schemas::parse_agreement_name(recorded.decision.agreement);
    if (under && under->name == name.name) report.add(recorded, policy::replay(*draft, name, before.get(), recorded.decision));
    else report.pass_over();
  }
  report.finish(disclosures);
  return Unit{};
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
  const auto done = replay_all(*texts, *was, parties, *disclosures, terminal);
  return done ? Exit::done : done.error();
}

}  // namespace

Result<std::string, Exit> replay_of(const std::string& draft, const std::string& was, const schemas::Directory& directory, const OfficerOptions& asked,
                                    const Terminal& terminal) {
  TRY(const RecordedDisclosures disclosures, ask_disclosures(asked, terminal));
  std::string printed;
  Terminal kept{printed};
  std::vector<Named> before;
  if (!was.empty()) before.push_back({"in force", was});
  TRY([[maybe_unused]] const Unit done, replay_all({{"the draft", draft}}, before, policy::parties_of(directory), disclosures, kept));
  return printed;
}

void add_agreement_replay(CLI::App& family, Tree& tree) {
  add_leaf<Replay>(family, tree, "replay", "Recorded disclosures decided again under a draft", bind_replay, run_replay);
}

}  // namespace concordat::console
