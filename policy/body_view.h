// A body made quick to ask: the value of a field in an element, the elements of a list, whether an
// element is one that a narrowing means. Does not outlive the body; holds no value of its own.
//
// The message itself and its elements are columns of bits, in the order that the fields stand in: what is
// true of some of them is a row of words().
//
//   const BodyView view{message.body};
//   for (auto i = view.first(field); i != BodyView::no_field; i = view.next(i)) …   // message.body.fields[i].id == field
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

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
  // Where another field of the same element stands.
  std::optional<std::uint32_t> beside(std::uint32_t place, schemas::FieldId field) const;
  // The element of `list` that `element` is or lies in; no_element if there is none.
  schemas::ElementIndex within(schemas::ElementIndex element, schemas::ListId list) const;
  // Whether an element (or the one it lies in) has the keys: unknown while a key is absent.
  Truth matches(const Narrowing& narrowing, schemas::ElementIndex element) const;

  // Every place of a field in the body: one, and after each another, until no_field.
  static constexpr std::uint32_t no_field = 0xffffffff;
  std::uint32_t first(schemas::FieldId field) const { return first_[field.value()] - 1; }
  std::uint32_t next(std::uint32_t place) const { return next_[place] - 1; }

  // By place: which field stands there, and in which column.
  struct Standing {
    std::uint32_t column;
    std::uint16_t id;
  };
  const Standing* standings() const { return standings_; }

  // The message's own is the first.
  static std::size_t column(schemas::ElementIndex element) { return element + schemas::ElementIndex{1}; }
  std::size_t words() const { return words_; }
  // The columns of an element and all that lies in it; of no element, every column.
  const std::uint64_t* inside(schemas::ElementIndex element) const { return inside_column(column(element)); }
  const std::uint64_t* inside_column(std::size_t column) const { return inside_ + column * words_; }
  // The columns of a list's elements and all that lies in them.
  const std::uint64_t* covered(schemas::ListId list) const { return covered_ + list.value() * words_; }
  // The columns of a list's elements alone.
  const std::uint64_t* elements(schemas::ListId list) const { return elements_ + list.value() * words_; }
  // How many elements it has.
  std::size_t size(schemas::ListId list) const { return sizes_[list.value()]; }

private:
  void lay_out();
  void index_fields();
  template <class Words>
  void nest_elements(Words words);

  const schemas::Body& body_;
  std::size_t words_;
  // Bodies of usual size ask the heap for nothing.
  std::array<std::uint64_t, 768> room_;
  std::unique_ptr<std::uint64_t[]> more_room_;
  std::uint64_t* inside_;    // by column, words_ each
  std::uint64_t* covered_;   // by ListId, words_ each
  std::uint64_t* elements_;  // likewise
  std::uint32_t* sizes_;     // by ListId
  std::uint32_t* first_;     // by FieldId; from 1, 0 is no field
  std::uint32_t* next_;      // likewise, by place
  Standing* standings_;      // by place
  bool is_sorted_ = true;    // by column, as message.h promises; whoever makes a body by hand may not have sorted it
};

}  // namespace concordat::policy
