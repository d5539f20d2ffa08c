#include <nlohmann/json.hpp>

#include "console/terminal/audit_commands.h"
#include "console/terminal/digest_options.h"

namespace concordat::console {
namespace {

struct CheckInclusion {
  std::string leaf_hash, index, size, root, proof;
};

void bind_check(CLI::App& leaf, CheckInclusion& to) {
  leaf.add_option("--leaf-hash", to.leaf_hash, "H(0x00 | entry)")->type_name("HEX")->required();
  leaf.add_option("--index", to.index, "The leaf's, from 0")->type_name("N")->required();
  leaf.add_option("--size", to.size, "How many leaves the tree has")->type_name("N")->required();
  leaf.add_option("--root", to.root, "The tree's root")->type_name("HEX")->required();
  leaf.add_option("--proof", to.proof, "From the leaf's sibling up, joined by commas; \"\" for none")->type_name("HEX,HEX")->required();
  leaf.footer("RFC 9162 section 2.1.3.2, over SHA-256, from these digests alone.\n"
              "Exit codes: 0 the leaf is in the tree; 2 this does not prove it (also: a digest that is not 32 bytes of hexadecimal,\n"
              "or a number that is none); 1 an option is missing.\n\n"
              "Example: a tree of one leaf\n  concordat audit check-inclusion --leaf-hash $H --index 0 --size 1 --root $H --proof \"\"");
}

bool holds(const CheckInclusion& asked) {
  const auto leaf = read_digest(asked.leaf_hash);
  const auto index = read_number(asked.index);
  const auto size = read_number(asked.size);
  const auto root = read_digest(asked.root);
  const auto proof = read_proof(asked.proof);
  return leaf && index && size && root && proof && audit::verify_inclusion(*leaf, *index, *size, *proof, *root);
}

Exit run_check(const CheckInclusion& asked, Terminal& terminal) {
  const bool is_ok = holds(asked);
  if (terminal.is_json()) terminal.data(nlohmann::ordered_json{{"ok", is_ok}}.dump() + "\n");
  else if (is_ok) terminal.data("the leaf is in the tree\n");
  return is_ok ? Exit::done : terminal.no("the proof does not verify");
}

}  // namespace

void add_audit_check_inclusion(CLI::App& family, Tree& tree) {
  add_leaf<CheckInclusion>(family, tree, "check-inclusion", "Whether an inclusion proof holds", bind_check, run_check);
}

}  // namespace concordat::console
