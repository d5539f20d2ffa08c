// Room that deciding needs besides what comes of it: kept from one recipient to the next. Messages of usual size ask the heap
// for nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "policy/verdict.h"

namespace concordat::policy {

class DecidingRoom {
public:
  // Fields that stand together, of one kind and in one column.
  struct Group {
    std::uint32_t first;
    std::uint32_t last;
    std::uint32_t kind;
    std::uint32_t column;
  };

  explicit DecidingRoom(std::size_t fields) : fields_(fields) {
    if (fields <= few) return;
    many_verdicts_.resize(fields);
    many_groups_.resize(fields);
    many_bound_.resize(fields);
    verdicts_ = many_verdicts_.data();
    groups_ = many_groups_.data();
    bound_ = many_bound_.data();
  }
  DecidingRoom(const DecidingRoom&) = delete;
  DecidingRoom& operator=(const DecidingRoom&) = delete;

  std::span<Verdict> verdicts() { return {verdicts_, fields_}; }
  // Room for as many as there are fields.
  Group* groups() { return groups_; }
  std::uint32_t* bound() { return bound_; }

  std::span<const Group> used_groups;  // those of which a message makes a difference, or a clause with terms may grant some
  std::span<const std::uint32_t> used_bound;  // fields that may have to stay for want of a companion
  // A bit for each of so many clauses, none set.
  std::span<std::uint64_t> no_clauses(std::size_t clauses) {
    const std::size_t words = clauses / 64 + 1;
    if (words == 1) {
      few_clauses_ = 0;
      return {&few_clauses_, 1};
    }
    many_clauses_.assign(words, 0);
    return many_clauses_;
  }

private:
  static constexpr std::size_t few = 64;
  std::size_t fields_;
  std::array<Verdict, few> few_verdicts_;
  std::array<Group, few> few_groups_;
  std::array<std::uint32_t, few> few_bound_;
  std::vector<Verdict> many_verdicts_;
  std::vector<Group> many_groups_;
  std::vector<std::uint32_t> many_bound_;
  std::uint64_t few_clauses_ = 0;
  std::vector<std::uint64_t> many_clauses_;
  Verdict* verdicts_ = few_verdicts_.data();
  Group* groups_ = few_groups_.data();
  std::uint32_t* bound_ = few_bound_.data();
};

}  // namespace concordat::policy
