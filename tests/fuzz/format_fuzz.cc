// The one layout of any bytes: what is readable keeps its meaning and every comment, and is laid out once and for all;
// what is not is refused with findings. Memory is bounded by the text.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "policy/format.h"
#include "policy/lexer.h"
#include "tests/fuzz/peak.h"

using namespace concordat;
using namespace concordat::policy;

namespace {

// Words and comments, in their order; where they stand is layout.
std::vector<std::string> read(const std::string& text) {
  std::vector<Diagnostic> faults;
  const Lexed lexed = lex_with_comments(text, faults);
  CHECK(faults.empty(), "a layout that cannot be read");
  std::vector<std::string> found;
  for (const Token& token : lexed.tokens) found.push_back(token.text);
  std::vector<std::string> comments;
  for (const Comment& comment : lexed.comments) comments.push_back(comment.text);
  std::sort(comments.begin(), comments.end());
  found.insert(found.end(), comments.begin(), comments.end());
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text{reinterpret_cast<const char*>(bytes), size};
  const std::size_t peak = fuzz::peak_of([&] {
    const auto formatted = format(text);
    if (!formatted) return;
    const auto again = format(*formatted);
    CHECK(again && *again == *formatted, "a layout that is laid out otherwise the second time");
    CHECK(read(*formatted) == read(text), "a layout that says something else");
  });
  CHECK(peak <= 65536 + 1024 * size, "more memory than the text can ask for");
  return 0;
}
