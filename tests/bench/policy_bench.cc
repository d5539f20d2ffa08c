// One decision: a referral of forty fields for three recipients under a book of so many clauses; the naive
// evaluator beside it; and the demonstration area's agreement, with a referral of some ninety fields.
//
//   policy_bench --benchmark_min_time=0.5
#include <benchmark/benchmark.h>

#include <array>
#include <fstream>
#include <sstream>

#include "policy/check.h"
#include "policy/evaluation.h"
#include "policy/plan.h"
#include "schemas/draft.h"
#include "tests/property/naive_evaluator.h"

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

// Clauses of one area's agreement: grants with and without conditions, caps, terms. More clauses are other
// areas' agreements among other agencies, as a book grows.
std::string area_agreement(int area, int clauses) {
  const std::string n = std::to_string(area);
  std::string text = "agreement \"area" + n + "\" version 1 scheme prevent area E0900" + std::to_string(1000 + area) +
                     " parties council/a" + n + ", police/a" + n + ", nhs/a" + n + ", school/a" + n + ", probation/a" + n +
                     " in force 2026-04-01 until 2027-04-01 policy document \"APD\"\n"
                     "purpose channel-referral means \"m\" basis ukgdpr.6.1.e, ukgdpr.9.2.g, ukgdpr.10, dpa2018.sch1.18, "
                     "confidentiality.public-interest\n";
  const std::vector<std::string> bodies{
      "share subject.names share subject.birthDate as year",
      "share concern keep 6 years after closure caveat \"Ask first\"",
      "when subject.ageGroup is child share subject.birthDate",
      "unless subject.address.confidential is no withhold subject.address",
      "share subject.address",
      "when some concern.risk.level at least high share subject.contact, subject.identifiers",
      "limit subject.birthDate to ageBand when subject.ageGroup is adult",
      "when referrer.anonymous is yes conceal class source",
      "withhold concern.narrative[status hearsay]",
      "share subject.identifiers[system nhsNumber]",
  };
  const std::vector<std::string> scopes{"from council to police, nhs, school", "from police to council, nhs",
                                        "from nhs to council, police, school", "from school to council, police",
                                        "from probation to council, police, nhs"};
  for (int i = 0; i < clauses; ++i)
    text += "clause " + std::to_string(i + 1) + " \"c\" " + scopes[static_cast<std::size_t>(i) % scopes.size()] +
            " for channel-referral\n  " + bodies[static_cast<std::size_t>(i / 5) % bodies.size()] + "\n";
  return text;
}

struct Area {
  std::vector<AgreementSource> sources;
  Parties parties;
};
Area area_of(int clauses) {
  constexpr int clauses_each = 100;
  Area found;
  for (int n = 0, left = clauses; left > 0; ++n, left -= clauses_each) {
    found.sources.push_back({area_agreement(n, std::min(left, clauses_each)), Status::active, {}});
    for (const char* kind : {"council", "police", "nhs", "school", "probation"})
      found.parties.agencies.push_back(
          {schemas::AgencyId{std::string{kind} + "/a" + std::to_string(n)}, {"E09001000"}, Agency::Standing::active});
  }
  return found;
}

schemas::Message forty_fields() {
  schemas::Draft draft;
  draft.set("subject.birthDate", "2011-06-09");
  draft.set("subject.ageGroup", "child");
  draft.set("subject.sex", "female");
  draft.set("referrer.anonymous", "no");
  for (int i = 0; i < 2; ++i) {
    const auto name = draft.add("subject.names");
    draft.set("subject.names.given", "Ann", name);
    draft.set("subject.names.family", "Okoro", name);
    draft.set("subject.names.kind", "legal", name);
    const auto address = draft.add("subject.address");
    draft.set("subject.address.lines", "1 High Street", address);
    draft.set("subject.address.postcode", "E1 6AN", address);
    draft.set("subject.address.confidential", i == 0 ? "yes" : "no", address);
    const auto contact = draft.add("subject.contact");
    draft.set("subject.contact.kind", "mobile", contact);
    draft.set("subject.contact.value", "07700 900123", contact);
    draft.set("subject.contact.safeToUse", "yes", contact);
    const auto number = draft.add("subject.identifiers");
    draft.set("subject.identifiers.system", i == 0 ? "nhsNumber" : "upn", number);
    draft.set("subject.identifiers.value", "9434765919", number);
    const auto concern = draft.add("concern");
    draft.set("concern.category", "radicalisation", concern);
    draft.set("concern.risk.level", "high", concern);
    draft.set("concern.risk.assessedBy", "MASH", concern);
    draft.set("concern.risk.date", "2026-04-02", concern);
    const auto narrative = draft.add("concern.narrative", concern);
    draft.set("concern.narrative.class", "observation", narrative);
    draft.set("concern.narrative.status", i == 0 ? "hearsay" : "fact", narrative);
    draft.set("concern.narrative.text", "What was seen", narrative);
  }
  auto message = referral();
  message.envelope.sender = schemas::AgencyId{"council/a0"};
  message.envelope.area = "E09001000";
  auto body = std::move(draft).finish(schemas::BodyType::referral);
  CHECK(body, "the bench's message is not one");
  message.body = *body;
  return message;
}
const std::array three{schemas::AgencyId{"police/a0"}, schemas::AgencyId{"nhs/a0"}, schemas::AgencyId{"school/a0"}};

// What the broker does when a message comes in, up to the search of passages: it opens one Matter of it, whose Evaluator
// decides for one recipient after the other. A function of its own, so that a profiler can count it without the rest.
[[gnu::noinline]] std::size_t decide_for_three(const AgreementBook& book, const schemas::Message& message) {
  Evaluator evaluator{book, message};
  std::size_t disclosed = 0;
  for (const schemas::AgencyId& to : three)
    disclosed += evaluator.evaluate(to, message.envelope.created, {}).outcome == Evaluation::Outcome::disclosed;
  return disclosed;
}

void forty_for_three(benchmark::State& state) {
  const Area area = area_of(static_cast<int>(state.range(0)));
  const auto book = AgreementBook::compile(area.sources, area.parties);
  CHECK(book, "the bench's agreements do not compile");
  const auto message = forty_fields();
  std::size_t disclosed = 0;
  for (auto _ : state) disclosed += decide_for_three(**book, message);
  CHECK(disclosed > 0, "the bench discloses nothing");
  state.counters["fields"] = static_cast<double>(message.body.fields.size());
  state.counters["per_field_decision"] =
      benchmark::Counter(static_cast<double>(3 * message.body.fields.size()),
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(forty_for_three)->Arg(38)->Arg(100)->Arg(10'000);

void forty_for_three_naively(benchmark::State& state) {
  const Area area = area_of(static_cast<int>(state.range(0)));
  std::vector<NaiveAgreement> agreements;
  for (const AgreementSource& source : area.sources)
    agreements.push_back({read_agreement(source.text, nullptr).agreement, source.status, source.acceded});
  const auto message = forty_fields();
  for (auto _ : state)
    for (const schemas::AgencyId& to : three)
      benchmark::DoNotOptimize(naive_evaluate(agreements, area.parties, message, to, message.envelope.created, {}, {}));
}
BENCHMARK(forty_for_three_naively)->Arg(100);

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
