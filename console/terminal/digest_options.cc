#include "console/terminal/digest_options.h"

#include <charconv>

#include "base/bytes.h"

namespace concordat::console {

std::optional<std::uint64_t> read_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<audit::Proof> read_proof(std::string_view hexes) {
  audit::Proof proof;
  while (!hexes.empty()) {
    const std::size_t comma = hexes.find(',');
    const auto digest = read_digest(hexes.substr(0, comma));
    if (!digest || comma == hexes.size() - 1) return std::nullopt;
    proof.push_back(*digest);
    hexes = comma == std::string_view::npos ? std::string_view{} : hexes.substr(comma + 1);
  }
  return proof;
}

std::string proof_text(const audit::Proof& proof) {
  std::string out;
  for (const Digest& digest : proof) out += (out.empty() ? "" : ",") + to_hex(digest.bytes);
  return out;
}

}  // namespace concordat::console
