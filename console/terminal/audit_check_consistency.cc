#include <nlohmann/json.hpp>

#include "console/terminal/audit_commands.h"
#include "console/terminal/digest_options.h"

namespace concordat::console {
namespace {

struct CheckConsistency {
  std::string size1, size2, root1, root2, proof;
};

void bind_check(CLI::App& leaf, CheckConsistency& to) {
  leaf.add_option("--size1", to.size1, "How many leaves the older tree has")->type_name("N")->required();
  leaf.add_option("--size2", to.size2, "How many the newer has")->type_name("N")->required();
  leaf.add_option("--root1", to.root1, "The older tree's root")->type_name("HEX")->required();
  leaf.add_option("--root2", to.root2, "The newer tree's root")->type_name("HEX")->required();
  leaf.add_option("--proof", to.proof, "As RFC 9162 section 2.1.4.1 orders it, joined by commas; \"\" for none")->type_name("HEX,HEX")->required();
  leaf.footer("RFC 9162 section 2.1.4.2, over SHA-256, from these digests alone. Trees of one size are consistent when their roots\n"
              "are the same and the proof is empty. Nothing is proved from the empty tree to a larger one.\n"
              "Exit codes: 0 the newer tree continues the older; 2 this does not prove it (also: a digest that is not 32 bytes of\n"
              "hexadecimal, or a number that is none); 1 an option is missing.\n\n"
              "Example: a tree and itself\n  concordat audit check-consistency --size1 4 --size2 4 --root1 $R --root2 $R --proof \"\"");
}

bool holds(const CheckConsistency& asked) {
  const auto size1 = read_number(asked.size1);
  const auto size2 = read_number(asked.size2);
  const auto root1 = read_digest(asked.root1);
  const auto root2 = read_digest(asked.root2);
  const auto proof = read_proof(asked.proof);
  return size1 && size2 && root1 && root2 && proof && audit::verify_consistency(*size1, *size2, *root1, *root2, *proof);
}

Exit run_check(const CheckConsistency& asked, Terminal& terminal) {
  const bool is_ok = holds(asked);
  if (terminal.is_json()) terminal.data(nlohmann::ordered_json{{"ok", is_ok}}.dump() + "\n");
  else if (is_ok) terminal.data("the newer tree continues the older\n");
  return is_ok ? Exit::done : terminal.no("the proof does not verify");
}

}  // namespace

void add_audit_check_consistency(CLI::App& family, Tree& tree) {
  add_leaf<CheckConsistency>(family, tree, "check-consistency", "Whether a consistency proof holds", bind_check, run_check);
}

}  // namespace concordat::console
