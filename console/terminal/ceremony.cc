#include <nlohmann/json.hpp>

#include <algorithm>

#include "adapters/link/folders.h"
#include "adapters/link/new_keys.h"
#include "base/file.h"
#include "console/terminal/command.h"
#include "console/terminal/directory_draft.h"
#include "console/terminal/passphrase.h"
#include "console/terminal/reading.h"
#include "schemas/directory.h"
#include "schemas/person_key.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr std::size_t key_file_bytes_max = 4096;
constexpr std::size_t signatures_bytes_max = 1U << 20;

struct Open {
  std::string plan;
  std::string folder;
};
struct Sign {
  std::string folder;
  std::string key;
  std::string passphrase_file;
};
struct Close {
  std::string folder;
};

void bind_open(CLI::App& leaf, Open& to) {
  leaf.add_option("PLAN", to.plan, "The first directory as JSON, without version, logKey and brokerKey: those are made here")->required();
  leaf.add_option("--out", to.folder, "Where the directory, approvers.json and the broker's keys are written; must not exist, or be empty")->required()->type_name("DIR");
  leaf.footer("On the machine that will be the broker, with the approvers watching. Makes the log's key and the broker's, and writes the first directory and\n"
              "approvers.json, which every machine of the area is given. docs/operations.md, \"The first day\", says the order of things.\n"
              "Exit codes: 0 done; 1 DIR is in use or cannot be written; 3 PLAN is no directory, with its place.\n\n"
              "Example:\n  concordat ceremony open plan.json --out area");
}

void bind_sign(CLI::App& leaf, Sign& to) {
  leaf.add_option("DIR", to.folder, "What `ceremony open` wrote")->required();
  leaf.add_option("--key", to.key, "The approver's person.key")->required()->type_name("FILE");
  leaf.add_option("--passphrase-file", to.passphrase_file, "Where its passphrase is; default: it is asked for")->type_name("FILE");
  leaf.footer("Adds the approver's signature to directory.json.sig. Read the digest aloud first: everybody must see the same.\n"
              "Exit codes: 0 signed; 2 the key is no approver's of this directory, or the passphrase is wrong; 1 a file cannot be read or written.\n\n"
              "Example:\n  concordat ceremony sign area --key people/amina-khan/person.key");
}

void bind_close(CLI::App& leaf, Close& to) {
  leaf.add_option("DIR", to.folder, "What `ceremony open` wrote")->required();
  leaf.footer("Whether enough approvers have signed for broker and links to believe the directory.\n"
              "Exit codes: 0 they have; 2 not yet; 3 the directory or approvers.json cannot be read.\n\nExample:\n  concordat ceremony close area");
}

Result<Unit, FileError> write_secret(const fs::path& file, std::string text) {
  auto written = write_file(file, as_bytes(text), FileMode::owner_only);
  cleanse(std::as_writable_bytes(std::span{text}));
  return written;
}

Exit say_digest(const schemas::Directory& directory, ordered_json more, Terminal& terminal) {
  more["digest"] = to_hex(directory.digest.bytes);
  more["logKey"] = to_hex(directory.log_key.bytes);
  if (terminal.is_json()) terminal.data(more.dump(2) + "\n");
  else terminal.data("directory " + to_hex(directory.digest.bytes) + "\nlog key   " + to_hex(directory.log_key.bytes) + "\n");
  return Exit::done;
}

Exit run_open(const Open& asked, Terminal& terminal) {
  std::error_code failed;
  if (fs::exists(asked.folder, failed) && !fs::is_empty(asked.folder, failed)) return terminal.failed(asked.folder + ": is not empty; an area is never made over another");
  const auto text = read_text(asked.plan, terminal);
  if (!text) return text.error();
  ordered_json plan = ordered_json::parse(*text, nullptr, false);
  if (!plan.is_object()) return terminal.invalid(asked.plan, "is not a JSON object");
  for (const char* made_here : {"version", "logKey", "brokerKey"})
    if (plan.contains(made_here)) return terminal.invalid(asked.plan + ": " + made_here, "is made by the ceremony; leave it out");
  const SigningKey log = SigningKey::generate();
  const link::CurveKeys broker = link::make_curve_keys();
  plan["version"] = 1;
  plan["logKey"] = to_hex(log.verify_key().bytes);
  plan["brokerKey"] = broker.public_key;
  const auto directory = schemas::parse_directory(plan.dump());
  if (!directory) return terminal.invalid(asked.plan + ": " + directory.error().where, directory.error().what);
  if (directory->quorum < 2) return terminal.invalid(asked.plan + ": quorum", "must be at least 2: no area is one person's");
  const std::string printed = schemas::print_directory(*directory);
  const fs::path folder = asked.folder;
  auto done = link::make_private_folder(folder);
  if (done) done = link::make_private_folder(folder / "broker");
  if (done) done = write_secret(folder / "broker/log.seed", to_hex(log.seed().expose()) + "\n");
  if (done) done = write_secret(folder / "broker/curve.secret", link::curve_file(broker));
  if (done) done = write_file(folder / "approvers.json", as_bytes(approvers_text(directory->quorum, directory->approvers)), FileMode::shared);
  if (done) done = write_file(folder / "directory.json", as_bytes(printed), FileMode::shared);
  if (!done) return terminal.failed(done.error().what);
  terminal.talk("concordat: now " + std::to_string(directory->quorum) + " of the approvers sign: concordat ceremony sign " + asked.folder + " --key …");
  return say_digest(*schemas::parse_directory(printed), {{"area", asked.folder}}, terminal);
}

Exit run_sign(const Sign& asked, Terminal& terminal) {
  const fs::path file = fs::path{asked.folder} / "directory.json";
  const auto text = read_text(file, terminal);
  if (!text) return text.error();
  const auto directory = schemas::parse_directory(*text);
  if (!directory) return terminal.invalid(file.string() + ": " + directory.error().where, directory.error().what);
  const auto key_text = read_file(asked.key, key_file_bytes_max);
  if (!key_text) return terminal.failed(key_text.error().what);
  const auto passphrase = read_passphrase(asked.passphrase_file, asked.key, terminal);
  if (!passphrase) return passphrase.error();
  const auto own = schemas::open_person_key(as_text(*key_text), passphrase->expose());
  if (!own) return terminal.no(asked.key + ": does not open with that passphrase, or is no person's key");
  const auto as = std::find_if(directory->approvers.begin(), directory->approvers.end(), [&](const schemas::Approver& approver) {
    return approver.name == own->owner.person && approver.agency == own->owner.agency && approver.key == own->key.verify_key();
  });
  if (as == directory->approvers.end()) return terminal.no(own->owner.agency.value() + "/" + own->owner.person + " is no approver of this directory with that key");
  const fs::path signatures = fs::path{file} += ".sig";
  const auto earlier = read_file(signatures, signatures_bytes_max);
  if (!earlier && earlier.error().kind != FileError::Kind::missing) return terminal.failed(earlier.error().what);
  const std::string lines = (earlier ? std::string{as_text(*earlier)} : std::string{}) + schemas::signature_line(as->name, own->key, as_bytes(*text));
  const auto written = write_file(signatures, as_bytes(lines), FileMode::shared);
  if (!written) return terminal.failed(written.error().what);
  terminal.talk("concordat: signed by " + as->name);
  return say_digest(*directory, {{"signed", as->name}}, terminal);
}

Exit run_close(const Close& asked, Terminal& terminal) {
  const fs::path folder = asked.folder;
  const auto text = read_text(folder / "directory.json", terminal);
  if (!text) return text.error();
  const auto pinned_text = read_text(folder / "approvers.json", terminal);
  if (!pinned_text) return pinned_text.error();
  const auto pinned = schemas::parse_approvers(*pinned_text);
  if (!pinned) return terminal.invalid((folder / "approvers.json").string() + ": " + pinned.error().where, pinned.error().what);
  const auto signatures = read_file(folder / "directory.json.sig", signatures_bytes_max);
  const auto directory = schemas::open_directory(*text, signatures ? as_text(*signatures) : std::string_view{}, pinned->approvers, pinned->quorum);
  if (!directory && directory.error().code == "directory-unsigned") return terminal.no("the directory " + directory.error().what + " [directory-unsigned]");
  if (!directory) return terminal.invalid((folder / "directory.json").string() + ": " + directory.error().where, directory.error().what);
  terminal.talk("concordat: the area may begin; give every machine directory.json, directory.json.sig and approvers.json");
  return say_digest(*directory, {{"quorum", pinned->quorum}}, terminal);
}

}  // namespace

void add_ceremony(Tree& tree) {
  CLI::App& family = add_family(tree, "ceremony", "Begin an area: its first directory and log key, signed by several people");
  add_leaf<Open>(family, tree, "open", "Make the log's and the broker's keys, and the first directory", bind_open, run_open);
  add_leaf<Sign>(family, tree, "sign", "Sign the first directory, as one of its approvers", bind_sign, run_sign);
  add_leaf<Close>(family, tree, "close", "Whether enough have signed", bind_close, run_close);
}

}  // namespace concordat::console
