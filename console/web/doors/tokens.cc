#include "console/web/doors/tokens.h"

#include "base/passwords.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t half = 32;

Bytes crossed(ByteView a, ByteView b) {
  Bytes out;
  for (std::size_t i = 0; i < half; ++i) out.push_back(a[i] ^ b[i]);
  return out;
}

}  // namespace

std::string make_token(const Secret<32>& key, std::string_view what) {
  const auto mask = random_bytes<half>();
  const Digest code = hmac_sha256(key.expose(), as_bytes(what));
  Bytes token{mask.begin(), mask.end()};
  put_bytes(token, crossed(mask, code.bytes));
  return to_hex(token);
}

bool is_token(const Secret<32>& key, std::string_view what, std::string_view token) {
  const auto bytes = from_hex(token);
  if (!bytes || bytes->size() != 2 * half) return false;
  const ByteView both{*bytes};
  return is_same(crossed(both.first(half), both.last(half)), hmac_sha256(key.expose(), as_bytes(what)).bytes);
}

}  // namespace concordat::console::web
