// One decision: the demonstration area's agreement, a referral of some sixty fields, one recipient.
//
//   policy_bench --benchmark_min_time=0.5
#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>

#include "policy/evaluation.h"
#include "policy/plan.h"
#include "schemas/draft.h"

namespace concordat::policy {
namespace {

std::string read(const char* path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

std::shared_ptr<const AgreementBook> demonstration() {
  Parties parties;
  for (const char* id : {"council/lbbd", "police/met", "nhs/nelft", "school/eastbury", "probation/london"})
    parties.agencies.push_back({schemas::AgencyId{id}, {"E09000002"}, Agency::Standing::active});
  auto book = AgreementBook::compile(
      {{read(CONCORDAT_BENCH_SOURCE "/deploy/agreements/prevent.agreement"), Status::active, {}},
       {read(CONCORDAT_BENCH_SOURCE "/deploy/agreements/protected-people.agreement"), Status::active, {}}},
      parties);
  CHECK(book, "the demonstration's agreements do not compile");
  return *book;
}

schemas::Message referral() {
  schemas::Draft draft;
  draft.set("subject.birthDate", "2011-06-09");
  draft.set("subject.ageGroup", "child");
  for (int i = 0; i < 3; ++i) {
    const auto name = draft.add("subject.names");
    for (const char* part : {"given", "family", "asWritten"})
      draft.set("subject.names." + std::string{part}, "Ann", name);
    draft.set("subject.names.kind", "alias", name);
    const auto address = draft.add("subject.address");
    draft.set("subject.address.lines", "1 High Street", address);
    draft.set("subject.address.postcode", "E1 6AN", address);
    draft.set("subject.address.confidential", i == 0 ? "yes" : "no", address);
    const auto concern = draft.add("concern");
    draft.set("concern.category", "radicalisation", concern);
    draft.set("concern.risk.level", "high", concern);
    draft.set("concern.risk.assessedBy", "MASH", concern);
    for (int j = 0; j < 3; ++j) {
      const auto narrative = draft.add("concern.narrative", concern);
      draft.set("concern.narrative.class", "observation", narrative);
      draft.set("concern.narrative.status", j == 0 ? "hearsay" : "fact", narrative);
      draft.set("concern.narrative.text", "What was seen", narrative);
    }
  }
  auto body = std::move(draft).finish(schemas::BodyType::referral);
  CHECK(body, "the bench's referral is not one");
  return {.envelope = {.id = *schemas::parse_message_id("01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10"),
                       .case_id = *schemas::parse_case_id("01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a11"),
                       .case_opened = *parse_date("2026-04-20"),
                       .in_reply_to = {},
                       .linked = {},
                       .sender = schemas::AgencyId{"council/lbbd"},
                       .recipients = {},
                       .type = schemas::BodyType::referral,
                       .scheme = "prevent",
                       .purpose = "channel-referral",
                       .area = "E09000002",
                       .agreement = {},
                       .created = *parse_instant("2026-05-01T09:00:00Z"),
                       .due = {},
                       .emergency = {},
                       .traceparent = {}},
          .body = *body};
}

void decision(benchmark::State& state) {
  const auto book = demonstration();
  const auto message = referral();
  const schemas::AgencyId to{"nhs/nelft"};
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(*book, message, to, message.envelope.created, {}));
  state.counters["fields"] = static_cast<double>(message.body.fields.size());
}
BENCHMARK(decision);

void plan(benchmark::State& state) {
  const auto book = demonstration();
  const auto now = *parse_instant("2026-05-01T09:00:00Z");
  const Route route{schemas::BodyType::referral, 0, 1, "channel-referral"};
  for (auto _ : state) benchmark::DoNotOptimize(make_plan(*book, route, std::uint16_t{0}, now));
}
BENCHMARK(plan);

void compile(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(demonstration());
}
BENCHMARK(compile);

}  // namespace
}  // namespace concordat::policy

BENCHMARK_MAIN();
