// Payloads: any bytes open or are refused, and what opens is for us and under a key we know.
#include <cstdint>

#include "base/check.h"
#include "schemas/payload.h"

using namespace concordat;
using namespace concordat::schemas;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const AgencyId self{"police/met"};
  std::array<std::byte, 32> seed{};
  seed.fill(std::byte{7});  // of tests/schemas/sealed_example.h, which the seed payload is made of
  static const VerifyKey key = SigningKey::from_seed(seed).verify_key();
  const auto opened = open_payload({reinterpret_cast<const std::byte*>(bytes), size}, self,
                                   [](const AgencyId&, const KeyFingerprint&) { return std::optional{key}; });
  if (!opened) {
    CHECK(!code_of(opened.error()).empty(), "a refusal says why");
    return 0;
  }
  CHECK(opened->envelope.recipients == std::vector{self}, "opened for another");
  for (const DeliveredField& field : opened->fields)
    CHECK(field.element == no_element || field.element < opened->elements.size(), "a field in no element");
  return 0;
}
