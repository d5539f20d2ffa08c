// Secret<N>: N bytes that cannot be copied, compared, printed or formatted, and that cleanse
// themselves when they go. `expose()` is the one way to the bytes: grep for it.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace concordat {

// Overwrites memory in a way the compiler may not remove.
void cleanse(std::span<std::byte> bytes) noexcept;

template <std::size_t N>
class Secret {
public:
  static constexpr std::size_t size = N;

  explicit Secret(std::span<const std::byte, N> bytes) {
    for (std::size_t i = 0; i < N; ++i) bytes_[i] = bytes[i];
  }
  Secret(Secret&& other) noexcept : bytes_(other.bytes_) { cleanse(other.bytes_); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      bytes_ = other.bytes_;
      cleanse(other.bytes_);
    }
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { cleanse(bytes_); }

  std::span<const std::byte, N> expose() const { return bytes_; }
  Secret duplicate() const { return Secret{expose()}; }  // deliberate, so it can be grepped

private:
  std::array<std::byte, N> bytes_;
};

}  // namespace concordat
