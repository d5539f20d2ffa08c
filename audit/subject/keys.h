// What a person, a case or a message is found by: short texts, each made the same way from a submission and from a
// question, so that their handles agree. They hold values, so they live only until they are hashed (handle.h).
//
// A name counts only together with a birth date: exactly (`exact`), in the same groups with day and month perhaps swapped
// (`variant`), sounding alike (`sound`), or one of its words alone (`one`). Where the sender knew no birth date, the name
// alone is `undated`.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "schemas/message.h"

namespace concordat::audit {

// How sure a match is, surest first. Numbers are format (docs/audit-format.md, section 11).
enum class Grade : std::uint8_t { identifier = 1, exact = 2, variant = 3, sound = 4, one = 5, undated = 6, envelope = 7 };
std::string_view grade_name(Grade grade);
std::optional<Grade> grade_named(std::string_view name);

struct Key {
  Grade grade;
  std::string text;
};

struct PersonalName {
  std::string given;
  std::string family;
};
struct Person {
  struct Identifier {
    std::string system;
    std::string value;
  };
  std::vector<Identifier> identifiers;
  std::vector<PersonalName> names;
  std::optional<Date> birth_date;
};

// Each once, surest first.
std::vector<Key> keys_of(const Person& person);
// Those, and each name as a sender would have written it who knew no birth date.
std::vector<Key> question_keys_of(const Person& person);
Key case_key(const schemas::CaseId& case_id);
Key message_key(const schemas::MessageId& message);

Person subject_of(const schemas::Message& message);
// Those whom the message is not about, and who may be told that it names them: never a perpetrator or suspect, nor one at a
// position among the related persons that is `silent`.
std::vector<Person> related_of(const schemas::Message& message, const std::set<std::uint32_t>& silent);

}  // namespace concordat::audit
