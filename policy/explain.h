// An evaluation in words: one row per submitted field, in the message's order. Holds paths, clause labels
// and codes, never a value.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/evaluation.h"

namespace concordat::policy {

struct ExplainedField {
  std::string path;                       // "concern[1].narrative[0].text"
  std::string outcome;                    // full, a view, existence, withhold or conceal
  std::optional<std::string> granted_by;  // clause label
  std::optional<std::string> capped_by;   // clause label
  std::string because;                    // in words
};

// What waits for a named person of the sender, and would leave were it let go now.
struct ExplainedHold {
  std::string why;                    // approval or leak-guard
  std::optional<std::string> clause;  // label, of approval
  std::optional<Instant> due;         // of approval: when it is escalated
  std::vector<std::pair<std::string, std::string>> fields;  // path, and the outcome it would have
};
// A passage that gives away what the recipient does not get: held, or in an urgent message flagged.
struct ExplainedLeak {
  std::string passage;  // path
  std::string kind;     // "postcode"; "unsearchable" of an attachment that is no text
  std::string value;    // path of the field given away
};

struct Explanation {
  std::string outcome;                   // disclosed, refused or waiting
  std::string reason;                    // "" if disclosed; a refusal's code; lapsed or suspended
  std::optional<std::string> agreement;  // NAME/VERSION of the governing one
  std::vector<ExplainedField> fields;
  std::vector<std::string> missing;      // required paths that the message lacks
  std::vector<ExplainedHold> holds;
  std::vector<ExplainedLeak> leaks;
  std::vector<std::string> facts;        // "subject.address[1].confidential is no: unknown"
  std::vector<schemas::Notice> notices;  // what the recipient is told it may not have got
  schemas::Terms terms;
};

Explanation explain(const AgreementBook& book, const schemas::Message& message, const Evaluation& evaluation);

// Who is not to learn of it, by the agreements' `no-tell` or by the sender's own word on its subject: "subject",
// "relatedPersons[1]".
std::set<std::string> persons_not_to_tell(const schemas::Message& message, const std::vector<Verdict>& verdicts);

// What the sender may see of an outcome's reason, and an officer: "clause 4.3 of lbbd-prevent/3 caps it".
std::string because_of(const AgreementBook& book, const Verdict& verdict);

}  // namespace concordat::policy
