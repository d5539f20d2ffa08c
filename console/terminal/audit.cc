#include "console/terminal/audit_commands.h"

namespace concordat::console {

void add_audit(Tree& tree) {
  CLI::App& family = add_family(tree, "audit", "The log: what was done");
  add_audit_verify(family, tree);
  add_audit_show(family, tree);
  add_audit_checkpoint(family, tree);
  add_audit_key(family, tree);
  add_audit_prove(family, tree);
  add_audit_compare(family, tree);
  add_audit_export(family, tree);
  add_audit_search(family, tree);
  add_audit_papers(family, tree);
  add_audit_events(family, tree);
  add_audit_reindex(family, tree);
  add_audit_erase(family, tree);
  add_audit_rerun(family, tree);
  add_audit_rotate(family, tree);
  add_audit_recall(family, tree);
  add_audit_proceed(family, tree);
  add_audit_check_inclusion(family, tree);
  add_audit_check_consistency(family, tree);
}

}  // namespace concordat::console
