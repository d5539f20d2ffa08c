// The check that asks the solver: any text that has no errors is judged clause by clause, its warnings stand in it, and
// the solver's memory does not outgrow the text.
#include <algorithm>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "policy/check.h"
#include "policy/check_exactly.h"
#include "tests/fuzz/peak.h"

using namespace concordat;
using namespace concordat::policy;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size > 16384) return 0;
  const std::string text{reinterpret_cast<const char*>(bytes), size};
  static const std::size_t once = [] {  // what is made on first use is no text's
    return read_agreement_exactly("agreement \"a\" version 1", nullptr).diagnostics.size();
  }();
  CHECK(once > 0, "an agreement without clauses that has no fault");
  const std::size_t peak = fuzz::peak_of([&] {
    const Parsed exact = read_agreement_exactly(text, nullptr);
    const Parsed plain = read_agreement(text, nullptr);
    CHECK(has_errors(exact.diagnostics) == has_errors(plain.diagnostics), "the solver makes or mends an error");
    CHECK(exact.diagnostics.size() <= plain.diagnostics.size() + plain.agreement.clauses.size(), "more than one word on a clause");
    const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n') + 1);
    for (const Diagnostic& found : exact.diagnostics) {
      CHECK(found.place.line >= 1 && found.place.line <= lines, "a finding outside the text");
      CHECK(!render("fuzz", text, found).empty(), "a finding that cannot be shown");
    }
  });
  CHECK(peak <= (std::size_t{32} << 20) + 8192 * size, "more memory than the text can ask for");
  return 0;
}
