#include "base/bytes.h"

#include <array>

namespace concordat {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

template <class Int>
void put_int(Bytes& out, Int value) {
  for (int shift = static_cast<int>(sizeof(Int)) * 8 - 8; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::byte>((value >> shift) & 0xff));
}

template <class Int>
Int get_int(ByteView bytes) {
  Int value = 0;
  for (std::byte b : bytes) value = static_cast<Int>((value << 8) | std::to_integer<Int>(b));
  return value;
}

}  // namespace

std::string to_hex(ByteView bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (std::byte b : bytes) {
    out.push_back(hex_digits[std::to_integer<std::size_t>(b >> 4)]);
    out.push_back(hex_digits[std::to_integer<std::size_t>(b & std::byte{0x0f})]);
  }
  return out;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<std::byte>(high * 16 + low));
  }
  return out;
}

std::string to_base64(ByteView bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = (group << 8) | (j < count ? std::to_integer<std::uint32_t>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j)
      out.push_back(j <= count ? base64_digits[(group >> (18 - 6 * j)) & 63] : '=');
  }
  return out;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  Bytes out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::size_t pad = 0;
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      const char c = text[i + j];
      if (c == '=' && j >= 2 && i + 4 == text.size()) {
        ++pad;
        group <<= 6;
        continue;
      }
      const std::size_t digit = base64_digits.find(c);
      if (digit == std::string_view::npos || pad > 0) return std::nullopt;
      group = (group << 6) | static_cast<std::uint32_t>(digit);
    }
    for (std::size_t j = 0; j + pad < 3; ++j) out.push_back(static_cast<std::byte>((group >> (16 - 8 * j)) & 0xff));
  }
  if (to_base64(out) != text) return std::nullopt;  // stray bits in the last digit
  return out;
}

void put_u16(Bytes& out, std::uint16_t value) { put_int(out, value); }
void put_u32(Bytes& out, std::uint32_t value) { put_int(out, value); }
void put_u64(Bytes& out, std::uint64_t value) { put_int(out, value); }
void put_bytes(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }
void put_sized(Bytes& out, ByteView bytes) {
  put_u32(out, static_cast<std::uint32_t>(bytes.size()));
  put_bytes(out, bytes);
}
std::uint16_t get_u16(std::span<const std::byte, 2> bytes) { return get_int<std::uint16_t>(bytes); }
std::uint32_t get_u32(std::span<const std::byte, 4> bytes) { return get_int<std::uint32_t>(bytes); }
std::uint64_t get_u64(std::span<const std::byte, 8> bytes) { return get_int<std::uint64_t>(bytes); }

ByteView ByteReader::take(std::size_t count) {
  if (!ok_ || count > rest_.size()) {
    ok_ = false;
    return {};
  }
  const ByteView taken = rest_.first(count);
  rest_ = rest_.subspan(count);
  return taken;
}

std::uint8_t ByteReader::u8() { return get_int<std::uint8_t>(take(1)); }
std::uint16_t ByteReader::u16() { return get_int<std::uint16_t>(take(2)); }
std::uint32_t ByteReader::u32() { return get_int<std::uint32_t>(take(4)); }
std::uint64_t ByteReader::u64() { return get_int<std::uint64_t>(take(8)); }
ByteView ByteReader::sized() { return take(u32()); }

}  // namespace concordat
