// Bytes and views of bytes, and the conversions between bytes and text that everyone needs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace concordat {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(ByteView view) { return {view.begin(), view.end()}; }

// Lower-case hexadecimal. from_hex refuses odd lengths and anything but 0-9 a-f A-F.
std::string to_hex(ByteView bytes);
std::optional<Bytes> from_hex(std::string_view text);

// Base64 of RFC 4648 section 4, padded. from_base64 refuses anything not canonical.
std::string to_base64(ByteView bytes);
std::optional<Bytes> from_base64(std::string_view text);

// Big-endian integers, so that byte order is number order.
void put_u16(Bytes& out, std::uint16_t value);
void put_u32(Bytes& out, std::uint32_t value);
void put_u64(Bytes& out, std::uint64_t value);
void put_bytes(Bytes& out, ByteView bytes);                 // as they are
void put_sized(Bytes& out, ByteView bytes);                 // u32 length, then the bytes
std::uint16_t get_u16(std::span<const std::byte, 2> bytes);
std::uint32_t get_u32(std::span<const std::byte, 4> bytes);
std::uint64_t get_u64(std::span<const std::byte, 8> bytes);

// Reads what put_* wrote. After the first short read every read returns nothing, so a caller may
// check `ok()` once at the end. Never reads past its bytes.
//
//   ByteReader reader{bytes};
//   const auto kind = reader.u16();
//   const auto name = reader.sized();
//   if (!reader.done()) return Fail{...};
class ByteReader {
public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}
  std::uint8_t u8();
  std::uint16_t u16();
  std::uint32_t u32();
  std::uint64_t u64();
  ByteView take(std::size_t count);
  ByteView sized();
  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }  // all read, nothing left over
  std::size_t left() const { return rest_.size(); }

private:
  ByteView rest_;
  bool ok_ = true;
};

}  // namespace concordat
