#include "console/terminal/agreement.h"

namespace concordat::console {

void add_agreement(Tree& tree) {
  CLI::App& family = add_family(tree, "agreement", "What a sharing agreement says, and who has agreed to it");
  add_agreement_check(family, tree);
  add_agreement_editing(family, tree);
  add_agreement_diff(family, tree);
  add_agreement_explain(family, tree);
  add_agreement_format(family, tree);
  add_agreement_replay(family, tree);
  add_agreement_test(family, tree);
  add_agreement_watch(family, tree);
  add_agreement_matrix(family, tree);
  add_agreement_render(family, tree);
  add_agreement_propose(family, tree);
  add_agreement_words(family, tree);
  add_agreement_history(family, tree);
}

}  // namespace concordat::console
