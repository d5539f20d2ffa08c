// A session: who is signed in at one browser, until they sign out, are idle for a quarter of an hour, or a working day is over.
// Holds what the console can act with for them, and the reasons they gave for looking at people; all of it goes with the session.
// Found by a secret in a cookie, of which only a digest is kept.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "console/asking/log_search.h"
#include "console/web/doors/account.h"
#include "console/web/doors/verification.h"
#include "console/web/doors/work.h"

namespace concordat::console::web {

enum class Stage : std::uint8_t { code_due, signed_in };

// What an officer looks for, and why. Kept here and in no address, since addresses are kept by browsers and proxies.
struct Inquiry {
  LogQuestion question;
  std::string reason;
};
// Whether entries show whose subject is not to be told of them.
struct NoTellDecision {
  std::string choice;  // include, leave-out
  std::string why;
};

struct Session {
  Session(Account who, AccountKeys keys, OfficerFacts facts);
  const Account account;
  const Officer officer;            // with the person's transport key
  const Bytes totp;
  const std::optional<Secret<32>> signing;
  const Secret<32> token_key;       // of the tokens in its forms

  std::mutex asking;                // of line
  Line line;

  std::mutex mutex;                 // of what follows
  Stage stage = Stage::code_due;
  Instant began;
  Instant seen;
  std::map<std::string, std::string> reasons;  // by what they are about: "case:…", "record:…"
  std::map<std::string, NoTellDecision> no_tell;  // by the same, and "search:…"
  std::map<std::string, Inquiry> inquiries;       // by an id that addresses carry
  unsigned proofs_failed = 0;       // one after another
  unsigned streams = 0;             // that send it what changes
  bool is_over = false;

  Verification verification;        // these mind their own threads
  Work replaying;                   // of a draft, by its id
};

using SessionRef = std::shared_ptr<Session>;

// How many failed proofs, in a session, end it.
inline constexpr unsigned proofs_failed_max = 5;

class Sessions {
public:
  struct Limits {
    std::chrono::minutes idle{15};
    std::chrono::hours whole{9};
  };
  Sessions() = default;
  explicit Sessions(Limits limits) : limits_(limits) {}

  // The secret for the cookie. Whatever id the browser had before means nothing after.
  std::string begin(SessionRef session, Instant now);
  // Nothing if there is none, or it is over. What a page does by itself is no sign that anybody is there.
  enum class By : std::uint8_t { person, page };
  SessionRef find(std::string_view secret, Instant now, By by);
  void end(std::string_view secret);
  // All of an account: its password has changed, or it is closed.
  void end_all_of(std::string_view account);
  std::size_t count(Instant now);

private:
  void sweep(Instant now);
  Limits limits_{};
  std::mutex mutex_;
  std::map<Digest, SessionRef> open_;
};

}  // namespace concordat::console::web
