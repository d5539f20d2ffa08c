#include <nlohmann/json.hpp>

#include "adapters/link/folders.h"
#include "base/text.h"
#include "console/terminal/area_layout.h"
#include "console/terminal/command.h"
#include "console/terminal/examples.h"
#include "console/terminal/reading.h"
#include "console/terminal/signing.h"
#include "policy/check.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;

struct Init {
  std::string folder;
  std::string agreements;
  unsigned port = 7400;
};
struct Sign {
  std::string file;
  std::string area;
};
struct Stand {
  std::string agreement;
  std::string area;
};

constexpr const char* area_of_help = "The area's folder";

void bind_init(CLI::App& leaf, Init& to) {
  leaf.add_option("DIR", to.folder, "Where to make it; must not exist, or be empty")->required();
  leaf.add_option("--agreements", to.agreements, "A folder of *.agreement files, instead of the built-in examples")->type_name("DIR");
  leaf.add_option("--port", to.port, "The broker's port on loopback; officers' is the next")->check(CLI::Range(1, 65534))->capture_default_str();
  leaf.footer("A demonstration: five agencies, every private key, the approvers' own seeds and people who sign (people/, passphrase beside them) in one folder.\n"
              "In a real area each of these is made where it is used, and stays there (docs/operations.md).\n"
              "Exit codes: 0 done; 1 the folder is in use or cannot be written; 3 an agreement is invalid.\n\n"
              "Example:\n  concordat area init demo --port 7500");
}

Result<std::vector<NamedAgreement>, Exit> read_agreements(const Init& asked, const Terminal& terminal) {
  std::vector<NamedAgreement> found;
  if (asked.agreements.empty()) {
    for (const ExampleAgreement& example : example_agreements()) found.push_back({std::string{example.file}, std::string{example.text}, {}});
  } else {
    const auto names = link::list_folder(asked.agreements);
    if (!names) return Fail{terminal.failed(names.error().what)};
    for (const std::string& name : *names) {
      if (!name.ends_with(".agreement")) continue;
      const fs::path file = fs::path{asked.agreements} / name;
      TRY(std::string text, read_text(file, terminal));
      found.push_back({file.string(), std::move(text), {}});
    }
    if (found.empty()) return Fail{terminal.invalid(asked.agreements, "holds no *.agreement file")};
  }
  for (NamedAgreement& agreement : found) {
    const policy::Parsed parsed = policy::read_agreement(agreement.text, nullptr);
    for (const policy::Diagnostic& diagnostic : parsed.diagnostics)
      if (diagnostic.severity() == policy::Severity::error) terminal.talk(policy::render(agreement.file, agreement.text, diagnostic));
    if (policy::has_errors(parsed.diagnostics)) return Fail{Exit::invalid_input};
    agreement.stem = parsed.agreement.name + "-v" + std::to_string(parsed.agreement.version);
  }
  return found;
}

Exit run_init(const Init& asked, Terminal& terminal) {
  std::error_code failed;
  if (fs::exists(asked.folder, failed) && !fs::is_empty(asked.folder, failed))
    return terminal.failed(asked.folder + ": is not empty; an area is never made over another");
  const auto agreements = read_agreements(asked, terminal);
  if (!agreements) return agreements.error();
  const auto made = make_area({asked.folder, asked.port, *agreements, SystemClock{}.now()});
  if (!made) return terminal.failed(made.error().what);
  const std::string folder = fs::absolute(asked.folder).lexically_normal().string();
  if (terminal.is_json()) terminal.data(nlohmann::ordered_json{{"area", folder}, {"port", asked.port}, {"agreements", agreements->size()}}.dump() + "\n");
  else terminal.data(folder + "\n");
  terminal.talk("concordat: a demonstration area of 5 agencies and " + std::to_string(agreements->size()) + " agreements; start it with\n"
                "  concordatd --config " + folder + "/broker/broker.toml\n"
                "  concordat-adapter --config " + folder + "/adapters/KIND/adapter.toml");
  return Exit::done;
}

void bind_sign(CLI::App& leaf, Sign& to) {
  leaf.add_option("FILE", to.file, "An agreement, a status or the directory")->required();
  leaf.add_option("--area", to.area, area_of_help)->required()->type_name("DIR");
  leaf.footer("Writes FILE.sig with the signature of every approver whose seed the area holds: demonstration areas only.\n\n"
              "Example:\n  concordat area sign demo/agreements/new-v1.agreement --area demo");
}

Exit run_sign(const Sign& asked, Terminal& terminal) {
  const auto text = read_text(asked.file, terminal);
  if (!text) return text.error();
  const auto signers = read_signers(asked.area);
  if (!signers) return terminal.failed(signers.error().what);
  const auto written = write_signatures(asked.file, as_bytes(*text), *signers);
  if (!written) return terminal.failed(written.error().what);
  if (terminal.is_json()) terminal.data(nlohmann::ordered_json{{"signatures", asked.file + ".sig"}, {"signers", signers->size()}}.dump() + "\n");
  else terminal.data(asked.file + ".sig\n");
  return Exit::done;
}

void bind_stand(CLI::App& leaf, Stand& to) {
  leaf.add_option("AGREEMENT", to.agreement, "NAME/VERSION, such as lbbd-prevent/1")->required();
  leaf.add_option("--area", to.area, area_of_help)->required()->type_name("DIR");
  leaf.footer("Takes effect when the broker reads its files again: on SIGHUP, or at its next start.\n"
              "Exit codes: 0 done; 3 there is no such agreement in the area; 1 it could not be written.\n\n"
              "Example:\n  concordat area suspend lbbd-prevent/1 --area demo && kill -HUP $BROKER");
}

// The status file's place, without its ending: the agreement's own.
Result<fs::path, Exit> find_agreement(const Stand& asked, const Terminal& terminal) {
  const auto name = schemas::parse_agreement_name(asked.agreement);
  if (!name) return Fail{terminal.invalid("AGREEMENT", "must be NAME/VERSION, such as lbbd-prevent/1")};
  const fs::path stem = fs::path{asked.area} / "agreements" / (name->name + "-v" + std::to_string(name->version));
  std::error_code failed;
  if (fs::exists(fs::path{stem} += ".agreement", failed)) return stem;
  return Fail{terminal.invalid(asked.area, "holds no agreement " + asked.agreement)};
}

Exit say_standing(const Stand& asked, std::string_view standing, Terminal& terminal) {
  if (terminal.is_json()) terminal.data(nlohmann::ordered_json{{"agreement", asked.agreement}, {"status", standing}}.dump() + "\n");
  else terminal.data(asked.agreement + " " + std::string{standing} + "\n");
  terminal.talk("concordat: send the broker SIGHUP, and it takes effect");
  return Exit::done;
}

Exit run_suspend(const Stand& asked, Terminal& terminal) {
  const auto stem = find_agreement(asked, terminal);
  if (!stem) return stem.error();
  const auto signers = read_signers(asked.area);
  if (!signers) return terminal.failed(signers.error().what);
  const fs::path file = fs::path{*stem} += ".status";
  const std::string text = "suspended " + asked.agreement + "\n";
  // Signatures first: a broker that reads in between finds no status, not an unsigned one.
  auto written = write_signatures(file, as_bytes(text), *signers);
  if (written) written = write_file(file, as_bytes(text), FileMode::shared);
  if (!written) return terminal.failed(written.error().what);
  return say_standing(asked, "suspended", terminal);
}

Exit run_resume(const Stand& asked, Terminal& terminal) {
  const auto stem = find_agreement(asked, terminal);
  if (!stem) return stem.error();
  for (const char* ending : {".status", ".status.sig"}) {
    const auto removed = link::remove_file(fs::path{*stem} += ending);
    if (!removed) return terminal.failed(removed.error().what);
  }
  return say_standing(asked, "active", terminal);
}

}  // namespace

void add_area(Tree& tree) {
  CLI::App& family = add_family(tree, "area", "Make a demonstration area, and sign in it");
  add_leaf<Init>(family, tree, "init", "Keys, directory, agreements and configuration for a whole demonstration area", bind_init, run_init);
  add_leaf<Sign>(family, tree, "sign", "Sign a file with the demonstration approvers", bind_sign, run_sign);
  add_leaf<Stand>(family, tree, "suspend", "Suspend an agreement: what it governs waits", bind_stand, run_suspend);
  add_leaf<Stand>(family, tree, "resume", "Resume a suspended agreement", bind_stand, run_resume);
}

}  // namespace concordat::console
