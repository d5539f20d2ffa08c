#include "base/uuid.h"

#include <cstring>

#include "base/bytes.h"
#include "base/crypto.h"

namespace concordat {

Uuid make_uuid(Instant now) {
  Uuid uuid{random_bytes<16>()};
  const auto milli = static_cast<std::uint64_t>(now.time_since_epoch().count());
  for (std::size_t i = 0; i < 6; ++i) uuid.bytes[i] = static_cast<std::byte>((milli >> (40 - 8 * i)) & 0xff);
  uuid.bytes[6] = (uuid.bytes[6] & std::byte{0x0f}) | std::byte{0x70};
  uuid.bytes[8] = (uuid.bytes[8] & std::byte{0x3f}) | std::byte{0x80};
  return uuid;
}

std::optional<Instant> uuid_time(const Uuid& uuid) {
  if (uuid.bytes[6] >> 4 != std::byte{7}) return std::nullopt;
  std::int64_t milliseconds = 0;
  for (std::size_t i = 0; i < 6; ++i) milliseconds = (milliseconds << 8) | std::to_integer<std::int64_t>(uuid.bytes[i]);
  return Instant{std::chrono::milliseconds{milliseconds}};
}

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
    return std::nullopt;
  std::string digits;
  for (char c : text)
    if (c != '-') digits.push_back(c);
  const auto bytes = from_hex(digits);
  if (!bytes || bytes->size() != 16) return std::nullopt;
  Uuid uuid{};
  std::copy(bytes->begin(), bytes->end(), uuid.bytes.begin());
  return uuid;
}

std::string format_uuid(const Uuid& uuid) {
  std::string text = to_hex(uuid.bytes);
  for (std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, 1, '-');
  return text;
}

}  // namespace concordat

std::size_t std::hash<concordat::Uuid>::operator()(const concordat::Uuid& uuid) const noexcept {
  std::size_t tail = 0;
  std::memcpy(&tail, uuid.bytes.data() + 16 - sizeof tail, sizeof tail);
  return tail;
}
