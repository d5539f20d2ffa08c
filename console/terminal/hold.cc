#include <nlohmann/json.hpp>

#include "console/asking/digest.h"
#include "console/asking/told.h"
#include "console/terminal/admin.h"
#include "console/terminal/queue_parts.h"
#include "console/terminal/signed_act.h"

namespace concordat::console {
namespace {

using schemas::ActKind;

struct Show {
  OfficerOptions officer;
  std::uint64_t record = 0;
};
struct Word {
  SigningOptions signing;
  std::uint64_t record = 0;
  std::string clause;
};

void bind_word(CLI::App& leaf, Word& to, const std::string& verb, const std::string& what) {
  leaf.add_option("RECORD", to.record, "What is held, by the number that `hold list` says")->required();
  leaf.add_option("--clause", to.clause, "Only what this clause holds; leak-guard: only what the leak guard holds");
  bind(leaf, to.signing);
  leaf.footer(what + " By a person of the sending agency, whose signature binds the fields and views that they were shown: if those have changed\n"
              "since, nothing is done.\nExit codes: 0 done; 2 there is no such hold, it is another agency's, or it has changed; 1 it could not be asked.\n\n"
              "Example:\n  concordat hold " + verb + " 42 --person people/dilys --reason \"agreed with the duty manager\"");
}
void bind_release(CLI::App& leaf, Word& to) { bind_word(leaf, to, "release", "Lets go what is held."); }
void bind_refuse(CLI::App& leaf, Word& to) { bind_word(leaf, to, "refuse", "Keeps for good what is held."); }

std::string what_would_be_seen(const Told& hold) {
  std::string words = "what the recipient, " + hold.text("recipient") + ", would see:";
  for (const Told& field : hold.list("fields")) {
    words += "\n  " + field.text("path") + " (" + field.text("view") + "; held by " + field.text("why");
    if (const std::string clause = field.text("clause"); !clause.empty()) words += " under " + clause;
    words += ")";
    if (const std::string value = field.text("value"); !value.empty()) words += ": " + nlohmann::json(value).dump();  // quoted, so that no value draws on the terminal
  }
  return words;
}

void bind_show(CLI::App& leaf, Show& to) {
  leaf.add_option("RECORD", to.record, "What is held, by the number that `hold list` says")->required();
  bind(leaf, to.officer, Reason::needed);
  leaf.footer("What the recipient would see if it were let go, values and all. For people of the sending agency; who looked and why is recorded.\n"
              "Exit codes: 0 done; 2 there is no such hold, or it is another agency's; 1 it could not be asked.\n\n"
              "Example:\n  concordat hold show 42 --officer people/dilys --reason \"to decide\"");
}

Exit run_show(const Show& asked, Terminal& terminal) {
  const auto officer = read_officer(asked.officer, terminal);
  if (!officer) return officer.error();
  const auto answer = ask_broker(*officer, {.question = "hold", .reason = asked.officer.reason, .from = asked.record, .text = {}}, terminal);
  if (!answer) return answer.error();
  if (!answer->code.empty()) return refused("hold " + std::to_string(asked.record), answer->code, terminal);
  const auto hold = Told::parse(answer->json);
  if (!hold) return terminal.failed("what the broker answered is no JSON");
  terminal.data((terminal.is_json() ? answer->json : what_would_be_seen(*hold)) + "\n");
  return Exit::done;
}

Exit say_word(const Word& asked, ActKind kind, Terminal& terminal) {
  const auto person = read_person(asked.signing, terminal);
  if (!person) return person.error();
  const auto hold = ask_of_record(*person, "hold", asked.record, terminal);
  if (!hold) return hold.error();
  const auto shown = read_digest(hold->text("held"));
  if (!shown) return terminal.failed("what the broker answered says nothing of what is held");
  terminal.talk("concordat: " + what_would_be_seen(*hold));
  ActToSay act{.kind = kind, .subject = std::to_string(asked.record), .binds = {{"held", *shown}}};
  if (!asked.clause.empty()) act.says.push_back({"clause", asked.clause});
  return send_act(*person, asked.signing, std::move(act), terminal);
}
Exit run_release(const Word& asked, Terminal& terminal) { return say_word(asked, ActKind::hold_release, terminal); }
Exit run_refuse(const Word& asked, Terminal& terminal) { return say_word(asked, ActKind::hold_refuse, terminal); }

}  // namespace

void add_hold(Tree& tree) {
  CLI::App& family = add_family(tree, "hold", "What an agreement holds until a named person of the sending party decides");
  add_hold_list(family, tree, "list");
  add_leaf<Show>(family, tree, "show", "What the recipient would see of it", bind_show, run_show);
  add_leaf<Word>(family, tree, "release", "Let go what is held", bind_release, run_release);
  add_leaf<Word>(family, tree, "refuse", "Keep for good what is held", bind_refuse, run_refuse);
}

}  // namespace concordat::console
