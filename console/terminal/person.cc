#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "adapters/link/folders.h"
#include "adapters/link/new_keys.h"
#include "base/file.h"
#include "base/text.h"
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
using schemas::Directory;
using schemas::Person;

struct Making {
  std::string id;
  std::string agency;
  std::string folder;
  std::string passphrase_file;
  DirectoryDraft draft;
};
struct Add {
  Making making;
  std::string name;
  std::vector<std::string> roles;
  std::vector<std::string> titles;
  bool connects = false;
};
struct Rotate {
  Making making;
  unsigned overlap_days = 7;
};

void bind_making(CLI::App& leaf, Making& to) {
  leaf.add_option("ID", to.id, "The person's id, such as amina-khan: without spaces, theirs for good")->required();
  leaf.add_option("--agency", to.agency, "Their agency, such as council/lbbd")->required()->type_name("AGENCY");
  leaf.add_option("--out", to.folder, "Their folder; person.key is written there, and opens with their passphrase only")->required()->type_name("DIR");
  leaf.add_option("--passphrase-file", to.passphrase_file, "Where the passphrase is; default: it is asked for, twice")->type_name("FILE");
}

void bind_add(CLI::App& leaf, Add& to) {
  bind_making(leaf, to.making);
  bind_directory_draft(leaf, to.making.draft);
  leaf.add_option("--name", to.name, "Their name, for people to read")->required()->type_name("TEXT");
  leaf.add_option("--role", to.roles, "administrator, approver, igOfficer or operator; may be given several times")->required()->expected(1)->take_all()
      ->check(CLI::IsMember({"administrator", "approver", "igOfficer", "operator"}));
  leaf.add_option("--title", to.titles, "Of an approver: siro, caldicottGuardian or dataProtectionOfficer")->expected(1)->take_all()
      ->check(CLI::IsMember({"siro", "caldicottGuardian", "dataProtectionOfficer"}));
  leaf.add_flag("--connects", to.connects, "They connect to the broker themselves: curve.secret is made too");
  leaf.footer("Makes the person's key on this machine, and the next version of the directory with them in it. Nobody counts until that version is approved:\n"
              "concordat directory propose. Without --directory their entry is printed, for the plan of a ceremony.\nExit codes: 0 done; 1 something is there already or cannot be written; 3 the directory cannot be read.\n\n"
              "Example:\n  concordat person add amina-khan --agency council/lbbd --name \"Amina Khan\" --role approver --title siro \\\n"
              "    --out people/amina-khan --directory demo --next directory-2.json");
}

void bind_rotate(CLI::App& leaf, Rotate& to) {
  bind_making(leaf, to.making);
  bind_directory_draft(leaf, to.making.draft)->required();
  leaf.add_option("--overlap-days", to.overlap_days, "For how long the old key counts beside the new one; 0: not at all, as for one that was stolen")
      ->check(CLI::Range(0, 90))->capture_default_str();
  leaf.footer("Makes a new key beside the old one (person.key.next), and the next version of the directory with both. Once that version is in force, put\n"
              "person.key.next in the place of person.key. An approver's next signature is then with the new key: every machine follows by itself.\n"
              "Exit codes: 0 done; 1 it cannot be written; 3 there is no such person.\n\n"
              "Example:\n  concordat person key rotate amina-khan --agency council/lbbd --out people/amina-khan --directory demo --next directory-3.json");
}

Result<Passphrase, Exit> new_passphrase(const Making& asked, const Terminal& terminal) {
  TRY(Passphrase first, read_passphrase(asked.passphrase_file, asked.id, terminal));
  if (!asked.passphrase_file.empty()) return first;
  TRY(const Passphrase again, read_passphrase({}, asked.id + ", again", terminal));
  if (!std::equal(first.expose().begin(), first.expose().end(), again.expose().begin(), again.expose().end()))
    return Fail{terminal.failed("the two passphrases are not the same; nothing was written")};
  return first;
}

Person* find(Directory& directory, const Making& asked) {
  for (Person& person : directory.persons)
    if (person.id == asked.id && person.agency.value() == asked.agency) return &person;
  return nullptr;
}

// The key on disk, unless it is a dry run.
Result<Unit, Exit> write_key(const Making& asked, const SigningKey& key, const fs::path& place, const Terminal& terminal) {
  if (asked.draft.is_dry) return Unit{};
  std::error_code failed;
  if (fs::exists(place, failed)) return Fail{terminal.failed(place.string() + ": is there already; a key is never written over")};
  TRY(const Passphrase passphrase, new_passphrase(asked, terminal));
  auto written = link::make_private_folder(asked.folder);
  if (written) written = write_file(place, as_bytes(schemas::seal_person_key({asked.id, schemas::AgencyId{asked.agency}}, key, passphrase.expose())), FileMode::owner_only);
  if (!written) return Fail{terminal.failed(written.error().what)};
  return Unit{};
}

Exit finish(const Making& asked, const Directory& next, const SigningKey& key, const std::string& key_file, Terminal& terminal) {
  const auto text = print_next(next, terminal);
  if (!text) return text.error();
  const fs::path place = fs::path{asked.folder} / key_file;
  const auto kept = write_key(asked, key, place, terminal);
  if (!kept) return kept.error();
  const auto written = asked.draft.is_dry ? Result<Unit, FileError>{Unit{}} : write_file(asked.draft.next, as_bytes(*text), FileMode::shared);
  if (!written) return terminal.failed(written.error().what);
  const std::string fingerprint = to_hex(schemas::fingerprint_of(key.verify_key()).value().bytes);
  if (terminal.is_json())
    terminal.data(ordered_json{{"person", asked.agency + "/" + asked.id}, {"key", place.string()}, {"fingerprint", fingerprint}, {"directory", asked.draft.next},
                               {"version", next.version}, {"dryRun", asked.draft.is_dry}}.dump(2) + "\n");
  else terminal.data(asked.agency + "/" + asked.id + " " + fingerprint + "\n");
  terminal.talk(std::string{"concordat: "} + (asked.draft.is_dry ? "would write " : "wrote ") + place.string() + " and version " + std::to_string(next.version) +
                " of the directory, " + asked.draft.next + "; have it proposed and approved");
  return Exit::done;
}

// As it stands in a directory's file; and, of an approver, their entry among those who approve.
Exit print_entry(const Person& person, Terminal& terminal) {
  ordered_json entry{{"id", person.id}, {"name", person.name}, {"agency", person.agency.value()}, {"roles", ordered_json::array()}};
  for (const schemas::Role role : person.roles) entry["roles"].push_back(std::string{name_of(role)});
  for (const schemas::Title title : person.titles) entry["titles"].push_back(std::string{name_of(title)});
  const std::string key = to_hex(person.keys.front().key.bytes);
  entry["keys"] = {{{"key", key}, {"from", format_instant(person.keys.front().from)}}};
  entry["status"] = "active";
  if (!person.transport_key.empty()) entry["transportKey"] = person.transport_key;
  ordered_json out{{"person", entry}};
  if (person.has(schemas::Role::approver)) out["approver"] = {{"name", person.id}, {"agency", person.agency.value()}, {"key", key}};
  terminal.data(out.dump(2) + "\n");
  return Exit::done;
}

Exit run_add(const Add& asked, Terminal& terminal) {
  const auto agency = read_agency(asked.making.agency, "--agency", terminal);
  if (!agency) return agency.error();
  auto directory = asked.making.draft.directory.empty() ? Result<Directory, Exit>{Directory{}} : read_directory(asked.making.draft.directory, terminal);
  if (!directory) return directory.error();
  if (find(*directory, asked.making) != nullptr) return terminal.no(asked.making.agency + "/" + asked.making.id + " is in the directory already");
  const SigningKey key = SigningKey::generate();
  Person person{.id = asked.making.id, .name = asked.name, .agency = *agency, .roles = {},
                .keys = {{key.verify_key(), schemas::fingerprint_of(key.verify_key()), SystemClock{}.now(), std::nullopt}}};
  for (const std::string& role : asked.roles) person.roles.push_back(*schemas::role_named(role));
  for (const std::string& title : asked.titles) person.titles.push_back(*schemas::title_named(title));
  if (asked.connects) {
    const link::CurveKeys curve = link::make_curve_keys();
    person.transport_key = curve.public_key;
    std::string secret = link::curve_file(curve);
    std::error_code failed;
    if (fs::exists(fs::path{asked.making.folder} / "curve.secret", failed)) return terminal.failed(asked.making.folder + "/curve.secret: is there already; a key is never written over");
    auto written = asked.making.draft.is_dry ? Result<Unit, FileError>{Unit{}} : link::make_private_folder(asked.making.folder);
    if (written && !asked.making.draft.is_dry) written = write_file(fs::path{asked.making.folder} / "curve.secret", as_bytes(secret), FileMode::owner_only);
    cleanse(std::as_writable_bytes(std::span{secret}));
    if (!written) return terminal.failed(written.error().what);
  }
  if (asked.making.draft.directory.empty()) {
    const auto kept = write_key(asked.making, key, fs::path{asked.making.folder} / "person.key", terminal);
    return kept ? print_entry(person, terminal) : kept.error();
  }
  directory->persons.push_back(std::move(person));
  ++directory->version;
  return finish(asked.making, *directory, key, "person.key", terminal);
}

Exit run_rotate(const Rotate& asked, Terminal& terminal) {
  auto directory = read_directory(asked.making.draft.directory, terminal);
  if (!directory) return directory.error();
  Person* person = find(*directory, asked.making);
  if (person == nullptr) return terminal.invalid(asked.making.draft.directory, "lists no " + asked.making.agency + "/" + asked.making.id);
  const Instant now = SystemClock{}.now();
  const Instant until = now + std::chrono::hours{24 * asked.overlap_days};
  const SigningKey key = SigningKey::generate();
  for (schemas::AgencyKey& old : person->keys)
    if (!old.until || *old.until > until) old.until = until;
  person->keys.push_back({key.verify_key(), schemas::fingerprint_of(key.verify_key()), now, std::nullopt});
  for (schemas::Approver& approver : directory->approvers)
    if (approver.name == person->id && approver.agency == person->agency) approver.key = key.verify_key();
  ++directory->version;
  return finish(asked.making, *directory, key, "person.key.next", terminal);
}

}  // namespace

void add_person(Tree& tree) {
  CLI::App& family = add_family(tree, "person", "People who sign: their keys, and their entry in the directory");
  add_leaf<Add>(family, tree, "add", "Make a person's key, and the next directory with them in it", bind_add, run_add);
  CLI::App* key = family.add_subcommand("key", "A person's key");
  key->require_subcommand(1);
  add_leaf<Rotate>(*key, tree, "rotate", "Make a person's next key, and the next directory with both", bind_rotate, run_rotate);
}

}  // namespace concordat::console
