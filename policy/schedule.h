// An agreement as the schedule of data items that the parties' own templates ask for: who the parties are, what
// for and on what basis, each data item of each flow and how much of it, how long it is kept, who is called,
// who signs. And the same as rows of a record of processing (UK GDPR Article 30).
#pragma once

#include <string>
#include <string_view>

#include "policy/agreement.h"
#include "policy/paper.h"

namespace concordat::policy {

// Of an agreement without errors. `digest`: the SHA-256 of its text, in hexadecimal, which is what people sign.
Paper schedule_of(const Agreement& agreement, std::string_view digest);

// CSV, with a row of heads: one row for each clause that shares, purpose and sender.
std::string record_of_processing(const Agreement& agreement);

}  // namespace concordat::policy
