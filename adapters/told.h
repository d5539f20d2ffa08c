// What the sending system is told of one of its messages, for one recipient: in its own format, one document for each
// failure, so that nobody has to go and look. Holds ids, codes and whom to call; never a value of the message.
#pragma once

#include <string>

#include "adapters/native.h"

namespace concordat::adapters {

struct Told {
  std::string message;    // id
  std::string reference;  // the sending system's own, where it gave one
  std::string document;   // the native document's file name
  std::string recipient;  // agency; empty when it never came to that
  std::string state;      // not-delivered, returned
  std::string code;       // of docs/codes.md: why
  Instant at;
  std::string call_name;  // whom to call instead, as the agreement's pathway says; may be empty
  std::string call_number;
};

// "NOT DELIVERED to police/met. Call Duty desk on 020 7946 0000, now. Why: …"
std::string sentence_of(const Told& told);
// What the code means, for people.
std::string meaning_of(const Told& told);

}  // namespace concordat::adapters
