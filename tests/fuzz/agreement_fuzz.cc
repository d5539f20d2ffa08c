// Agreement text: any bytes are an agreement or a list of findings, each at a place that can be shown; and
// what checks without an error can be compiled. Memory is bounded by the text.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "policy/book.h"
#include "policy/check.h"
#include "tests/fuzz/peak.h"

using namespace concordat;
using namespace concordat::policy;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text{reinterpret_cast<const char*>(bytes), size};
  Parsed parsed;
  const std::size_t peak = fuzz::peak_of([&] { parsed = read_agreement(text, nullptr); });
  CHECK(peak <= (std::size_t{1} << 20) + 4096 * size, "more memory than the text can ask for");
  for (const Diagnostic& found : parsed.diagnostics) {
    CHECK(found.place.line >= 1 && found.place.column >= 1, "a finding without a place");
    CHECK(!render("fuzz", text, found).empty(), "a finding that cannot be shown");
  }
  Parties parties;
  for (const char* id : {"council/lbbd", "police/met", "nhs/nelft", "school/eastbury"})
    parties.agencies.push_back({schemas::AgencyId{id}, {"E09000002"}, Agency::Standing::active});
  const auto book = AgreementBook::compile({{text, Status::active, {}}}, parties);
  CHECK(book.has_value() != has_errors(parsed.diagnostics),
        "the book takes what the check refuses, or refuses what it takes");
  return 0;
}
