// What a person signs, put together and sent to the broker: their folder holds officer.toml, curve.secret and person.key
// (docs/operations.md). The broker says what it did, or would do.
//
//   TRY(const SigningPerson person, read_person(options, terminal));
//   return send_act(person, options, {.kind = ActKind::agreement_suspend, .subject = "lbbd-prevent/1", .binds = {{"text", digest}}}, terminal);
#pragma once

#include <string>

#include "console/asking/act.h"
#include "console/asking/told.h"
#include "console/terminal/admin.h"
#include "console/terminal/command.h"

namespace concordat::console {

struct SigningOptions {
  std::string folder;
  std::string passphrase_file;
  std::string reason;
  bool is_dry = false;
};
// --person, --passphrase-file, --reason, --dry-run.
void bind(CLI::App& leaf, SigningOptions& to);

struct SigningPerson {
  Officer officer;
  schemas::PersonKey own;
  std::string reason;
};
Result<SigningPerson, Exit> read_person(const SigningOptions& options, const Terminal& terminal);

// Signs, sends, and says what came of it.
Exit send_act(const SigningPerson& person, const SigningOptions& options, ActToSay act, Terminal& terminal);

// A question that only reads: its answer's JSON; or, of a record, what it tells.
Result<std::string, Exit> ask_as(const SigningPerson& person, const std::string& question, const std::string& text, const Terminal& terminal);
Result<Told, Exit> ask_of_record(const SigningPerson& person, const std::string& question, std::uint64_t record, const Terminal& terminal);
// "CODE: what it means. How to mend it.": exit 2.
Exit refused(const std::string& what, const std::string& code, const Terminal& terminal);

}  // namespace concordat::console
