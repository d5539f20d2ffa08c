#include <nlohmann/json.hpp>

#include "console/terminal/agreement.h"
#include "console/terminal/signed_act.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;
using schemas::ActKind;

struct Word {
  SigningOptions signing;
  std::string agreement;
  std::string field;
  std::string recipient;
};

// One leaf each: the act, what it is, and what its help says besides.
struct Leaf {
  const char* name;
  ActKind kind;
  const char* what;
  const char* help;
  bool takes_a_part;
};
constexpr std::array leaves{
    Leaf{"reject", ActKind::agreement_reject, "Record that your agency disagrees with a proposal",
         "What is in force stays in force. The disagreement ends when your agency approves, or the proposal is withdrawn.", false},
    Leaf{"activate", ActKind::agreement_activate, "Activate a proposal that every approver has approved",
         "It counts from its own first day; the version before it counts until then.", false},
    Leaf{"suspend", ActKind::agreement_suspend, "Suspend an agreement at once: the whole, one field, or one recipient",
         "What it governs waits; a field is withheld. Nothing is shared more by it. Any one party may.", true},
    Leaf{"resume", ActKind::agreement_resume, "Lift what your own agency has suspended", "Of the agreement, or only the part that is named.", true},
    Leaf{"withdraw", ActKind::agreement_withdraw, "Withdraw a proposal of your agency's, or say that an active agreement should end",
         "An active agreement ends when every approver has said so: what it holds back goes with it.", false},
    Leaf{"accede", ActKind::agreement_accede, "Join an agreement whose parties name your agency's kind", "Your agency's own act; it holds for later versions too.", false},
    Leaf{"leave", ActKind::agreement_leave, "Leave an agreement", "From then on nothing goes to your agency or from it under the agreement; what it holds back stays held back.", false},
};

template <std::size_t At>
void bind_word(CLI::App& leaf, Word& to) {
  leaf.add_option("AGREEMENT", to.agreement, "NAME/VERSION, such as lbbd-prevent/1")->required();
  if (leaves[At].takes_a_part) {
    CLI::Option* field = leaf.add_option("--field", to.field, "Only this field, or what lies under it, between all parties")->type_name("PATH");
    leaf.add_option("--recipient", to.recipient, "Only what goes to this agency")->type_name("AGENCY")->excludes(field);
  }
  bind(leaf, to.signing);
  const std::string name = leaves[At].name;
  leaf.footer(std::string{leaves[At].help} + "\nExit codes: 0 done; 2 refused, with the code why; 1 it could not be asked.\n\nExample:\n  concordat agreement " + name +
              " lbbd-prevent/1 --person people/amina --reason \"incident 9\"" + (leaves[At].takes_a_part ? " --field subject.address" : ""));
}

template <std::size_t At>
Exit run_word(const Word& asked, Terminal& terminal) {
  const auto person = read_person(asked.signing, terminal);
  if (!person) return person.error();
  const auto answer = ask_as(*person, "agreement", asked.agreement, terminal);
  if (!answer) return answer.error();
  ActToSay act{.kind = leaves[At].kind, .subject = asked.agreement,
               .binds = {{"text", sha256(as_bytes(ordered_json::parse(*answer).value("text", std::string{})))}}};
  if (!asked.field.empty()) act.says.push_back({"field", asked.field});
  if (!asked.recipient.empty()) act.says.push_back({"recipient", asked.recipient});
  return send_act(*person, asked.signing, std::move(act), terminal);
}

template <std::size_t... At>
void add_all(CLI::App& family, Tree& tree, std::index_sequence<At...>) {
  (add_leaf<Word>(family, tree, leaves[At].name, leaves[At].what, bind_word<At>, run_word<At>), ...);
}

}  // namespace

void add_agreement_words(CLI::App& family, Tree& tree) { add_all(family, tree, std::make_index_sequence<leaves.size()>{}); }

}  // namespace concordat::console
