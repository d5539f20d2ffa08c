// What becomes of an agency in the directory: each command drafts the next version, which then takes the way of every change.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "console/terminal/command.h"
#include "console/terminal/directory_draft.h"
#include "console/terminal/reading.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;
using schemas::Directory;
using schemas::Organisation;
using schemas::Standing;

constexpr std::size_t z85_characters = 40;

struct Asked {
  DirectoryDraft draft;
  std::string id;
  std::string name;
  std::string duty_contact;
  std::vector<std::string> areas;
  std::string signing_key;
  std::string transport_key;
  unsigned overlap_days = 7;
};

void bind_asked(CLI::App& leaf, Asked& to) {
  leaf.add_option("AGENCY", to.id, "The agency's id, such as school/eastbury")->required();
  bind_directory_draft(leaf, to.draft)->required();
}
void finish_help(CLI::App& leaf, const std::string& what, const std::string& example) {
  leaf.footer(what + "\nNothing changes until the file has been proposed and approved (concordat directory propose).\n"
              "Exit codes: 0 done; 1 it cannot be written; 2 the directory says so already, or has it; 3 an id or a key is wrong.\n\nExample:\n  concordat agency " + example +
              " --directory demo --next directory-2.json");
}
void bind_areas(CLI::App& leaf, Asked& to) {
  leaf.add_option("--serves", to.areas, "An area it serves, by its ONS code; may be given several times")->type_name("CODE")->expected(1)->take_all()->required();
}

void bind_add(CLI::App& leaf, Asked& to) {
  bind_asked(leaf, to);
  leaf.add_option("--name", to.name, "Its name, as people say it")->required();
  leaf.add_option("--duty-contact", to.duty_contact, "The telephone number to call when something urgent does not arrive")->required();
  bind_areas(leaf, to);
  leaf.add_option("--transport-key", to.transport_key, "Its adapter's public key, 40 characters of Z85, as `concordat-adapter init` prints it")->required()->type_name("Z85");
  leaf.add_option("--signing-key", to.signing_key, "Its public signing key, 64 hexadecimal digits, as `concordat-adapter init` prints it")->required()->type_name("HEX");
  finish_help(leaf, "An agency that is to take part.", "add school/abbey --name \"Abbey School\" --serves E09000002 --duty-contact \"020 7946 0061\" --transport-key … --signing-key …");
}
void bind_suspend(CLI::App& leaf, Asked& to) {
  bind_asked(leaf, to);
  finish_help(leaf, "Nothing comes from it and nothing goes to it until it is resumed; with the tick that records it its sessions end.", "suspend school/eastbury");
}
void bind_resume(CLI::App& leaf, Asked& to) {
  bind_asked(leaf, to);
  finish_help(leaf, "A suspended agency takes part again.", "resume school/eastbury");
}
void bind_retire(CLI::App& leaf, Asked& to) {
  bind_asked(leaf, to);
  finish_help(leaf, "It takes part no more. Its keys stay in the directory, so that what it signed can be checked for ever.", "retire school/eastbury");
}
void bind_serve(CLI::App& leaf, Asked& to) {
  bind_asked(leaf, to);
  bind_areas(leaf, to);
  finish_help(leaf, "The areas it serves from then on: all of them are given.", "areas school/eastbury --serves E09000002 --serves E09000003");
}
void bind_rotate(CLI::App& leaf, Asked& to) {
  bind_asked(leaf, to);
  CLI::Option* transport = leaf.add_option("--transport-key", to.transport_key, "Its adapter's next public key, 40 characters of Z85")->type_name("Z85");
  CLI::Option* signing = leaf.add_option("--signing-key", to.signing_key, "Its next public signing key, 64 hexadecimal digits")->type_name("HEX");
  CLI::Option_group* either = leaf.add_option_group("keys", "One of them, or both");
  either->add_options(transport, signing);
  either->require_option(1, 2);
  leaf.add_option("--overlap-days", to.overlap_days, "For how long the old key counts beside the new one; 0: not at all, as for one that was stolen")
      ->check(CLI::Range(0, 90))->capture_default_str();
  finish_help(leaf, "The next key beside the old one. The agency makes it where it works; only the public key is given here.", "key rotate school/eastbury --signing-key …");
}

Organisation* find(Directory& directory, const std::string& id) {
  const auto at = std::find_if(directory.organisations.begin(), directory.organisations.end(), [&](const Organisation& each) { return each.id.value() == id; });
  return at == directory.organisations.end() ? nullptr : &*at;
}

Result<VerifyKey, Exit> read_signing_key(const Asked& asked, const Terminal& terminal) {
  const auto bytes = from_hex(asked.signing_key);
  VerifyKey key{};
  if (!bytes || bytes->size() != key.bytes.size()) return Fail{terminal.invalid("--signing-key", "must be 64 hexadecimal digits, as `concordat-adapter init` prints them")};
  std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
  return key;
}

Result<Unit, Exit> check_transport_key(const Asked& asked, const Terminal& terminal) {
  if (asked.transport_key.size() == z85_characters) return Unit{};
  return Fail{terminal.invalid("--transport-key", "must be 40 characters, as `concordat-adapter init` prints them")};
}

Exit write_next(const Asked& asked, Directory next, Terminal& terminal) {
  ++next.version;
  const auto text = print_next(next, terminal);
  if (!text) return text.error();
  const auto written = asked.draft.is_dry ? Result<Unit, FileError>{Unit{}} : write_file(asked.draft.next, as_bytes(*text), FileMode::shared);
  if (!written) return terminal.failed(written.error().what);
  if (terminal.is_json()) terminal.data(ordered_json{{"agency", asked.id}, {"directory", asked.draft.next}, {"version", next.version}, {"dryRun", asked.draft.is_dry}}.dump(2) + "\n");
  terminal.talk(std::string{"concordat: "} + (asked.draft.is_dry ? "would write version " : "wrote version ") + std::to_string(next.version) + " of the directory, " + asked.draft.next +
                "; have it proposed and approved");
  return Exit::done;
}

Exit change(const Asked& asked, Terminal& terminal, const std::function<Result<Unit, Exit>(Organisation&)>& make) {
  auto directory = read_directory(asked.draft.directory, terminal);
  if (!directory) return directory.error();
  Organisation* agency = find(*directory, asked.id);
  if (agency == nullptr) return terminal.invalid(asked.draft.directory, "lists no agency " + asked.id);
  const auto made = make(*agency);
  return made ? write_next(asked, std::move(*directory), terminal) : made.error();
}

Exit stand(const Asked& asked, Standing standing, std::string_view words, Terminal& terminal) {
  return change(asked, terminal, [&](Organisation& agency) -> Result<Unit, Exit> {
    if (agency.standing == standing) return Fail{terminal.no(asked.id + " " + std::string{words} + " already")};
    agency.standing = standing;
    return Unit{};
  });
}
Exit run_suspend(const Asked& asked, Terminal& terminal) { return stand(asked, Standing::suspended, "is suspended", terminal); }
Exit run_resume(const Asked& asked, Terminal& terminal) { return stand(asked, Standing::active, "is active", terminal); }
Exit run_retire(const Asked& asked, Terminal& terminal) { return stand(asked, Standing::left, "has left", terminal); }

Exit run_areas(const Asked& asked, Terminal& terminal) {
  return change(asked, terminal, [&](Organisation& agency) -> Result<Unit, Exit> {
    agency.areas = asked.areas;
    return Unit{};
  });
}

Exit run_add(const Asked& asked, Terminal& terminal) {
  const auto id = read_agency(asked.id, "AGENCY", terminal);
  if (!id) return id.error();
  auto directory = read_directory(asked.draft.directory, terminal);
  if (!directory) return directory.error();
  if (find(*directory, asked.id) != nullptr) return terminal.no(asked.id + " is in the directory already");
  const auto key = read_signing_key(asked, terminal);
  if (!key) return key.error();
  if (const auto transport = check_transport_key(asked, terminal); !transport) return transport.error();
  directory->organisations.push_back({*id, asked.name, asked.areas, asked.transport_key, {{*key, schemas::fingerprint_of(*key), SystemClock{}.now(), std::nullopt}}, Standing::active, asked.duty_contact});
  return write_next(asked, std::move(*directory), terminal);
}

Exit run_rotate(const Asked& asked, Terminal& terminal) {
  return change(asked, terminal, [&](Organisation& agency) -> Result<Unit, Exit> {
    const Instant now = SystemClock{}.now();
    const Instant until = now + std::chrono::hours{24 * asked.overlap_days};
    if (!asked.signing_key.empty()) {
      TRY(const VerifyKey key, read_signing_key(asked, terminal));
      for (schemas::AgencyKey& old : agency.signing_keys)
        if (!old.until || *old.until > until) old.until = until;
      agency.signing_keys.push_back({key, schemas::fingerprint_of(key), now, std::nullopt});
    }
    if (!asked.transport_key.empty()) {
      TRY([[maybe_unused]] const Unit checked, check_transport_key(asked, terminal));
      if (asked.overlap_days > 0) agency.other_transport_keys.push_back({agency.transport_key, now, until});
      agency.transport_key = asked.transport_key;
    }
    return Unit{};
  });
}

}  // namespace

void add_agency(Tree& tree) {
  CLI::App& family = add_family(tree, "agency", "Agencies in the directory: what is to be proposed of them");
  add_leaf<Asked>(family, tree, "add", "An agency that is to take part", bind_add, run_add);
  add_leaf<Asked>(family, tree, "suspend", "Nothing from it and nothing to it, until it is resumed", bind_suspend, run_suspend);
  add_leaf<Asked>(family, tree, "resume", "A suspended agency takes part again", bind_resume, run_resume);
  add_leaf<Asked>(family, tree, "retire", "It takes part no more", bind_retire, run_retire);
  add_leaf<Asked>(family, tree, "areas", "Which areas it serves", bind_serve, run_areas);
  CLI::App* key = family.add_subcommand("key", "An agency's keys");
  key->require_subcommand(1);
  add_leaf<Asked>(*key, tree, "rotate", "Its next key, beside the old one for a while", bind_rotate, run_rotate);
}

}  // namespace concordat::console
