// The administrator's tools on large agreements: a thousand clauses checked as `concordat agreement check` does, and
// two versions of two hundred clauses compared as `concordat agreement diff` does.
//
//   tools_bench --benchmark_min_time=0.5
#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "base/check.h"
#include "policy/agreement_diff.h"
#include "policy/check_exactly.h"
#include "policy/format.h"
#include "policy/idle_clauses.h"

namespace concordat::policy {
namespace {

using Words = std::vector<std::string>;

// What a county's agreement might be: four purposes, eleven organisations, special classes under conditions, limits,
// protected addresses, terms, an emergency clause now and then.
class Drafter {
public:
  Words clauses(int count) {
    Words found;
    for (int i = 1; i <= count; ++i) found.push_back(clause(i));
    return found;
  }
  std::string clause(int label) {
    if (label % 50 == 0)
      return "emergency clause " + std::to_string(label) + " \"Risk to life\" from " + pick(parties) + " to police, nhs for any\n  share subject, concern, health\n";
    std::string text = "clause " + std::to_string(label) + " \"c\" from " + from() + " to " + to() + " for " + pick(purposes) + "\n";
    if (one_in(4)) text += "  on " + pick({"referral", "referral, update", "informationResponse", "decision, closure"}) + "\n";
    if (!one_in(3)) text += std::string{one_in(4) ? "  unless " : "  when "} + condition() + "\n";
    if (one_in(4)) {
      text += "  " + pick(caps) + "\n";
    } else {
      text += "  share " + pick(grants) + "\n";
      if (one_in(3)) text += "  share " + pick({"subject.sex", "subject.interpreter"}) + "\n";
    }
    if (one_in(4)) text += "  keep " + std::to_string(1 + below(9)) + " years after closure\n";
    if (one_in(6)) text += "  caveat \"Not to be passed on\"\n";
    return text;
  }
  std::string pick(const Words& from) { return from[below(from.size())]; }

private:
  std::size_t below(std::size_t count) { return random_() % count; }
  bool one_in(std::size_t count) { return below(count) == 0; }
  std::string from() { return one_in(6) ? "any" : one_in(2) ? pick(parties) : pick(parties) + ", " + pick(others); }
  std::string to() { return one_in(8) ? "any" : one_in(2) ? pick(parties) : pick(parties) + ", " + pick(others); }
  std::string condition() {
    std::string text = pick(facts);
    if (one_in(2)) text += std::string{one_in(2) ? " and " : " or "} + pick(facts);
    if (one_in(4)) text = "(" + text + ") and " + pick(facts);
    return text;
  }

  const Words purposes{"safeguarding", "safeguarding", "channel", "offenders", "safeguarding, offenders", "health-care", "any"};
  const Words parties{"council/lbbd", "police", "nhs/nelft", "nhs/barts", "school", "probation", "college/one", "charity/refuge"};
  const Words others{"council/havering", "nhs/uclh", "college/two"};
  const Words grants{"subject.names", "subject.birthDate as year", "subject.birthDate", "subject.birthDate as ageBand", "subject.address",
                     "subject.address[kind home]", "subject.address except subject.address[kind former]", "subject.identifiers[system upn]",
                     "subject.identifiers", "subject.contact", "concern", "concern.narrative", "concern.narrative[class observation, status fact]",
                     "concern.risk", "health", "offending", "offending.mappa.level", "education", "socialCare", "consent",
                     "relatedPersons[role child]", "relatedPersons", "relatedPersons except relatedPersons[role perpetrator]", "subject", "referral"};
  const Words caps{"limit subject.birthDate to ageBand", "limit subject.birthDate to year", "withhold subject.address",
                   "conceal subject.address[kind former]", "withhold class health", "withhold concern.narrative[status hearsay]",
                   "withhold relatedPersons[role perpetrator]", "limit subject.names.given to initials", "withhold subject.contact", "conceal class source"};
  const Words facts{"subject.ageGroup is child", "subject.ageGroup is not adult", "some consent[to sharing].status is given",
                    "every consent.status is one of given, notSought", "some concern.risk.level at least high", "some concern.risk.level at least medium",
                    "subject.birthDate at least 2010-01-01", "subject.approximateAge at most 12", "referrer.anonymous is yes", "referrer.anonymous is no",
                    "recipient in case", "sender in case", "case stage is panel", "case stage is support", "every subject.address.confidential is no",
                    "some relatedPersons[role perpetrator].address.confidential is yes", "some relatedPersons.role is perpetrator",
                    "offending.mappa.level at least level2", "some concern[category neglect].risk.level at most low"};
  std::mt19937 random_{2026};
};

std::string agreement(const Words& clauses) {
  const std::string basis =
      " means \"m\" basis ukgdpr.6.1.e, ukgdpr.9.2.g, ukgdpr.10, dpa2018.sch1.18, confidentiality.public-interest\n";
  std::string text =
      "agreement \"county\" version 1\nscheme prevent\narea E09000002\n"
      "parties council/lbbd, council/havering, police/met, nhs/nelft, nhs/barts, nhs/uclh, school/eastbury, school/riverside, probation/london, "
      "college/one, college/two, charity/refuge\n"
      "in force 2026-04-01 until 2027-04-01\npolicy document \"d\"\nstages referral, panel, support moved by council/lbbd\n";
  for (const char* purpose : {"safeguarding", "channel", "offenders", "health-care"}) text += "purpose " + std::string{purpose} + basis;
  for (const std::string& clause : clauses) text += clause;
  return text;
}

std::string thousand_clauses() { return agreement(Drafter{}.clauses(1000)); }

void check(benchmark::State& state) {
  const std::string text = thousand_clauses();
  CHECK(!has_errors(read_agreement(text, nullptr).diagnostics), "the bench's agreement has errors");
  for (auto _ : state) benchmark::DoNotOptimize(read_agreement(text, nullptr));
}
BENCHMARK(check)->Unit(benchmark::kMillisecond);

void check_exactly(benchmark::State& state) {
  const std::string text = thousand_clauses();
  std::size_t found = 0;
  for (auto _ : state) found = read_agreement_exactly(text, nullptr).diagnostics.size();
  state.counters["findings"] = static_cast<double>(found);
}
BENCHMARK(check_exactly)->Unit(benchmark::kMillisecond);

std::shared_ptr<const AgreementBook> book_of(const std::string& text) {
  const Parsed parsed = read_agreement(text, nullptr);
  CHECK(!has_errors(parsed.diagnostics), "the bench's agreement has errors");
  auto book = AgreementBook::compile({{text, Status::active, {}}}, notional_parties(parsed.agreement));
  CHECK(book, "the bench's agreement does not compile");
  return *book;
}

// A new version of two hundred clauses: every tenth written anew, a few more, a few gone.
void diff(benchmark::State& state) {
  Drafter drafter;
  Words clauses = drafter.clauses(200);
  const auto before = book_of(agreement(clauses));
  for (std::size_t i = 0; i < clauses.size(); i += static_cast<std::size_t>(state.range(0))) clauses[i] = drafter.clause(static_cast<int>(i) + 1);
  clauses.erase(clauses.begin() + 100, clauses.begin() + 103);
  for (int i = 201; i <= 203; ++i) clauses.push_back(drafter.clause(i));
  const auto after = book_of(agreement(clauses));
  std::size_t shifts = 0;
  std::size_t cells = 0;
  for (auto _ : state) {
    const AgreementDiff found = diff_agreements(*before, *after, Solver::Reasoner::search_first);
    shifts = found.shifts.size();
    cells = 0;
    for (const Shift& shift : found.shifts) cells += shift.cells.size();
  }
  state.counters["shifts"] = static_cast<double>(shifts);
  state.counters["cells"] = static_cast<double>(cells);
}
BENCHMARK(diff)->Arg(10)->Arg(40)->Unit(benchmark::kMillisecond);

void format_again(benchmark::State& state) {
  const std::string text = thousand_clauses();
  for (auto _ : state) benchmark::DoNotOptimize(format(text));
}
BENCHMARK(format_again)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace concordat::policy

BENCHMARK_MAIN();
