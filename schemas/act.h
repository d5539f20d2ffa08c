// An act: what one person says and signs that changes who may share what. A statement is a few lines that can be read
// aloud; it names its subject, binds by digest what the person was shown, and has exactly one spelling, which is what
// is signed. Whether it counts is for the broker's register to say.
//
//   Act act = sign_act({.kind = ActKind::agreement_approve, .subject = "lbbd-prevent/2", .agency = …, .person = "amina-khan",
//                       .binds = {{"text", digest}}, .reason = "agreed by the board"}, key);
//   std::optional<Statement> said = read_statement(act.statement);   // nothing unless every byte is as we would write it
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "schemas/ids.h"
#include "schemas/seal.h"

namespace concordat::schemas {

enum class ActKind : std::uint8_t {
  agreement_propose,
  agreement_approve,
  agreement_reject,
  agreement_activate,
  agreement_suspend,
  agreement_resume,
  agreement_withdraw,
  agreement_accede,
  agreement_leave,
  directory_propose,
  directory_approve,
  directory_reject,
  directory_withdraw,
  emergency_review,
  hold_release,
  hold_refuse,
};
std::string_view name_of(ActKind kind);  // "agreement-propose"
std::optional<ActKind> act_kind_named(std::string_view name);

// What was shown: "text", "difference", "replay", "scenarios", "base", "held", …
struct Bound {
  std::string what;
  Digest digest;
  friend bool operator==(const Bound&, const Bound&) = default;
};
// What is said besides: "field" of a suspension, "verdict" of a review, …
struct Particular {
  std::string what;
  std::string value;
  friend bool operator==(const Particular&, const Particular&) = default;
};

struct Statement {
  ActKind kind;
  std::string subject;  // NAME/VERSION of an agreement, "directory/VERSION", or a record of the log
  AgencyId agency;
  std::string person;   // their id in the directory
  KeyFingerprint key;
  Instant at;
  std::array<std::byte, 16> nonce;
  std::vector<Particular> says = {};  // each `what` once, in order
  std::vector<Bound> binds = {};      // each `what` once, in order
  std::string reason;                 // one line; kept for as long as the log, so it names nobody whom a message is about
  friend bool operator==(const Statement&, const Statement&) = default;

  const std::string* said(std::string_view what) const;
  const Digest* bound(std::string_view what) const;
};

struct Act {
  std::string statement;
  Signature signature;
};

inline constexpr std::size_t statement_bytes_max = 16U * 1024;

// Nothing if some part cannot be written: a line feed, an invisible character, an empty subject, person or reason, a list out of order.
std::optional<std::string> write_statement(const Statement& statement);
std::optional<Statement> read_statement(std::string_view text);

// `key` is the one that statement.key is the fingerprint of. Nothing if the statement cannot be written.
std::optional<Act> sign_act(const Statement& statement, const SigningKey& key);
bool is_signed_by(const Act& act, const VerifyKey& key);
// What an act is called in the log: of statement and signature; the nonce keeps it from being guessed.
Digest act_id(const Act& act);

}  // namespace concordat::schemas
