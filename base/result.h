// Result<T, E>: a T, or the expected reason there is none. Callers cannot ignore it.
// Shaped like std::expected (C++23), which Debian 12's clang cannot compile; when it can, this file
// becomes one `using`.
//
//   Result<Agreement, ParseError> parse(std::string_view text);
//   TRY(Agreement agreement, parse(text));   // returns Fail{error} from the caller on failure
#pragma once

#include <utility>
#include <variant>

#include "base/check.h"

namespace concordat {

struct Unit {  // the T of a Result that carries nothing
  friend constexpr bool operator==(Unit, Unit) = default;
};

template <class E>
struct Fail {
  E error;
};
template <class E>
Fail(E) -> Fail<E>;

template <class T, class E>
class [[nodiscard]] Result {
public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  template <class F>
  Result(Fail<F> fail) : state_(std::in_place_index<1>, std::move(fail.error)) {}

  bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  T& value() & {
    CHECK(has_value(), "value() of a failed Result");
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    CHECK(has_value(), "value() of a failed Result");
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    CHECK(has_value(), "value() of a failed Result");
    return std::move(*std::get_if<0>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const E& error() const& {
    CHECK(!has_value(), "error() of a successful Result");
    return *std::get_if<1>(&state_);
  }
  E&& error() && {
    CHECK(!has_value(), "error() of a successful Result");
    return std::move(*std::get_if<1>(&state_));
  }

private:
  std::variant<T, E> state_;
};

}  // namespace concordat

#define CONCORDAT_TRY_JOIN2(a, b) a##b
#define CONCORDAT_TRY_JOIN(a, b) CONCORDAT_TRY_JOIN2(a, b)
#define CONCORDAT_TRY(temporary, declaration, ...)                          \
  auto temporary = (__VA_ARGS__);                                           \
  if (!temporary.has_value()) return ::concordat::Fail{std::move(temporary).error()}; \
  declaration = std::move(temporary).value()

// TRY(declaration, expression): declares from the expression's value, or returns its error.
#define TRY(declaration, ...) \
  CONCORDAT_TRY(CONCORDAT_TRY_JOIN(try_result_, __LINE__), declaration, __VA_ARGS__)
