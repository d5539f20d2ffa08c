#include "audit/annex.h"

#include "base/check.h"
#include "base/text.h"

namespace concordat::audit {
namespace {
constexpr std::uint8_t version = 1;
}

AnnexWriter& AnnexWriter::add(std::string_view key, std::string_view value) {
  CHECK(key.size() <= 65535, "annex key too long");
  put_u16(pairs_, static_cast<std::uint16_t>(key.size()));
  put_bytes(pairs_, as_bytes(key));
  put_sized(pairs_, as_bytes(value));
  ++count_;
  return *this;
}

Bytes AnnexWriter::finish() const {
  Bytes out{std::byte{version}};
  put_u32(out, count_);
  put_bytes(out, pairs_);
  return out;
}

std::optional<std::vector<AnnexPair>> read_annex(ByteView annex) {
  ByteReader reader{annex};
  if (reader.u8() != version) return std::nullopt;
  const std::uint32_t count = reader.u32();
  std::vector<AnnexPair> pairs;
  for (std::uint32_t i = 0; i < count && reader.ok(); ++i) {
    const std::uint16_t size = reader.u16();
    std::string key{as_text(reader.take(size))};
    std::string value{as_text(reader.sized())};
    if (!is_utf8(key) || !is_utf8(value)) return std::nullopt;
    pairs.push_back({std::move(key), std::move(value)});
  }
  if (!reader.done()) return std::nullopt;
  return pairs;
}

}  // namespace concordat::audit
