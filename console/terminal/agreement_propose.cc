#include <nlohmann/json.hpp>

#include "console/drafting/comparison.h"
#include "console/terminal/agreement.h"
#include "console/terminal/reading.h"
#include "console/terminal/signed_act.h"
#include "policy/check.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;

struct Propose {
  SigningOptions signing;
  std::string file;
  std::string replay;
};
struct Approve {
  SigningOptions signing;
  std::string agreement;
};

void bind_propose(CLI::App& leaf, Propose& to) {
  leaf.add_option("FILE", to.file, "The draft; its scenarios are NAME.scenarios/*.toml beside it")->required();
  leaf.add_option("--replay", to.replay, "What `concordat agreement replay` printed for this draft, where who proposes may not read the record themselves")->type_name("FILE");
  bind(leaf, to.signing);
  leaf.footer("Checks the draft, runs its scenarios, takes the difference to the version in force and decides the record again under it; then signs all\n"
              "of it. What does not check, or a scenario that comes out otherwise, is not proposed.\n"
              "Exit codes: 0 proposed; 2 refused, or a scenario fails; 3 the draft is invalid; 1 it could not be asked.\n\n"
              "Example:\n  concordat agreement propose prevent-v2.agreement --person people/amina --reason \"yearly review\" --dry-run");
}

// The version of that name that counts now: its text, or nothing.
Result<std::string, Exit> text_in_force(const SigningPerson& person, const std::string& name, const Terminal& terminal) {
  TRY(const std::string answer, ask_as(person, "agreements", {}, terminal));
  const ordered_json list = ordered_json::parse(answer);
  for (const ordered_json& version : list["agreements"]) {
    const auto called = schemas::parse_agreement_name(version.value("agreement", std::string{}));
    const std::string state = version.value("state", std::string{});
    if (!called || called->name != name || (state != "in-force" && state != "suspended" && state != "lapsed")) continue;
    TRY(const std::string whole, ask_as(person, "agreement", version["agreement"].get<std::string>(), terminal));
    return ordered_json::parse(whole).value("text", std::string{});
  }
  return std::string{};
}

Exit run_propose(const Propose& asked, Terminal& terminal) {
  const auto text = read_text(asked.file, terminal);
  if (!text) return text.error();
  const policy::Parsed parsed = policy::read_agreement(*text, nullptr);
  for (const policy::Diagnostic& found : parsed.diagnostics)
    if (found.severity() == policy::Severity::error) terminal.talk(policy::render(asked.file, *text, found));
  if (policy::has_errors(parsed.diagnostics)) return Exit::invalid_input;
  const auto scenarios = scenarios_passed(asked.file, terminal);
  if (!scenarios) return scenarios.error();
  const auto person = read_person(asked.signing, terminal);
  if (!person) return person.error();
  const auto base = text_in_force(*person, parsed.agreement.name, terminal);
  if (!base) return base.error();
  const std::string difference = difference_words(*base, *text);
  auto replay = asked.replay.empty() ? Result<std::string, Exit>{std::string{}} : read_text(asked.replay, terminal);
  if (!replay) return replay.error();
  if (asked.replay.empty()) {
    const auto told = ask_as(*person, "directory", {}, terminal);
    if (!told) return told.error();
    const auto directory = schemas::parse_directory(ordered_json::parse(*told).value("text", std::string{}));
    if (!directory) return terminal.failed("the broker's directory cannot be read: " + directory.error().what);
    replay = replay_of(*text, *base, *directory, {.officer = asked.signing.folder, .area = {}, .reason = asked.signing.reason}, terminal);
    if (!replay) return replay.error();
  }
  terminal.talk("concordat: the difference to what is in force:\n" + difference);
  ActToSay act{.kind = schemas::ActKind::agreement_propose, .subject = schemas::format_agreement_name({parsed.agreement.name, parsed.agreement.version}),
               .attached = {{"text", *text}, {"difference", difference}, {"replay", *replay}, {"scenarios", *scenarios}}};
  if (!base->empty()) act.binds.push_back({"base", sha256(as_bytes(*base))});
  return send_act(*person, asked.signing, std::move(act), terminal);
}

void bind_approve(CLI::App& leaf, Approve& to) {
  leaf.add_option("AGREEMENT", to.agreement, "NAME/VERSION, such as lbbd-prevent/2")->required();
  bind(leaf, to.signing);
  leaf.footer("Takes the text and what is in force from the broker, works the difference out anew, and shows it; what was proposed with another\n"
              "difference is not signed. Look first with --dry-run; the approval binds exactly this text and this difference.\n"
              "Exit codes: 0 approved; 2 refused, or the difference is another; 1 it could not be asked.\n\n"
              "Example:\n  concordat agreement approve lbbd-prevent/2 --person people/ben --reason \"agreed by the board of 3 May\"");
}

Exit run_approve(const Approve& asked, Terminal& terminal) {
  const auto person = read_person(asked.signing, terminal);
  if (!person) return person.error();
  const auto answer = ask_as(*person, "agreement", asked.agreement, terminal);
  if (!answer) return answer.error();
  const ordered_json proposal = ordered_json::parse(*answer);
  const std::string text = proposal.value("text", std::string{});
  const std::string difference = difference_words(proposal.value("base", std::string{}), text);
  if (difference != proposal.value("difference", std::string{}))
    return terminal.no(asked.agreement + ": was proposed with another difference than the one between the two texts; nothing is signed [other-text]");
  terminal.talk("concordat: what you approve changes:\n" + difference);
  return send_act(*person, asked.signing,
                  {.kind = schemas::ActKind::agreement_approve, .subject = asked.agreement,
                   .binds = {{"difference", sha256(as_bytes(difference))}, {"text", sha256(as_bytes(text))}}},
                  terminal);
}

}  // namespace

void add_agreement_propose(CLI::App& family, Tree& tree) {
  add_leaf<Propose>(family, tree, "propose", "Propose a draft, with its difference, its scenarios and its replay", bind_propose, run_propose);
  add_leaf<Approve>(family, tree, "approve", "Approve a proposal, for your agency", bind_approve, run_approve);
}

}  // namespace concordat::console
