#include "console/terminal/queue_parts.h"
#include "console/terminal/signed_act.h"

namespace concordat::console {
namespace {

struct Review {
  SigningOptions signing;
  std::uint64_t record = 0;
  std::string verdict;
};

void bind_review(CLI::App& leaf, Review& to) {
  leaf.add_option("RECORD", to.record, "The emergency's number, as `emergency list` says it")->required();
  leaf.add_option("VERDICT", to.verdict, "justified, or breach; of a breach whose report is open: reported (to the Commissioner), or not-reportable")
      ->required()
      ->check(CLI::IsMember({"justified", "breach", "reported", "not-reportable"}));
  bind(leaf, to.signing);
  leaf.footer("Closes the review of an emergency: by an IG officer who is not the one who declared it, signed. A breach opens a breach report\n"
              "(`concordat audit breach --message ID`) and stays in the list for 72 hours and longer, until it is called reported or not-reportable.\n"
              "Exit codes: 0 done; 2 no such review, or not theirs to close; 1 it could not be asked.\n\n"
              "Example:\n  concordat emergency review 42 justified --person people/bola --reason \"read the case with the sender\"");
}

Exit run_review(const Review& asked, Terminal& terminal) {
  const auto person = read_person(asked.signing, terminal);
  if (!person) return person.error();
  return send_act(*person, asked.signing, {.kind = schemas::ActKind::emergency_review, .subject = std::to_string(asked.record), .says = {{"verdict", asked.verdict}}}, terminal);
}

}  // namespace

void add_emergency(Tree& tree) {
  CLI::App& family = add_family(tree, "emergency", "Uses of an emergency, and their review by another officer");
  add_emergency_list(family, tree, "list");
  add_leaf<Review>(family, tree, "review", "Close the review of an emergency", bind_review, run_review);
}

}  // namespace concordat::console
