#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace concordat {

void check_failed(const char* file, int line, const char* message) noexcept {
  std::fprintf(stderr, "concordat: bug: %s (%s:%d)\n", message, file, line);
  std::abort();
}

}  // namespace concordat
