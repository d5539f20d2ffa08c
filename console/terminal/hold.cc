#include <nlohmann/json.hpp>

#include "console/terminal/queue_parts.h"
#include "console/terminal/signed_act.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;
using schemas::ActKind;

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

Exit say_word(const Word& asked, ActKind kind, Terminal& terminal) {
  const auto person = read_person(asked.signing, terminal);
  if (!person) return person.error();
  const auto answer = ask_as(*person, "holds", {}, terminal);
  if (!answer) return answer.error();
  const ordered_json answered = ordered_json::parse(*answer);
  for (const ordered_json& hold : answered.value("holds", ordered_json::array())) {
    if (hold.value("record", std::uint64_t{0}) != asked.record) continue;
    const auto bytes = from_hex(hold.value("held", std::string{}));
    if (!bytes || bytes->size() != 32) return refused("hold " + std::to_string(asked.record), "not-yours", terminal);
    Digest shown{};
    std::copy(bytes->begin(), bytes->end(), shown.bytes.begin());
    std::string words = "concordat: what the recipient, " + hold.value("recipient", std::string{}) + ", would see:";
    for (const ordered_json& field : hold.value("fields", ordered_json::array()))
      words += "\n  " + field.value("path", std::string{}) + " as " + field.value("view", std::string{}) + " (" + field.value("why", std::string{}) + " " +
               field.value("clause", std::string{}) + ")";
    terminal.talk(words);
    ActToSay act{.kind = kind, .subject = std::to_string(asked.record), .binds = {{"held", shown}}};
    if (!asked.clause.empty()) act.says.push_back({"clause", asked.clause});
    return send_act(*person, asked.signing, std::move(act), terminal);
  }
  return refused("hold " + std::to_string(asked.record), "no-such-hold", terminal);
}
Exit run_release(const Word& asked, Terminal& terminal) { return say_word(asked, ActKind::hold_release, terminal); }
Exit run_refuse(const Word& asked, Terminal& terminal) { return say_word(asked, ActKind::hold_refuse, terminal); }

}  // namespace

void add_hold(Tree& tree) {
  CLI::App& family = add_family(tree, "hold", "What an agreement holds until a named person of the sending party decides");
  add_hold_list(family, tree, "list");
  add_leaf<Word>(family, tree, "release", "Let go what is held", bind_release, run_release);
  add_leaf<Word>(family, tree, "refuse", "Keep for good what is held", bind_refuse, run_refuse);
}

}  // namespace concordat::console
