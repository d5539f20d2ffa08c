// A body made quick to ask: the value of a field in an element, the elements of a list, whether an
// element is one that a narrowing means. Does not outlive the body; holds no value of its own.
//
// Its elements are columns of bits, in their order, and the last column is the message itself: what is
// true of some of them is a row of words().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/coverage.h"
#include "policy/truth.h"
#include "schemas/message.h"

namespace concordat::policy {

class BodyView {
public:
  explicit BodyView(const schemas::Body& body);
  BodyView(const BodyView&) = delete;
  BodyView& operator=(const BodyView&) = delete;

  const schemas::Body& body() const { return body_; }
  // Where a field stands among the body's fields.
  std::optional<std::uint32_t> index(schemas::FieldId field, schemas::ElementIndex element) const;
  const std::string* value(schemas::FieldId field, schemas::ElementIndex element) const;
  // The element of `list` that `element` is or lies in; no_element if there is none.
  schemas::ElementIndex within(schemas::ElementIndex element, schemas::ListId list) const;
  // Whether an element (or the one it lies in) has the keys: unknown while a key is absent.
  Truth matches(const Narrowing& narrowing, schemas::ElementIndex element) const;

  // Every place of a field in the body: the first, and after each the next, until no_field.
  static constexpr std::uint32_t no_field = 0xffffffff;
  std::uint32_t first(schemas::FieldId field) const { return first_[field.value()]; }
  std::uint32_t next(std::uint32_t place) const { return next_[place]; }

  // A field that is present, and a companion of it that is too.
  struct Bond {
    std::uint32_t field;
    std::uint32_t companion;
  };
  const std::vector<Bond>& bonds() const { return bonds_; }

  std::size_t column(schemas::ElementIndex element) const {
    return element == schemas::no_element ? body_.elements.size() : element;
  }
  std::size_t words() const { return words_; }
  // The columns of an element and all that lies in it; of no element, every column.
  const std::uint64_t* inside(schemas::ElementIndex element) const {
    return inside_.data() + column(element) * words_;
  }
  // The columns of a list's elements and all that lies in them.
  const std::uint64_t* covered(schemas::ListId list) const { return covered_ + list.value() * words_; }

private:
  void chain_fields();
  void nest_elements();
  void bind_companions();

  const schemas::Body& body_;
  std::size_t words_;
  std::vector<std::uint32_t> chains_;  // one allocation for the four below
  std::uint32_t* starts_;              // by column, and one past: where its fields begin in order_
  std::uint32_t* order_;               // indices of fields, by column
  std::uint32_t* first_;
  std::uint32_t* next_;
  std::vector<std::uint64_t> inside_;  // and what is covered, behind it
  std::uint64_t* covered_;
  std::vector<Bond> bonds_;
};

}  // namespace concordat::policy
