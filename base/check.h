// CHECK(condition, "what broke") aborts, in release too: a bug becomes an outage, never a breach.
// The message is a literal, so no submitted value can reach it.
#pragma once

namespace concordat {

// Writes file, line and message to stderr and aborts.
[[noreturn]] void check_failed(const char* file, int line, const char* message) noexcept;

}  // namespace concordat

#define CHECK(condition, message) \
  ((condition) ? static_cast<void>(0) : ::concordat::check_failed(__FILE__, __LINE__, "" message))
