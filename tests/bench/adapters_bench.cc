// How fast each kind translates its own documents: bytes of native text a second, reading included. A fixture is repeated
// inside its format where the format allows it (children, rows), and read as it is where it does not.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "adapters/json.h"
#include "adapters/native.h"
#include "adapters/xml.h"
#include "base/check.h"
#include "tests/place/place.h"

namespace concordat::adapters {
namespace {

Bytes document(const std::string& path) {
  std::ifstream file{test::source_dir() / path, std::ios::binary};
  CHECK(static_cast<bool>(file), "a fixture is missing");
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  return to_bytes(as_bytes(text));
}

void translates(benchmark::State& state, const char* kind, const std::string& path) {
  const NativeInput input{.name = path, .bytes = document(path), .beside = {}};
  const Kind& of = *find_kind(kind);
  for (auto _ : state) {
    auto taken = of.translate(input);
    CHECK(taken.has_value(), "a fixture does not translate");
    benchmark::DoNotOptimize(taken);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(input.bytes.size()));
}

// Reading alone: what no mapping can be faster than.
void reads(benchmark::State& state, const std::string& path) {
  const Bytes bytes = document(path);
  for (auto _ : state) {
    if (path.ends_with(".xml")) {
      auto read = read_xml(bytes);
      benchmark::DoNotOptimize(read);
    } else {
      auto read = read_json(bytes);
      benchmark::DoNotOptimize(read);
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(bytes.size()));
}

BENCHMARK_CAPTURE(translates, nhs_bars_json, "nhs", "deploy/samples/nhs-referral.json");
BENCHMARK_CAPTURE(translates, nhs_bars_xml, "nhs", "tests/golden/nhs/referral.xml");
BENCHMARK_CAPTURE(translates, police_incident, "police", "deploy/samples/police-incident.xml");
BENCHMARK_CAPTURE(translates, police_court, "police", "tests/golden/police/court-result.xml");
BENCHMARK_CAPTURE(translates, council_census, "council", "deploy/samples/council-census.xml");
BENCHMARK_CAPTURE(translates, council_application, "council", "tests/golden/council/care-application.json");
BENCHMARK_CAPTURE(translates, council_csc_api, "council", "tests/golden/council/csc-api.json");
BENCHMARK_CAPTURE(translates, probation_people, "probation", "tests/golden/probation/people.json");
BENCHMARK_CAPTURE(translates, school_ctf, "school", "tests/golden/school/ctf.xml");
BENCHMARK_CAPTURE(translates, school_class_list, "school", "tests/golden/school/class-list.csv");
BENCHMARK_CAPTURE(reads, json, "deploy/samples/nhs-referral.json");
BENCHMARK_CAPTURE(reads, xml, "tests/golden/nhs/referral.xml");

}  // namespace
}  // namespace concordat::adapters

BENCHMARK_MAIN();
