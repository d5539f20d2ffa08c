// concordat-console account add|list|close|password: who may sign in. A password is read from standard input, one line, so that it
// is in no list of processes and no shell's history.
#include <cstdio>
#include <iostream>
#include <memory>

#include "adapters/link/new_keys.h"
#include "base/text.h"
#include "console/web/commands.h"
#include "console/web/doors/accounts.h"
#include "console/web/settings.h"
#include "schemas/person_key.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t totp_bytes = 20;

struct Asked {
  std::string config;
  std::string name, display, agency, officer, signing, passphrase_file;
  std::vector<std::string> roles;
  bool is_vouched = false;
};

void say(const std::string& line) { std::fputs((line + "\n").c_str(), stdout); }

std::string read_line() {
  std::string line;
  std::getline(std::cin, line);
  return line;
}

bool is_long_enough(const std::string& password) {
  std::size_t characters = 0;
  for (const char c : password) characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
  return is_utf8(password) && characters >= password_characters_min;
}

std::string too_short() { return "the password must have at least " + std::to_string(password_characters_min) + " characters; it is read from standard input, one line"; }

// An officer's keys and what they know of the broker.
struct Brought {
  link::CurveKeys keys;
  std::string facts;
};

// A practitioner asks no broker: their agency's adapter speaks for it. Keys are made for them all the same, for what they write is
// sealed with them.
Result<Brought, std::string> brought_by(const Asked& asked, const std::set<Role>& roles) {
  if (asked.officer.empty()) {
    if (roles != std::set<Role>{Role::practitioner}) return Fail{std::string{"--officer: must be given, but for a practitioner"}};
    return Brought{link::make_curve_keys(), {}};
  }
  auto officer = read_officer(asked.officer);
  if (!officer) return Fail{officer.error().where + ": " + officer.error().what};
  const auto text = read_file(std::filesystem::path{asked.officer} / "officer.toml", 64U * 1024);
  if (!text) return Fail{text.error().what};
  return Brought{std::move(officer->keys), std::string{as_text(*text)}};
}

// The person's own key: person.key, opened with its passphrase. It must be theirs whose folder was given.
Result<std::optional<Secret<32>>, std::string> own_key(const Asked& asked, const std::string& officer_facts) {
  if (asked.signing.empty()) return std::optional<Secret<32>>{};
  const auto sealed = read_file(asked.signing, 4096);
  if (!sealed) return Fail{sealed.error().what};
  auto passphrase = read_file(asked.passphrase_file, 4096);
  if (!passphrase) return Fail{"--passphrase-file: " + passphrase.error().what};
  const auto own = schemas::open_person_key(as_text(*sealed), as_bytes(trim(as_text(*passphrase))));
  cleanse(*passphrase);
  if (!own) return Fail{asked.signing + (own.error() == schemas::PersonKeyError::wrong_passphrase ? ": the passphrase does not open it" : ": is no person's key as `concordat person add` writes one")};
  const auto facts = parse_officer(officer_facts, "officer.toml");
  if (!facts || facts->name != own->owner.person || asked.agency != own->owner.agency.value())
    return Fail{asked.signing + ": is the key of " + own->owner.agency.value() + "/" + own->owner.person + ", and the account is for somebody else"};
  return std::optional<Secret<32>>{own->key.seed().duplicate()};
}

int add(const Asked& asked) {
  const auto settings = read_settings(asked.config);
  if (!settings) return complain(exit_invalid_input, settings.error().where + ": " + settings.error().what);
  if (!is_account_name(asked.name)) return complain(exit_invalid_input, "NAME: must be of a-z, 0-9, '-' and '.'");
  NewAccount who{asked.name, asked.display.empty() ? asked.name : asked.display, asked.agency, {}, {}};
  for (const std::string& named : asked.roles) {
    const auto role = role_named(named);
    if (!role) return complain(exit_invalid_input, "--role: " + named + " is none; there are officer, administrator, practitioner and operator");
    who.roles.insert(*role);
  }
  auto brought = brought_by(asked, who.roles);
  if (!brought) return complain(exit_invalid_input, brought.error());
  who.officer = brought->facts;
  auto seed = own_key(asked, who.officer);
  if (!seed) return complain(exit_invalid_input, seed.error());
  const auto totp = random_bytes<totp_bytes>();
  const AccountKeys keys{std::move(brought->keys), to_bytes(totp), std::move(*seed)};

  const Accounts accounts{settings->state};
  Result<Unit, FileError> kept{Unit{}};
  if (asked.is_vouched) {
    const auto key = accounts.console_key();
    if (!key) return complain(exit_could_not_run, key.error().what);
    kept = accounts.keep(seal_account(who, keys, *key));
  } else {
    const std::string password = read_line();
    if (!is_long_enough(password)) return complain(exit_invalid_input, too_short());
    kept = accounts.keep(seal_account(who, keys, password));
  }
  if (!kept) return complain(exit_could_not_run, kept.error().what);
  say("account " + who.name + " is made; its authenticator's secret, shown this once:");
  say(to_base32(totp));
  return exit_done;
}

int list(const Asked& asked) {
  const auto settings = read_settings(asked.config);
  if (!settings) return complain(exit_invalid_input, settings.error().where + ": " + settings.error().what);
  const auto all = Accounts{settings->state}.all();
  if (!all) return complain(exit_could_not_run, all.error().what);
  for (const Account& account : *all) {
    std::vector<std::string> roles;
    for (const Role role : account.roles) roles.emplace_back(role_name(role));
    say(account.name + "\t" + account.display + "\t" + account.agency + "\t" + join(roles, ",") + "\t" +
        (account.is_closed ? "closed" : account.sealed_by == SealedBy::password ? "password" : "proxy"));
  }
  return exit_done;
}

int close(const Asked& asked) {
  const auto settings = read_settings(asked.config);
  if (!settings) return complain(exit_invalid_input, settings.error().where + ": " + settings.error().what);
  const Accounts accounts{settings->state};
  auto account = accounts.find(asked.name);
  if (!account) return complain(exit_invalid_input, asked.name + ": there is no such account, or it is closed");
  account->is_closed = true;
  const auto kept = accounts.keep(*account);
  if (!kept) return complain(exit_could_not_run, kept.error().what);
  say("account " + asked.name + " is closed, and its sessions end at their next page");
  return exit_done;
}

// Whoever knows the old password gives the keys a new one; nobody else can, since nobody else can open them.
int change_password(const Asked& asked) {
  const auto settings = read_settings(asked.config);
  if (!settings) return complain(exit_invalid_input, settings.error().where + ": " + settings.error().what);
  const Accounts accounts{settings->state};
  const auto account = accounts.find(asked.name);
  auto keys = account ? open_account(*account, read_line()) : std::nullopt;
  if (!keys) return complain(exit_invalid_input, asked.name + ": is no account with that password; standard input is the old one, then the new one, a line each");
  const std::string fresh = read_line();
  if (!is_long_enough(fresh)) return complain(exit_invalid_input, too_short());
  const auto kept = accounts.keep(seal_account({account->name, account->display, account->agency, account->roles, account->officer}, *keys, fresh));
  if (!kept) return complain(exit_could_not_run, kept.error().what);
  say("account " + asked.name + " has a new password");
  return exit_done;
}

}  // namespace

void add_account_commands(CLI::App& app, int& exit) {
  CLI::App* family = app.add_subcommand("account", "Who may sign in to the console");
  family->require_subcommand(1);
  const auto leaf = [&](const char* name, const char* what, auto run) {
    CLI::App* made = family->add_subcommand(name, what);
    const auto asked = std::make_shared<Asked>();
    made->add_option("--config", asked->config, "The console's settings")->required()->type_name("FILE");
    made->callback([asked, run, &exit] { exit = run(*asked); });
    return std::pair{made, asked};
  };
  auto [adding, asked] = leaf("add", "Make an account, and say its authenticator's secret", add);
  adding->add_option("NAME", asked->name, "What is typed at sign-in: a-z, 0-9, '-' and '.'")->required();
  adding->add_option("--display", asked->display, "The person's name, as pages show it")->type_name("NAME");
  adding->add_option("--agency", asked->agency, "Whose officer this is")->required()->type_name("AGENCY");
  adding->add_option("--role", asked->roles, "officer, administrator, practitioner or operator; may be given several times")->required()->expected(1)->take_all();
  adding->add_option("--officer", asked->officer, "The folder with this person's officer.toml and curve.secret; remove it afterwards. A practitioner needs none")->type_name("DIR");
  CLI::Option* signing = adding->add_option("--signing", asked->signing, "The person's own key, person.key, if they sign: propose, approve, suspend, …")->type_name("FILE");
  CLI::Option* passphrase = adding->add_option("--passphrase-file", asked->passphrase_file, "Where the passphrase of that key is")->type_name("FILE");
  signing->needs(passphrase);
  passphrase->needs(signing);
  adding->add_flag("--vouched", asked->is_vouched, "A reverse proxy signs this person in; there is no password");
  adding->footer("The password is read from standard input, one line. The keys are sealed under it: lost, they cannot be had back, and the\n"
                 "person needs new ones in the directory.\n\nExample:\n  concordat-console account add ada --config console.toml --agency council/lbbd \\\n"
                 "    --role officer --officer demo/officers/ig-officer < password");
  leaf("list", "All accounts: name, person, agency, roles, how they sign in", list);
  auto [closing, closed] = leaf("close", "Close an account for good", close);
  closing->add_option("NAME", closed->name, "The account")->required();
  auto [changing, changed] = leaf("password", "Give an account a new password; standard input is the old one, then the new one", change_password);
  changing->add_option("NAME", changed->name, "The account")->required();
}

}  // namespace concordat::console::web
