// What the sending system is told of one of its messages, for one recipient, at each step on its way: in its own format, one
// document for each step, so that nobody has to go and look. Holds ids, codes and whom to call; never a value of the message.
#pragma once

#include <string>

#include "adapters/native.h"

namespace concordat::adapters {

struct Told {
  std::string message;    // id
  std::string reference;  // the sending system's own, where it gave one
  std::string document;   // the native document's file name
  std::string recipient;  // agency; empty when it never came to that
  std::string state;      // one of those that outlook_of knows
  std::string code;       // of docs/codes.md: why; may be empty
  Instant at;
  std::string call_name;  // whom to call instead, as the agreement's pathway says; may be empty
  std::string call_number;
  std::string answer = {};  // of decision, closed, answered, updated and asked: the file in the out-folder that says it
};

// How a step leaves the message:
//   on its way   received (of whole documents), accepted, released, delivered, acknowledged, answered, updated, asked, decision
//   over         closed, erased, rectified, restricted
//   waits        waiting, held, recall-due
//   failed       refused, not-done, not-delivered, returned
enum class Outlook : std::uint8_t { on_its_way, over, waits, failed };
Outlook outlook_of(const Told& told);
// Whether people must hear of it now: NOT DELIVERED.
bool is_not_delivered(const Told& told);

// "NOT DELIVERED to police/met. Call Duty desk on 020 7946 0000, now. Why: …", "Delivered to police/met."
std::string sentence_of(const Told& told);
// What the code means, for people.
std::string meaning_of(const Told& told);

}  // namespace concordat::adapters
