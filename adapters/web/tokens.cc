#include "adapters/web/tokens.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/file.h"
#include "base/text.h"

namespace concordat::adapters::web {
namespace {

constexpr std::size_t tokens_bytes_max = 65536;
constexpr std::size_t name_bytes_max = 64;

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= name_bytes_max && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

bool is_same(const Digest& a, const Digest& b) {
  std::byte differs{0};
  for (std::size_t i = 0; i < a.bytes.size(); ++i) differs |= a.bytes[i] ^ b.bytes[i];
  return differs == std::byte{0};
}

}  // namespace

Result<Tokens, std::string> Tokens::read(const std::filesystem::path& file) {
  const auto bytes = read_file(file, tokens_bytes_max);
  if (!bytes) return Fail{bytes.error().what};
  auto tokens = parse(as_text(*bytes));
  if (!tokens) return Fail{file.string() + ":" + tokens.error()};
  return tokens;
}

Result<Tokens, std::string> Tokens::parse(std::string_view text) {
  Tokens out;
  const auto lines = split(text, '\n');
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = trim(lines[i]);
    if (line.empty() || line.front() == '#') continue;
    const auto parts = split(line, ' ');
    const auto digest = parts.size() == 2 ? from_hex(parts[1]) : std::nullopt;
    if (!digest || digest->size() != sizeof(Digest::bytes) || !is_name(parts[0]))
      return Fail{std::to_string(i + 1) + ": must be a name, a space, and the SHA-256 of the token in 64 hexadecimal digits"};
    Known known{parts[0], {}};
    std::copy(digest->begin(), digest->end(), known.digest.bytes.begin());
    out.known_.push_back(std::move(known));
  }
  return out;
}

std::optional<std::string> Tokens::name_of(std::string_view token) const {
  const Digest presented = sha256(as_bytes(token));
  const Known* found = nullptr;
  for (const Known& known : known_)  // all of them, whichever it is
    if (is_same(known.digest, presented)) found = &known;
  return found == nullptr || token.empty() ? std::nullopt : std::optional{found->name};
}

}  // namespace concordat::adapters::web
