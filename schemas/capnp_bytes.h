// Between Cap'n Proto's readers and our bytes and text. Internal to the files that name capnp.
// FlatBytes holds an aligned copy of bytes from outside and reads it under explicit limits; no reader
// outlives it. Out-of-range reads throw kj::Exception, which the including file catches.
#pragma once

#include <capnp/message.h>
#include <capnp/serialize.h>

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

class FlatBytes {
public:
  explicit FlatBytes(ByteView bytes) : words_((bytes.size() + sizeof(capnp::word) - 1) / sizeof(capnp::word)) {
    if (!bytes.empty()) std::memcpy(static_cast<void*>(words_.data()), bytes.data(), bytes.size());
    capnp::ReaderOptions options;
    // Every word may be read a few times over: field walks, then hashing. Far below an amplification.
    options.traversalLimitInWords = 8 * words_.size() + 1024;
    options.nestingLimit = 16;
    reader_.emplace(kj::ArrayPtr<const capnp::word>{words_.data(), words_.size()}, options);
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
