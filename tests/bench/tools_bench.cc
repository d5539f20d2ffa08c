// The administrator's tools on a large agreement: a thousand clauses, checked as `concordat agreement check` does.
//
//   tools_bench --benchmark_min_time=0.5
#include <benchmark/benchmark.h>

#include <array>
#include <string>

#include "base/check.h"
#include "policy/check_exactly.h"
#include "policy/format.h"

namespace concordat::policy {
namespace {

std::string thousand_clauses() {
  std::string text =
      "agreement \"large\" version 1\nscheme prevent\narea E09000002\nparties council/lbbd, police/met, nhs/nelft, school/eastbury, probation/london\n"
      "in force 2026-04-01 until 2027-04-01\npolicy document \"d\"\n"
      "purpose p means \"m\" basis ukgdpr.6.1.e, ukgdpr.9.2.g, ukgdpr.10, dpa2018.sch1.18, confidentiality.public-interest\n";
  constexpr std::array paths{"subject.names", "subject.birthDate as year", "concern", "health", "offending", "education", "subject.address", "consent"};
  constexpr std::array conditions{"", "when subject.ageGroup is child\n", "when some concern.risk.level at least high and sender in case\n",
                                  "unless recipient in case\n"};
  constexpr std::array kinds{"council", "police", "nhs", "school", "probation"};
  for (std::size_t i = 0; i < 1000; ++i)
    text += "clause " + std::to_string(i + 1) + " \"c\" from " + kinds[i % 5] + " to " + kinds[(i + 1 + i / 5 % 4) % 5] + " for p\n" +
            conditions[i / 20 % 4] + (i % 7 == 0 ? "limit subject.birthDate to year\n" : "share " + std::string{paths[i / 5 % 8]} + "\n");
  return text;
}

void check(benchmark::State& state) {
  const std::string text = thousand_clauses();
  CHECK(!has_errors(read_agreement(text, nullptr).diagnostics), "the bench's agreement has errors");
  for (auto _ : state) benchmark::DoNotOptimize(read_agreement(text, nullptr));
}
BENCHMARK(check)->Unit(benchmark::kMillisecond);

void check_exactly(benchmark::State& state) {
  const std::string text = thousand_clauses();
  for (auto _ : state) benchmark::DoNotOptimize(read_agreement_exactly(text, nullptr));
}
BENCHMARK(check_exactly)->Unit(benchmark::kMillisecond);

void format_again(benchmark::State& state) {
  const std::string text = thousand_clauses();
  for (auto _ : state) benchmark::DoNotOptimize(format(text));
}
BENCHMARK(format_again)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace concordat::policy

BENCHMARK_MAIN();
