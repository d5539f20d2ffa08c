// A source restriction: what the message's own sender marked, as a cap at withhold. A path that cannot
// be read restricts everything: what was to be protected is not known.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "policy/body_view.h"

namespace concordat::policy {

class Restriction {
public:
  // Who could say that it is liftable and does not has made it absolute.
  enum class Strength : std::uint8_t { liftable, absolute };

  // "subject.address", "subject.address[kind home]", "concern[1].narrative[0].text"
  static Restriction read(std::string_view path, const BodyView& view);
  static Restriction of_everything();

  Restriction with(Strength strength) &&;
  Strength strength() const { return strength_; }
  bool covers(schemas::FieldId field, schemas::ElementIndex element, const BodyView& view) const;

private:
  struct Place {  // the element at a position of its list
    schemas::ListId list;
    std::uint32_t position;
  };
  Strength strength_ = Strength::absolute;
  bool everything_ = false;
  std::vector<bool> fields_;  // by FieldId
  std::vector<Place> places_;
  std::vector<Narrowing> narrowings_;
};

// Those of a message, in its order.
std::vector<Restriction> restrictions_of(const BodyView& view);

}  // namespace concordat::policy
