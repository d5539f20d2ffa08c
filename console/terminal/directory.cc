#include <nlohmann/json.hpp>

#include <set>

#include "base/file.h"
#include "base/text.h"
#include "console/terminal/command.h"
#include "console/terminal/reading.h"
#include "console/terminal/signed_act.h"
#include "schemas/directory.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;
using schemas::ActKind;

struct Show {
  OfficerOptions officer;
  std::string out;
  bool is_proposal = false;
};
struct Propose {
  SigningOptions signing;
  std::string file;
};
struct Word {
  SigningOptions signing;
};

void bind_show(CLI::App& leaf, Show& to) {
  leaf.add_option("--out", to.out, "Write the file in force there, and its signatures to FILE.sig: what links are given")->type_name("FILE");
  leaf.add_flag("--proposal", to.is_proposal, "Of what is proposed: the file");
  bind(leaf, to.officer, Reason::needed);
  leaf.footer("Exit codes: 0 done; 2 nothing is proposed; 1 the broker could not be asked, or FILE not written.\n\n"
              "Example:\n  concordat directory show --area demo --reason \"morning check\" --out demo/directory.json");
}

void bind_propose(CLI::App& leaf, Propose& to) {
  leaf.add_option("FILE", to.file, "The next version of the directory")->required();
  bind(leaf, to.signing);
  leaf.footer("By an administrator. Its version must follow the one in force; it takes effect with the approvers' quorum.\n"
              "Exit codes: 0 proposed; 2 refused; 3 the file is no directory; 1 it could not be asked.\n\n"
              "Example:\n  concordat directory propose directory-2.json --person people/amina --reason \"a new officer\"");
}

void bind_word(CLI::App& leaf, Word& to, const std::string& name, const std::string& help) {
  bind(leaf, to.signing);
  leaf.footer(help + "\nExit codes: 0 done; 2 refused, with the code why; 1 it could not be asked.\n\nExample:\n  concordat directory " + name +
              " --person people/ben --reason \"seen with the board\"");
}
void bind_approve(CLI::App& leaf, Word& to) {
  bind_word(leaf, to, "approve", "Shows what the proposal changes, line by line, and signs both the act and the file, as links will verify it. Look first with --dry-run.");
}
void bind_reject(CLI::App& leaf, Word& to) { bind_word(leaf, to, "reject", "What is in force stays; another may be proposed."); }
void bind_withdraw(CLI::App& leaf, Word& to) { bind_word(leaf, to, "withdraw", "By the agency that proposed it."); }

Result<ordered_json, Exit> told(const SigningPerson& person, const Terminal& terminal) {
  TRY(const std::string answer, ask_as(person, "directory", {}, terminal));
  return ordered_json::parse(answer);
}

// Lines of the one that the other lacks: a directory's file holds one fact a line.
std::string changes_between(const std::string& before, const std::string& after) {
  const auto lines_of = [](const std::string& text) { return split(text, '\n'); };
  std::string out;
  std::multiset<std::string> old;
  for (const std::string& line : lines_of(before)) old.insert(line);
  std::multiset<std::string> anew;
  for (const std::string& line : lines_of(after)) anew.insert(line);
  for (const std::string& line : lines_of(before))
    if (const auto at = anew.find(line); at != anew.end()) anew.erase(at);
    else out += "- " + line + "\n";
  for (const std::string& line : lines_of(after))
    if (const auto at = old.find(line); at != old.end()) old.erase(at);
    else out += "+ " + line + "\n";
  return out;
}

Exit run_show(const Show& asked, Terminal& terminal) {
  const auto officer = read_officer(asked.officer, terminal);
  if (!officer) return officer.error();
  const auto answer = ask_broker(*officer, {.question = "directory", .reason = asked.officer.reason, .text = {}}, terminal);
  if (!answer) return answer.error();
  const ordered_json found = ordered_json::parse(answer->json, nullptr, false);
  if (!answer->code.empty() || !found.is_object() || !found.contains("text")) return terminal.failed("the broker could not say [" + answer->code + "]");
  if (asked.is_proposal && !found.contains("proposal")) return terminal.no("nothing is proposed [no-such-proposal]");
  const ordered_json& shown = asked.is_proposal ? found["proposal"] : found;
  const std::string text = shown.value("text", std::string{});
  if (!asked.out.empty()) {
    // Signatures first: whoever reads in between finds the old file, not one without them.
    auto written = asked.is_proposal ? Result<Unit, FileError>{Unit{}} : write_file(asked.out + ".sig", as_bytes(found.value("signatures", std::string{})), FileMode::shared);
    if (written) written = write_file(asked.out, as_bytes(text), FileMode::shared);
    if (!written) return terminal.failed(written.error().what);
  }
  terminal.data(terminal.is_json() ? found.dump(2) + "\n" : text);
  return Exit::done;
}

Exit run_propose(const Propose& asked, Terminal& terminal) {
  const auto text = read_text(asked.file, terminal);
  if (!text) return text.error();
  const auto directory = schemas::parse_directory(*text);
  if (!directory) return terminal.invalid(asked.file + ": " + directory.error().where, directory.error().what);
  const auto person = read_person(asked.signing, terminal);
  if (!person) return person.error();
  const auto now = told(*person, terminal);
  if (!now) return now.error();
  terminal.talk("concordat: what it changes:\n" + changes_between(now->value("text", std::string{}), *text));
  return send_act(*person, asked.signing,
                  {.kind = ActKind::directory_propose, .subject = "directory/" + std::to_string(directory->version), .attached = {{"text", *text}}}, terminal);
}

Exit say_word(const Word& asked, ActKind kind, Terminal& terminal) {
  const auto person = read_person(asked.signing, terminal);
  if (!person) return person.error();
  const auto now = told(*person, terminal);
  if (!now) return now.error();
  if (!now->contains("proposal")) return terminal.no("nothing is proposed [no-such-proposal]");
  const ordered_json& proposal = (*now)["proposal"];
  const std::string text = proposal.value("text", std::string{});
  ActToSay act{.kind = kind, .subject = "directory/" + proposal.value("version", ordered_json{}).dump(), .binds = {{"text", sha256(as_bytes(text))}}};
  if (kind == ActKind::directory_approve) {
    terminal.talk("concordat: what you approve changes:\n" + changes_between(now->value("text", std::string{}), text));
    act.attached.emplace("signature", schemas::signature_line(person->own.owner.person, person->own.key, as_bytes(text)));
  }
  return send_act(*person, asked.signing, std::move(act), terminal);
}
Exit run_approve(const Word& asked, Terminal& terminal) { return say_word(asked, ActKind::directory_approve, terminal); }
Exit run_reject(const Word& asked, Terminal& terminal) { return say_word(asked, ActKind::directory_reject, terminal); }
Exit run_withdraw(const Word& asked, Terminal& terminal) { return say_word(asked, ActKind::directory_withdraw, terminal); }

}  // namespace

void add_directory(Tree& tree) {
  CLI::App& family = add_family(tree, "directory", "Who takes part: the directory in force, and its changes");
  add_leaf<Show>(family, tree, "show", "The directory in force, or what is proposed", bind_show, run_show);
  add_leaf<Propose>(family, tree, "propose", "Propose the next version of the directory", bind_propose, run_propose);
  add_leaf<Word>(family, tree, "approve", "Approve what is proposed", bind_approve, run_approve);
  add_leaf<Word>(family, tree, "reject", "Disagree with what is proposed", bind_reject, run_reject);
  add_leaf<Word>(family, tree, "withdraw", "Withdraw what your agency has proposed", bind_withdraw, run_withdraw);
}

}  // namespace concordat::console
