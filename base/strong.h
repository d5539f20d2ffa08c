// Strong<Tag, Rep> is a Rep that cannot be mistaken for another Rep: no default, no implicit
// conversion either way, no comparison across tags.
//
//   using AgencyId = Strong<struct AgencyTag, std::string>;
//   AgencyId met{"police/met"};
#pragma once

#include <compare>
#include <functional>
#include <utility>

namespace concordat {

template <class Tag, class Rep>
class Strong {
public:
  using rep = Rep;
  constexpr explicit Strong(Rep value) : value_(std::move(value)) {}
  constexpr const Rep& value() const noexcept { return value_; }
  friend constexpr auto operator<=>(const Strong&, const Strong&) = default;

private:
  Rep value_;
};

}  // namespace concordat

template <class Tag, class Rep>
struct std::hash<concordat::Strong<Tag, Rep>> {
  std::size_t operator()(const concordat::Strong<Tag, Rep>& strong) const noexcept {
    return std::hash<Rep>{}(strong.value());
  }
};
