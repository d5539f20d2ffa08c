// A scenario: a message, a recipient and a day, and what the agreement is expected to make of it. Running
// one says what came out otherwise, and by which clause. Reading scenario files is the command's work; here
// nothing is read.
//
//   const ScenarioRun run = run_scenario(book, scenario);
//   for (const Unexpected& found : run.unexpected) …
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/field_pattern.h"
#include "policy/gate.h"

namespace concordat::policy {

using LineNumber = std::uint32_t;

// An outcome expected of fields. `withheld` is either of withhold and conceal; `held`, `held by LABEL` and `leak-guard`
// are withheld for that reason, until a person lets it go.
struct ExpectedLevel {
  std::optional<schemas::Level> level;   // nothing: withheld
  std::string text;                      // as the scenario writes it
  std::optional<Cause> because = {};     // held or leak_guard
  std::optional<std::string> held_by = {};  // a clause's label
};
std::optional<ExpectedLevel> expected_level(std::string_view text);

struct ExpectedFields {
  FieldPattern pattern;
  ExpectedLevel outcome;
  LineNumber line;
};

struct ExpectedOnward {
  FieldPattern pattern;
  schemas::Onward onward;
  LineNumber line;
};

template <class T>
struct Stated {  // something a scenario says, and where
  T is;
  LineNumber line;
};

struct Expectations {
  std::optional<Stated<Evaluation::Outcome>> outcome;
  std::optional<Stated<std::string>> reason;  // a refusal's code, or lapsed, suspended, held-for-approval, leak-guard
  std::vector<ExpectedFields> fields;         // of a field that several mean, the one that says most
  std::optional<Stated<ExpectedLevel>> rest;  // of every field that no line means
  std::optional<Stated<std::vector<std::string>>> missing;
  std::optional<Stated<std::vector<std::string>>> told;     // paths of the notices
  std::optional<Stated<std::vector<std::string>>> caveats;  // as the agreement writes them
  std::optional<Stated<std::string>> keep;                  // "6 years after closure"
  std::optional<Stated<std::vector<std::string>>> held;     // labels of the clauses that wait for approval
  std::optional<Stated<std::vector<std::string>>> leaks;    // paths of the passages in which the leak guard finds something
  std::optional<Stated<std::vector<FieldPattern>>> no_tell;  // all that leaves and that the person is not to learn of
  std::vector<ExpectedOnward> onward;                       // of what leaves; of a field that several mean, the one that says most
  std::optional<Stated<std::string>> moves_to;              // a stage of the case; "": none
};

struct Scenario {
  std::string name;
  LineNumber line = 0;
  schemas::Message message;
  schemas::AgencyId recipient;
  Instant at;
  CaseFacts facts;
  Approvals approvals;  // given before
  Status status = Status::active;  // of the agreement under test
  Expectations expected;
};

struct Unexpected {
  LineNumber line;
  std::string expected;
  std::string got;
  std::string because;  // by which clause; may be empty
};

struct ScenarioRun {
  Evaluation evaluation;
  std::vector<Unexpected> unexpected;  // by line
};

// The book holds the agreement at the scenario's status. Decided as the gate decides, leak guard and all.
ScenarioRun run_scenario(const AgreementBook& book, const Scenario& scenario);

}  // namespace concordat::policy
