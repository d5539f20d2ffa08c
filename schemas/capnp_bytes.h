// Between Cap'n Proto's readers and our bytes and text. Internal to the files that name capnp.
// FlatBytes holds an aligned copy of bytes from outside and reads it under explicit limits; no reader
// outlives it. Out-of-range reads throw kj::Exception, which the including file catches.
#pragma once

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <kj/debug.h>

#include <array>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace concordat::schemas {

inline std::string_view view_of(capnp::Text::Reader text) { return {text.begin(), text.size()}; }
inline std::string text_of(capnp::Text::Reader text) { return std::string{view_of(text)}; }
inline ByteView bytes_view(capnp::Data::Reader data) {
  return {reinterpret_cast<const std::byte*>(data.begin()), data.size()};
}
inline Bytes bytes_of(capnp::Data::Reader data) { return to_bytes(bytes_view(data)); }
inline capnp::Data::Reader to_data(ByteView bytes) {
  return {reinterpret_cast<const capnp::byte*>(bytes.data()), bytes.size()};
}
template <std::size_t N>
std::optional<std::array<std::byte, N>> fixed_bytes(capnp::Data::Reader data) {
  if (data.size() != N) return std::nullopt;
  std::array<std::byte, N> out{};
  std::memcpy(out.data(), data.begin(), N);
  return out;
}
inline std::vector<std::string> read_texts(capnp::List<capnp::Text>::Reader list) {
  std::vector<std::string> out;
  for (auto item : list) out.push_back(text_of(item));
  return out;
}
inline void write_texts(capnp::List<capnp::Text>::Builder out, const std::vector<std::string>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) out.set(static_cast<unsigned>(i), texts[i]);
}

inline Bytes flat_bytes(capnp::MessageBuilder& builder) {
  const auto words = capnp::messageToFlatArray(builder);
  const auto chars = words.asBytes();
  return to_bytes({reinterpret_cast<const std::byte*>(chars.begin()), chars.size()});
}

// The canonical form of Cap'n Proto's encoding specification: one segment, no segment table.
template <class Reader>
Bytes canonical_bytes(const Reader& reader) {
  const auto words = capnp::canonicalize(Reader{reader});
  const auto chars = words.asBytes();
  return to_bytes({reinterpret_cast<const std::byte*>(chars.begin()), chars.size()});
}

inline capnp::ReaderOptions bounded_options(std::size_t words) {
  capnp::ReaderOptions options;
  // Every word may be read a few times over: two field walks, then hashing. Far below an amplification.
  options.traversalLimitInWords = 8 * words + 1024;
  options.nestingLimit = 16;
  return options;
}

// An aligned copy of canonical bytes, read under limits. Whoever reads must still compare the bytes
// with what it would have written: that is what makes them canonical.
class CanonicalBytes {
public:
  explicit CanonicalBytes(ByteView bytes) : words_((bytes.size() + sizeof(capnp::word) - 1) / sizeof(capnp::word)) {
    if (!bytes.empty()) std::memcpy(static_cast<void*>(words_.data()), bytes.data(), bytes.size());
    segment_[0] = {words_.data(), words_.size()};
    reader_.emplace(kj::ArrayPtr<const kj::ArrayPtr<const capnp::word>>{segment_, 1}, bounded_options(words_.size()));
  }
  template <class Type>
  typename Type::Reader root() const {
    return reader_->getRoot<Type>();
  }

private:
  std::vector<capnp::word> words_;
  kj::ArrayPtr<const capnp::word> segment_[1];
  mutable std::optional<capnp::SegmentArrayMessageReader> reader_;
};

class FlatBytes {
public:
  explicit FlatBytes(ByteView bytes) : words_((bytes.size() + sizeof(capnp::word) - 1) / sizeof(capnp::word)) {
    KJ_REQUIRE(bytes.size() % sizeof(capnp::word) == 0, "cut short");  // zeroes would be read for what is missing
    if (!bytes.empty()) std::memcpy(static_cast<void*>(words_.data()), bytes.data(), bytes.size());
    reader_.emplace(kj::ArrayPtr<const capnp::word>{words_.data(), words_.size()}, bounded_options(words_.size()));
  }
  template <class Type>
  typename Type::Reader root() const {
    return reader_->getRoot<Type>();
  }

private:
  std::vector<capnp::word> words_;
  mutable std::optional<capnp::FlatArrayMessageReader> reader_;
};

}  // namespace concordat::schemas
