// Numbers for what agreements ask of a message: the tests of conditions, and whether an element has the keys of a
// narrowing. The same question has the same number in every plan of a book, so that what was asked of a message for
// one recipient need not be asked again for the next.
//
//   QuestionNumbers questions;
//   questions.number(atom) == questions.number(equal_atom);
//
// Kept by the book's shelf of plans; may be used from any thread.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "policy/condition.h"

namespace concordat::policy {

using QuestionNumber = std::uint32_t;

class QuestionNumbers {
public:
  // Of a test: what else a condition asks is not of the message alone.
  QuestionNumber number(const Atom& test);
  QuestionNumber number(const Narrowing& narrowing);

private:
  QuestionNumber number(std::string key);

  std::mutex guard_;
  std::unordered_map<std::string, QuestionNumber> numbers_;
};

}  // namespace concordat::policy
