// Half-written agreements: at any place of any bytes, an editor's questions have an answer. What is found is
// bounded by the text, every place lies in it, and what a completion replaces ends at the cursor.
#include <algorithm>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/text.h"
#include "policy/editing.h"
#include "tests/fuzz/peak.h"

using namespace concordat;
using namespace concordat::policy;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 2) return 0;
  // The first two bytes say where the cursor is.
  const std::string text{reinterpret_cast<const char*>(bytes) + 2, size - 2};
  const std::size_t at = (bytes[0] * 256U + bytes[1]) % (text.size() + 1);
  const std::string before = text.substr(0, at);
  Cursor cursor{static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1), 1};
  for (char c : before.substr(before.rfind('\n') + 1)) cursor.column += (static_cast<unsigned char>(c) & 0xc0) == 0x80 ? 0U : 1U;

  const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n') + 1);
  std::vector<Diagnostic> findings;
  const std::size_t peak = fuzz::peak_of([&] { findings = diagnose(text, nullptr); });
  CHECK(peak <= (std::size_t{1} << 20) + 4096 * text.size(), "more memory than the text can ask for");
  CHECK(findings.size() <= 16 + 2 * text.size(), "more findings than a text can have");
  std::size_t said = 0;
  for (const Diagnostic& found : findings) {
    CHECK(found.place.line <= lines, "a finding past the end");
    said += found.cause.size() + found.fix.size();
  }
  CHECK(said <= 4096 * (text.size() + 1), "findings that say more than their text can bear");

  const Completion completion = complete(text, cursor, nullptr);
  CHECK(completion.replaces.line == cursor.line, "a completion of another line");
  CHECK(completion.replaces.column + completion.replaces.length == cursor.column, "a completion that is not at the cursor");
  CHECK(completion.suggestions.size() <= 1024 + text.size(), "more suggestions than there are names");
  for (const Suggestion& one : completion.suggestions) CHECK(is_utf8(one.text) && !one.text.empty(), "a suggestion that is no text");

  if (const auto found = hover(text, cursor, nullptr)) {
    CHECK(found->place.line == cursor.line && found->place.column <= cursor.column, "a hover over something else");
    CHECK(!found->title.empty() && found->text.size() <= 4096 + 4 * text.size(), "a hover that says too much, or of nothing");
  }
  return 0;
}
