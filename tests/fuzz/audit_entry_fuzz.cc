// What an auditor or a link reads of a log: entry, receipt, checkpoint and annex each have one encoding, so
// what was read is written again as the same bytes.
#include <algorithm>
#include <cstdint>

#include "audit/annex.h"
#include "audit/prove.h"
#include "base/check.h"

using namespace concordat;
using namespace concordat::audit;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const ByteView input{reinterpret_cast<const std::byte*>(bytes), size};
  const auto same = [&](const Bytes& again) { return std::equal(again.begin(), again.end(), input.begin(), input.end()); };
  if (const auto entry = decode_entry(input)) CHECK(same(encode_entry(*entry).value_or(Bytes{})), "an entry with two encodings");
  if (const auto receipt = decode_receipt(input)) {  // two forms are read, one is written
    const Bytes written = encode_receipt(*receipt);
    const auto again = decode_receipt(written);
    CHECK(again && encode_receipt(*again) == written, "a receipt that is not read as it was written");
  }
  if (const auto pairs = read_annex(input)) {
    AnnexWriter again;
    for (const AnnexPair& pair : *pairs) again.add(pair.key, pair.value);
    CHECK(same(again.finish()), "an annex with two encodings");
  }
  std::array<std::byte, 32> seed{};
  static const VerifyKey key = SigningKey::from_seed(seed).verify_key();
  if (const auto checkpoint = verify_checkpoint(as_text(input), key)) CHECK(valid_origin(checkpoint->origin), "a note of no origin");
  static_cast<void>(verify_receipt(input, {key, "concordat.example/fuzz"}));
  return 0;
}
