// Frames: any bytes are a frame or refused; a frame that was read is written and read again the same; and
// a Submit that decodes is one that its sender sealed, so none that a fuzzer altered does.
#include <cstdint>

#include "base/check.h"
#include "schemas/decode.h"

using namespace concordat;
using namespace concordat::schemas;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto frame = decode_frame({reinterpret_cast<const std::byte*>(bytes), size});
  if (!frame) return 0;
  const Bytes written = encode_frame(*frame);
  const auto again = decode_frame(written);
  CHECK(again.has_value(), "what was written can be read");
  CHECK(encode_frame(*again) == written, "what was read again is the same");
  const auto* submit = std::get_if<Submit>(&*frame);
  if (submit == nullptr) return 0;
  std::array<std::byte, 32> seed{};
  seed.fill(std::byte{7});  // of tests/schemas/sealed_example.h, which the seed frame is
  static const VerifyKey key = SigningKey::from_seed(seed).verify_key();
  const auto decoded = Decoder::decode(*submit, [](const AgencyId&, const KeyFingerprint&) { return std::optional{key}; });
  if (!decoded) {
    CHECK(!decoded.error().code.empty(), "a refusal says why");
    return 0;
  }
  CHECK(commit((*decoded)->message(), submit->secret)->leaves == (*decoded)->sealed().commitments.leaves, "the seal is over what was decoded");
  return 0;
}
