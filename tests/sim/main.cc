// concordat_sim: runs the simulation for one seed or a range of them.
//
//   concordat_sim --seed 7
//   concordat_sim --seeds 1..10000
#include <charconv>
#include <cstdio>
#include <cstring>
#include <optional>

#include "tests/sim/world.h"

namespace {

using namespace concordat::sim;

struct Range {
  std::uint64_t first;
  std::uint64_t last;
};

std::optional<Range> range_of(std::string_view text) {
  Range range{};
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, range.first);
  if (first.ec != std::errc{}) return std::nullopt;
  range.last = range.first;
  if (first.ptr == end) return range;
  if (std::string_view{first.ptr, end}.substr(0, 2) != "..") return std::nullopt;
  const auto last = std::from_chars(first.ptr + 2, end, range.last);
  return last.ec == std::errc{} && last.ptr == end && range.last >= range.first ? std::optional{range} : std::nullopt;
}

bool passes(std::uint64_t seed) {
  const Outcome outcome = run({.seed = seed});
  std::printf("seed %llu: %zu messages, %zu deliveries, %llu entries, %zu crashes, %zu acts, trace %016llx%s\n", static_cast<unsigned long long>(seed),
              outcome.messages, outcome.deliveries, static_cast<unsigned long long>(outcome.entries), outcome.crashes, outcome.acts,
              static_cast<unsigned long long>(outcome.trace), outcome.complaints.empty() ? "" : "  FAILED");
  for (const std::string& complaint : outcome.complaints) std::printf("  %s\n", complaint.c_str());
  std::fflush(stdout);
  return outcome.complaints.empty();
}

}  // namespace

int main(int count, char** arguments) {
  const bool is_asked = count == 3 && (std::strcmp(arguments[1], "--seed") == 0 || std::strcmp(arguments[1], "--seeds") == 0);
  const auto range = is_asked ? range_of(arguments[2]) : std::nullopt;
  if (!range) {
    std::fprintf(stderr, "usage: concordat_sim --seed N | --seeds FIRST..LAST\n");
    return 3;
  }
  std::uint64_t failed = 0;
  for (std::uint64_t seed = range->first; seed <= range->last; ++seed) failed += passes(seed) ? 0 : 1;
  if (failed > 0) std::printf("%llu of the seeds failed\n", static_cast<unsigned long long>(failed));
  return failed == 0 ? 0 : 2;
}
