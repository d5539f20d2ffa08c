#include "audit/checkpoint.h"

#include <algorithm>
#include <charconv>

#include "base/bytes.h"
#include "base/check.h"

namespace concordat::audit {
namespace {

constexpr std::string_view dash = "\xE2\x80\x94 ";  // U+2014 and a space
constexpr std::byte ed25519_algorithm{0x01};
constexpr std::size_t key_hash_bytes = 4;

Bytes key_hash(std::string_view origin, const VerifyKey& key) {
  const Digest full =
      Hasher{}.add(origin).add("\n").add(ByteView{&ed25519_algorithm, 1}).add(key.bytes).finish();
  return {full.bytes.begin(), full.bytes.begin() + key_hash_bytes};
}

// The text up to the next line end, which is removed with it. Nothing when there is no line end.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t size = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (std::to_string(size) != text) return std::nullopt;  // one spelling only
  return size;
}

std::optional<Checkpoint> parse_text(std::string_view text) {
  const auto origin = take_line(text);
  const auto size_line = take_line(text);
  const auto root_line = take_line(text);
  if (!origin || !size_line || !root_line || !text.empty() || !valid_origin(*origin)) return std::nullopt;
  const auto size = parse_size(*size_line);
  const auto root = from_base64(*root_line);
  Checkpoint checkpoint{std::string{*origin}, size.value_or(0), {}};
  if (!size || !root || root->size() != checkpoint.root.bytes.size()) return std::nullopt;
  std::copy(root->begin(), root->end(), checkpoint.root.bytes.begin());
  return checkpoint;
}

enum class LineVerdict { malformed, somebody_elses, bad, good };

LineVerdict judge_line(std::string_view line, std::string_view text, std::string_view origin,
                       const VerifyKey& key) {
  if (!line.starts_with(dash)) return LineVerdict::malformed;
  line.remove_prefix(dash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || space == 0) return LineVerdict::malformed;
  const auto blob = from_base64(line.substr(space + 1));
  if (!blob || blob->size() <= key_hash_bytes) return LineVerdict::malformed;
  const Bytes ours = key_hash(origin, key);
  if (line.substr(0, space) != origin || !std::equal(ours.begin(), ours.end(), blob->begin()))
    return LineVerdict::somebody_elses;
  Signature signature{};
  if (blob->size() != key_hash_bytes + signature.bytes.size()) return LineVerdict::bad;
  std::copy(blob->begin() + key_hash_bytes, blob->end(), signature.bytes.begin());
  return verify(key, as_bytes(text), signature) ? LineVerdict::good : LineVerdict::bad;
}

}  // namespace

bool valid_origin(std::string_view origin) {
  return !origin.empty() && origin.size() <= 255 &&
         std::all_of(origin.begin(), origin.end(), [](char c) { return c > ' ' && c < 0x7f && c != '+'; });
}

std::string format_checkpoint(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
         to_base64(checkpoint.root.bytes) + "\n";
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const SigningKey& key) {
  CHECK(valid_origin(checkpoint.origin), "checkpoint with a malformed origin");
  const std::string text = format_checkpoint(checkpoint);
  Bytes blob = key_hash(checkpoint.origin, key.verify_key());
  put_bytes(blob, key.sign(as_bytes(text)).bytes);
  return text + "\n" + std::string{dash} + checkpoint.origin + " " + to_base64(blob) + "\n";
}

std::optional<Checkpoint> verify_checkpoint(std::string_view note, const VerifyKey& key) {
  if (note.size() > note_bytes_max) return std::nullopt;
  const std::size_t blank = note.find("\n\n");
  if (blank == std::string_view::npos) return std::nullopt;
  const std::string_view text = note.substr(0, blank + 1);
  std::string_view signatures = note.substr(blank + 2);
  auto checkpoint = parse_text(text);
  if (!checkpoint) return std::nullopt;
  bool signed_by_key = false;
  while (!signatures.empty()) {
    const auto line = take_line(signatures);
    if (!line) return std::nullopt;
    switch (judge_line(*line, text, checkpoint->origin, key)) {
      case LineVerdict::malformed:
      case LineVerdict::bad: return std::nullopt;
      case LineVerdict::somebody_elses: break;
      case LineVerdict::good: signed_by_key = true; break;
    }
  }
  if (!signed_by_key) return std::nullopt;
  return checkpoint;
}

std::optional<Checkpoint> verify_checkpoint(std::string_view note, const VerifyKey& key,
                                            std::string_view origin) {
  auto checkpoint = verify_checkpoint(note, key);
  if (!checkpoint || checkpoint->origin != origin) return std::nullopt;
  return checkpoint;
}

}  // namespace concordat::audit
