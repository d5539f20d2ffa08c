#include "audit/tlog_proof.h"

#include <algorithm>
#include <charconv>

namespace concordat::audit {
namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view extra_key = "extra ";
constexpr std::string_view index_key = "index ";

std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

std::optional<std::string_view> take_value(std::string_view& rest, std::string_view key) {
  const auto line = take_line(rest);
  if (!line || !line->starts_with(key)) return std::nullopt;
  return line->substr(key.size());
}

std::optional<std::uint64_t> parse_index(std::string_view text) {
  std::uint64_t index = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (code != std::errc{} || end != text.data() + text.size() || std::to_string(index) != text) return std::nullopt;
  return index;
}

std::optional<Digest> parse_digest(std::string_view line) {
  const auto bytes = from_base64(line);
  Digest digest{};
  if (!bytes || bytes->size() != digest.bytes.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), digest.bytes.begin());
  return digest;
}

}  // namespace

bool is_tlog_proof(std::string_view text) { return text.starts_with(first_line); }

std::string format_tlog_proof(const DeliveryReceipt& receipt) {
  std::string out{first_line};
  out += std::string{extra_key} + to_base64(receipt.entry) + "\n";
  out += std::string{index_key} + std::to_string(receipt.sequence.value()) + "\n";
  for (const Digest& digest : receipt.inclusion) out += to_base64(digest.bytes) + "\n";
  return out + "\n" + receipt.note;
}

std::optional<DeliveryReceipt> parse_tlog_proof(std::string_view text) {
  if (!is_tlog_proof(text)) return std::nullopt;
  text.remove_prefix(first_line.size());
  const auto extra = take_value(text, extra_key);
  const auto index_text = take_value(text, index_key);
  if (!extra || !index_text) return std::nullopt;
  auto entry = from_base64(*extra);
  const auto index = parse_index(*index_text);
  if (!entry || !index) return std::nullopt;
  DeliveryReceipt receipt{Sequence{*index}, std::move(*entry), {}, {}};
  for (;;) {
    const auto line = take_line(text);
    if (!line) return std::nullopt;
    if (line->empty()) break;
    const auto digest = parse_digest(*line);
    if (!digest || receipt.inclusion.size() == proof_digests_max) return std::nullopt;
    receipt.inclusion.push_back(*digest);
  }
  receipt.note = std::string{text};
  if (receipt.entry.size() > entry_bytes_max || receipt.note.size() > note_bytes_max) return std::nullopt;
  return receipt;
}

}  // namespace concordat::audit
