#include "console/terminal/signed_act.h"

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "console/terminal/passphrase.h"
#include "schemas/codes.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr std::size_t key_file_bytes_max = 4096;

std::string outcome_words(const ordered_json& said, bool is_dry) {
  std::string out = (is_dry ? "would be: " : "") + said.value("does", std::string{});
  if (said.contains("agreement")) out += " " + said["agreement"].get<std::string>();
  if (said.contains("record")) out += ", record " + said["record"].dump();
  const ordered_json missing = said.value("stillMissing", ordered_json::array());
  for (std::size_t i = 0; i < missing.size(); ++i) out += (i == 0 ? "; still missing: " : ", ") + missing[i].get<std::string>();
  return out;
}

}  // namespace

void bind(CLI::App& leaf, SigningOptions& to) {
  leaf.add_option("--person", to.folder, "The folder of whoever signs: officer.toml, curve.secret, person.key")->required()->type_name("DIR");
  leaf.add_option("--passphrase-file", to.passphrase_file, "Where the passphrase of person.key is; default: it is asked for")->type_name("FILE");
  leaf.add_option("--reason", to.reason, "Why, in one line: it is signed and kept as long as the log, so it names nobody whom a message is about")->required()->type_name("TEXT");
  leaf.add_flag("--dry-run", to.is_dry, "Say what would be done, and do nothing; that you asked is recorded");
}

Result<SigningPerson, Exit> read_person(const SigningOptions& options, const Terminal& terminal) {
  TRY(Officer officer, read_officer({.officer = options.folder, .area = {}, .reason = options.reason}, terminal));
  const fs::path file = fs::path{options.folder} / "person.key";
  const auto text = read_file(file, key_file_bytes_max);
  if (!text) return Fail{terminal.failed(text.error().what)};
  TRY(const Passphrase passphrase, read_passphrase(options.passphrase_file, officer.name, terminal));
  auto own = schemas::open_person_key(as_text(*text), passphrase.expose());
  if (own) return SigningPerson{std::move(officer), std::move(*own), options.reason};
  if (own.error() == schemas::PersonKeyError::wrong_passphrase) return Fail{terminal.no(file.string() + ": the passphrase does not open it")};
  return Fail{terminal.invalid(file.string(), "is not a person's key as `concordat person add` writes one")};
}

Exit refused(const std::string& what, const std::string& code, const Terminal& terminal) {
  const schemas::CodeEntry* entry = schemas::find_code(code);
  return terminal.no(what + ": " + (entry == nullptr ? std::string{"refused"} : std::string{entry->meaning} + " " + std::string{entry->fix}) + " [" + code + "]");
}

Exit send_act(const SigningPerson& person, const SigningOptions& options, ActToSay act, Terminal& terminal) {
  const std::string what = std::string{name_of(act.kind)} + " " + act.subject;
  const auto text = act_text(std::move(act), {person.own.owner, person.own.key}, person.reason, SystemClock{}.now(), options.is_dry ? Trial::yes : Trial::no);
  if (!text) return terminal.invalid("--reason", "must be one line of text, as must the other words given");
  const auto answer = ask_broker(person.officer, {.question = "act", .reason = person.reason, .text = *text}, terminal);
  if (!answer) return answer.error();
  if (!answer->code.empty()) return refused(what, answer->code, terminal);
  const ordered_json said = ordered_json::parse(answer->json, nullptr, false);
  if (!said.is_object()) return terminal.failed("what the broker answered is no JSON");
  terminal.data(terminal.is_json() ? said.dump(2) + "\n" : outcome_words(said, options.is_dry) + "\n");
  return Exit::done;
}

namespace {
Result<std::string, Exit> answered(const SigningPerson& person, const schemas::Ask& ask, const std::string& what, const Terminal& terminal) {
  TRY(const schemas::Answer answer, ask_broker(person.officer, ask, terminal));
  if (!answer.code.empty()) return Fail{refused(what, answer.code, terminal)};
  if (!ordered_json::parse(answer.json, nullptr, false).is_object()) return Fail{terminal.failed("what the broker answered is no JSON")};
  return answer.json;
}
}  // namespace

Result<std::string, Exit> ask_as(const SigningPerson& person, const std::string& question, const std::string& text, const Terminal& terminal) {
  return answered(person, {.question = question, .reason = person.reason, .text = text}, question + (text.empty() ? "" : " " + text), terminal);
}

Result<Told, Exit> ask_of_record(const SigningPerson& person, const std::string& question, std::uint64_t record, const Terminal& terminal) {
  TRY(const std::string json, answered(person, {.question = question, .reason = person.reason, .from = record, .text = {}}, question + " " + std::to_string(record), terminal));
  return *Told::parse(json);
}

}  // namespace concordat::console
