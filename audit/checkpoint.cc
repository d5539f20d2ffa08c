#include "audit/checkpoint.h"

#include <algorithm>
#include <charconv>

#include "base/bytes.h"
#include "base/check.h"

namespace concordat::audit {
namespace {

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

bool is_signature_of(ByteView blob, const VerifyKey& key, std::string_view text) {
  Signature signature{};
  if (blob.size() != signature.bytes.size()) return false;
  std::copy(blob.begin(), blob.end(), signature.bytes.begin());
  return verify(key, as_bytes(text), signature);
}

}  // namespace

std::optional<Checkpoint> parse_checkpoint(std::string_view text) {
  const auto split = split_note(text);
  return parse_text(split ? split->text : text);
}

std::string format_checkpoint(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
         to_base64(checkpoint.root.bytes) + "\n";
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const SigningKey& key) {
  CHECK(valid_origin(checkpoint.origin), "checkpoint with a malformed origin");
  const std::string text = format_checkpoint(checkpoint);
  return text + "\n" + signature_line(checkpoint.origin, NoteKey::log, key.verify_key(), key.sign(as_bytes(text)).bytes);
}

std::optional<Checkpoint> verify_checkpoint(std::string_view note, const VerifyKey& key) {
  const auto split = split_note(note);
  auto checkpoint = split ? parse_text(split->text) : std::nullopt;
  if (!checkpoint) return std::nullopt;
  bool signed_by_key = false;
  for (const std::string_view line : split->lines) {
    const SignatureLine read = read_signature_line(line, checkpoint->origin, NoteKey::log, key);
    switch (read.owner) {
      case LineOwner::malformed: return std::nullopt;
      case LineOwner::somebody_else: break;
      case LineOwner::key:
        if (!is_signature_of(read.signature, key, split->text)) return std::nullopt;
        signed_by_key = true;
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
