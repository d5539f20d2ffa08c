// What a set of scenarios has exercised of one agreement: each clause that counted for something, each
// condition and each test within one that came out true, and that came out otherwise.
#pragma once

#include <string>
#include <vector>

#include "policy/agreement.h"
#include "policy/evaluation.h"
#include "policy/scenario.h"

namespace concordat::policy {

struct CoveredPart {
  std::size_t seen = 0;
  std::size_t of = 0;
  // Rounded down, so that 100 means all; of nothing, all is seen.
  std::size_t percent() const { return of == 0 ? 100 : 100 * seen / of; }
};

struct CoverageGap {
  std::string label;  // of the clause
  LineNumber line;    // in the agreement
  std::string what;   // "never counts", "subject.ageGroup is child: never true"
};

class ScenarioCoverage {
public:
  explicit ScenarioCoverage(const Agreement& agreement);

  // What one scenario's message, decided, went through.
  void add(const AgreementBook& book, const Scenario& scenario, const Evaluation& evaluation);

  CoveredPart clauses() const;
  CoveredPart conditions() const;  // two for each condition and each test: came out true, came out otherwise
  std::vector<CoverageGap> gaps() const;

private:
  struct Branch {  // a test, or a clause's whole condition
    std::optional<Atom> atom;
    std::string words;
    LineNumber line;
    bool was_true = false;
    bool was_otherwise = false;
  };
  struct Clause {
    std::string label;
    LineNumber line;
    bool has_counted = false;
    std::vector<Branch> branches;
  };
  void see(Clause& clause, const PlanClause& planned, const Scenario& scenario, const Plan& plan);

  schemas::AgreementName name_;
  std::vector<Clause> clauses_;
};

}  // namespace concordat::policy
