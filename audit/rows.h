// Rows: numbered byte strings in one piece of memory, because a log is checked by the million and an allocation for
// each entry costs more than its hash. Append only; what it gives are views that live until the next add or clear.
//
//   Rows rows;
//   rows.add(sequence, entry);
//   for (const Numbered row : rows) take(row.number, row.bytes);
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

#include "base/bytes.h"

namespace concordat::audit {

struct Numbered {
  std::uint64_t number;
  ByteView bytes;
};

class Rows {
public:
  class Iterator {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Numbered;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Numbered;
    Iterator(const Rows* rows, std::size_t at) : rows_(rows), at_(at) {}
    Numbered operator*() const { return (*rows_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

  private:
    const Rows* rows_;
    std::size_t at_;
  };

  void add(std::uint64_t number, ByteView bytes) {
    places_.push_back({number, memory_.size(), bytes.size()});
    memory_.insert(memory_.end(), bytes.begin(), bytes.end());
  }
  void reserve(std::size_t rows, std::size_t bytes) {
    places_.reserve(rows);
    memory_.reserve(bytes);
  }
  void clear() {
    places_.clear();
    memory_.clear();
  }
  std::size_t bytes() const { return memory_.size(); }
  bool empty() const { return places_.empty(); }
  std::size_t size() const { return places_.size(); }
  Numbered operator[](std::size_t at) const {
    const Place& place = places_[at];
    return {place.number, ByteView{memory_}.subspan(place.begin, place.size)};
  }
  Numbered back() const { return (*this)[size() - 1]; }
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }
  friend bool operator==(const Rows& a, const Rows& b) {
    return std::equal(a.places_.begin(), a.places_.end(), b.places_.begin(), b.places_.end(),
                      [](const Place& x, const Place& y) { return x.number == y.number && x.size == y.size; }) &&
           a.memory_ == b.memory_;
  }

private:
  struct Place {
    std::uint64_t number;
    std::size_t begin;
    std::size_t size;
  };
  std::vector<Place> places_;
  Bytes memory_;
};

}  // namespace concordat::audit
