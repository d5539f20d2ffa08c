// What may leave only once a named person of the sending party lets it go: what a clause with a `hold`
// line grants, or a passage in which the leak guard found something. The rest leaves meanwhile.
//
//   Decision first = gate.decide(submission, to, now, facts);            // carries its holds
//   Decision later = gate.decide(submission, to, now, facts,             // releases what the person let go,
//                                {.earlier = {}, .fresh = {approval}});  // and nothing that left before
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/book.h"
#include "schemas/release.h"

namespace concordat::policy {

struct Hold {
  enum class Why : std::uint8_t { approval, leak_guard };
  Why why = Why::approval;
  std::optional<ClauseRef> clause;             // of approval: whose grants are held
  std::optional<Instant> due;                  // of approval: when to escalate
  std::vector<schemas::ReleasedField> fields;  // what would leave if it were let go now, and does not yet
};

// A person's word for one message and one recipient. Who may give it, and that they gave it, is for the
// broker to know and to record.
struct Approval {
  Hold::Why why = Hold::Why::approval;
  std::string agreement;  // of approval: NAME/VERSION
  std::string clause;     // of approval: its label
  friend bool operator==(const Approval&, const Approval&) = default;
};
struct Approvals {
  std::vector<Approval> earlier;  // acted upon before: what they let go has left
  std::vector<Approval> fresh;    // given since
};

// The word that lets a hold go.
Approval approval_of(const Hold& hold, const AgreementBook& book);

}  // namespace concordat::policy
