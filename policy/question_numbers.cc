#include "policy/question_numbers.h"

#include <utility>

namespace concordat::policy {
namespace {

void add(std::string& key, std::size_t number) {
  key += std::to_string(number) + ",";
}
void add(std::string& key, const std::string& text) {
  add(key, text.size());
  key += text;
}
void add(std::string& key, const Narrowing& narrowing) {
  add(key, narrowing.list.value());
  add(key, narrowing.keys.size());
  for (const KeyMatch& match : narrowing.keys) {
    add(key, match.key.value());
    add(key, match.value);
  }
}

}  // namespace

QuestionNumber QuestionNumbers::number(const Atom& test) {
  CHECK(test.kind == Atom::Kind::test, "a question that is not of the message");
  std::string key = "test,";
  add(key, static_cast<std::size_t>(test.quantifier));
  add(key, static_cast<std::size_t>(test.comparison));
  add(key, test.field.value());
  add(key, test.values.size());
  for (const std::string& value : test.values) add(key, value);
  if (test.narrowing) add(key, *test.narrowing);
  return number(std::move(key));
}

QuestionNumber QuestionNumbers::number(const Narrowing& narrowing) {
  std::string key = "keys,";
  add(key, narrowing);
  return number(std::move(key));
}

QuestionNumber QuestionNumbers::number(std::string key) {
  const std::lock_guard lock{guard_};
  return numbers_.try_emplace(std::move(key), static_cast<QuestionNumber>(numbers_.size())).first->second;
}

}  // namespace concordat::policy
