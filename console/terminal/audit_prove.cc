#include <nlohmann/json.hpp>

#include "audit/gather.h"
#include "console/terminal/admin.h"
#include "console/terminal/audit_commands.h"
#include "console/terminal/digest_options.h"
#include "console/terminal/log_place.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;

struct Prove {
  OfficerOptions officer;
  std::string log;
  std::string index;
  std::optional<std::uint64_t> since, size;
  LogOptions pinned;
};

void bind_prove(CLI::App& leaf, Prove& to) {
  leaf.add_option("INDEX", to.index, "The entry's sequence");
  leaf.add_option("--since", to.since, "In place of INDEX: that the log of --size entries continues the log of so many")->type_name("N");
  leaf.add_option("--size", to.size, "In the log of so many entries, of which there must be a checkpoint; default its latest")->type_name("N");
  bind(leaf, to.officer, Reason::needed);
  leaf.add_option("--log", to.log, "Offline: a stopped area, its log's folder, a copy of that, or an export")->type_name("PATH");
  bind(leaf, to.pinned);
  leaf.footer("A C2SP tlog-proof: the entry, its place, the way to the root and the signed checkpoint, in one text that\n"
              "`concordat receipt verify` and stock tooling check. With --officer the running broker is asked, and records it.\n"
              "With --since and --size: the consistency proof's digests, as `audit check-consistency --proof` takes them.\n"
              "Exit codes: 0 done; 2 the log does not bear it out; 3 there is no such entry or size; 1 it could not be read.\n\n"
              "Examples:\n  concordat audit prove 41 --log demo > 41.tlog-proof\n"
              "  concordat audit prove --since 40 --size 90 --log /mnt/evidence/log");
}

Exit failed(const LogPlace& place, audit::GatherError error, const Terminal& terminal) {
  const std::string what{audit::gather_error_text(error)};
  const bool is_question = error == audit::GatherError::past_end || error == audit::GatherError::no_checkpoint;
  return is_question ? terminal.invalid(place.log.string(), what) : terminal.failed(place.log.string() + ": " + what);
}

Exit show(const audit::DeliveryReceipt& proof, const audit::LogKeys& keys, Terminal& terminal) {
  const Bytes text = audit::encode_receipt(proof);
  const auto seen = audit::verify_receipt(text, keys);
  if (!seen) return terminal.no("the log does not bear this entry out [" + std::string{audit::proof_error_code(seen.error())} + "]: see `concordat audit verify`");
  if (!terminal.is_json()) {
    terminal.data(as_text(text));
    return Exit::done;
  }
  terminal.data(ordered_json{{"index", proof.sequence.value()}, {"size", seen->checkpoint.size}, {"leafHash", to_hex(audit::leaf_hash(proof.entry).bytes)},
                             {"root", to_hex(seen->checkpoint.root.bytes)}, {"proof", proof_text(proof.inclusion)},
                             {"tlogProof", as_text(text)}}.dump(2) + "\n");
  return Exit::done;
}

Exit prove_live(const Prove& asked, std::uint64_t index, Terminal& terminal) {
  const auto officer = read_officer(asked.officer, terminal);
  if (!officer) return officer.error();
  const auto answer = ask_broker(*officer, {.question = "prove", .reason = asked.officer.reason, .from = index, .count = 0,
                                            .text = asked.size ? std::to_string(*asked.size) : std::string{}}, terminal);
  if (!answer) return answer.error();
  if (!answer->code.empty()) return terminal.failed("the broker could not prove it [" + answer->code + "]");
  const auto proof = audit::decode_receipt(answer->bytes);
  if (!proof) return terminal.no("the broker's proof cannot be read");
  return show(*proof, keys_of(*officer, *answer), terminal);
}

Exit prove_since(const Prove& asked, const LogPlace& place, Terminal& terminal) {
  if (!asked.size) return terminal.failed("say until when: --size N");
  const auto growth = audit::prove_growth(place.log, *asked.since, *asked.size);
  if (!growth) return failed(place, growth.error(), terminal);
  const std::string proof = proof_text(growth->consistency);
  if (!terminal.is_json()) terminal.data(proof + "\n");
  else
    terminal.data(ordered_json{{"size1", *asked.since}, {"root1", to_hex(growth->old_root.bytes)}, {"size2", *asked.size},
                               {"root2", to_hex(growth->root.bytes)}, {"proof", proof}}.dump(2) + "\n");
  return Exit::done;
}

Exit run_prove(const Prove& asked, Terminal& terminal) {
  const auto index = read_number(asked.index);
  if (!asked.since && !index) return terminal.invalid("INDEX", "must be an entry's sequence, a whole number");
  const bool is_live = !asked.officer.officer.empty() || (asked.log.empty() && !asked.officer.reason.empty());
  if (is_live && asked.since) return terminal.failed("--since is offline: say --log PATH");
  if (is_live) return prove_live(asked, *index, terminal);
  const auto place = find_log(asked.log, asked.officer.area, terminal);
  if (!place) return place.error();
  if (asked.since) return prove_since(asked, *place, terminal);
  const auto keys = keys_of_log(asked.pinned, *place, terminal);
  if (!keys) return keys.error();
  const auto proof = audit::prove_entry(place->log, audit::Sequence{*index}, asked.size);
  return proof ? show(*proof, *keys, terminal) : failed(*place, proof.error(), terminal);
}

}  // namespace

void add_audit_prove(CLI::App& family, Tree& tree) {
  add_leaf<Prove>(family, tree, "prove", "That an entry is in the log, or that the log only grew", bind_prove, run_prove);
}

}  // namespace concordat::console
