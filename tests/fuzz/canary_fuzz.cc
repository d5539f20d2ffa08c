// A bug on purpose: an input that begins with "canary" is read one byte past its end.
#include <cstdint>
#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  volatile std::uint8_t seen = 0;
  if (size >= 6 && std::memcmp(bytes, "canary", 6) == 0) seen = bytes[size];
  return seen == 0 ? 0 : 0;
}
