// The parts of an agreement in words that a person can read aloud: views, classes, conditions, bases. What the
// schedule, the matrix and the explanation have in common.
#pragma once

#include <string>
#include <vector>

#include "policy/agreement.h"
#include "policy/condition.h"
#include "schemas/field_table.h"

namespace concordat::policy {

std::string view_in_words(schemas::Level level);               // "an age band only"
std::string class_in_words(schemas::FieldClass field_class);   // "health (special category)"
std::string basis_in_words(std::string_view id);               // "UK GDPR Article 6(1)(e): Public task"

std::string in_words(const Condition& condition);              // "subject.ageGroup is child or emergency declared"
std::string in_words(const PartyScope& scope);                 // "any party"; "council, police/met"
// A clause's when and unless: "when …", "unless …", both, or nothing.
std::string conditions_in_words(const Clause& clause);
std::string in_words(const CompiledCondition& condition);      // the same of a compiled one
std::string in_words(const Narrowing& narrowing);              // "role is child"

std::string joined(const std::vector<Word>& words);
std::string joined(const std::vector<Party>& parties);

}  // namespace concordat::policy
