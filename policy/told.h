// An evaluation in words that an officer can read aloud to the person concerned: what the recipient got and did
// not, by which clause, on what legal basis, how long it is kept. Holds no value. What was concealed, or waits for
// an officer, is set apart: it is for the officer alone.
#pragma once

#include <string>
#include <vector>

#include "policy/evaluation.h"

namespace concordat::policy {

// `texts`: the agreements of the book, parsed, in any order; they have the titles.
std::string told_in_words(const AgreementBook& book, const std::vector<Agreement>& texts, const schemas::Message& message,
                          const schemas::AgencyId& recipient, const Evaluation& evaluation);

}  // namespace concordat::policy
