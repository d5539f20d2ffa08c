// What each word of the language does, in one line, and what a field, a class, a view and a basis are, in words:
// what an editor shows beside a suggestion and over a word.
#pragma once

#include <string>
#include <string_view>

#include "policy/catalogue.h"
#include "schemas/field_table.h"

namespace concordat::policy {

// Empty for what is no word of the language.
std::string_view meaning_of_word(std::string_view word);
std::string_view meaning_of_view(schemas::Level level);
std::string_view meaning_of_class(schemas::FieldClass field_class);

std::string field_in_brief(const schemas::FieldEntry& field);  // "contact; full, outwardCode, existence; fact"
std::string field_in_full(const schemas::FieldEntry& field);
std::string struct_in_brief(std::string_view path);            // "4 fields: contact"
std::string basis_in_full(const Basis& basis);

}  // namespace concordat::policy
