// What POLE calls our fields: one table for what is written and what is read back. Each element of text stands for one field
// of the section that it lies in.
#pragma once

#include <array>
#include <string_view>

namespace concordat::adapters::police {

inline constexpr std::string_view pole_space = "urn:concordat:pole:1";

struct PoleLeaf {
  std::string_view path;  // below its section's
  std::string_view name;
};

inline constexpr std::array role_leaves{PoleLeaf{"role", "Role"}};
inline constexpr std::array name_leaves{PoleLeaf{"given", "GivenName"}, PoleLeaf{"family", "FamilyName"},
                                 PoleLeaf{"asWritten", "FullName"}, PoleLeaf{"kind", "NameType"}};
inline constexpr std::array identifier_leaves{PoleLeaf{"system", "Register"}, PoleLeaf{"value", "Number"},
                                       PoleLeaf{"verified", "Verified"}};
inline constexpr std::array person_leaves{
    PoleLeaf{"birthDate", "DateOfBirth"}, PoleLeaf{"approximateAge", "ApproximateAge"},
    PoleLeaf{"ageGroup", "AgeGroup"},     PoleLeaf{"sex", "Sex"},
    PoleLeaf{"ethnicity", "Ethnicity"},   PoleLeaf{"nationality", "Nationality"},
    PoleLeaf{"language", "Language"},     PoleLeaf{"interpreter", "InterpreterNeeded"}};
inline constexpr std::array related_leaves{PoleLeaf{"name", "FullName"}, PoleLeaf{"birthDate", "DateOfBirth"},
                                    PoleLeaf{"sex", "Sex"}, PoleLeaf{"relationship", "Relationship"},
                                    PoleLeaf{"note", "Note"}};
inline constexpr std::array address_leaves{PoleLeaf{"lines", "AddressLines"}, PoleLeaf{"postcode", "Postcode"},
                                    PoleLeaf{"kind", "AddressType"}, PoleLeaf{"confidential", "Confidential"}};
inline constexpr std::array concern_leaves{
    PoleLeaf{"category", "Category"}, PoleLeaf{"reference", "Reference"}, PoleLeaf{"dateCameToLight", "DateCameToLight"},
    PoleLeaf{"place", "Place"},       PoleLeaf{"code", "Code"},           PoleLeaf{"codeSystem", "CodeList"}};
inline constexpr std::array narrative_leaves{PoleLeaf{"class", "About"}, PoleLeaf{"status", "Status"},
                                      PoleLeaf{"observed", "Observed"}, PoleLeaf{"author", "Author"},
                                      PoleLeaf{"text", "Text"}};
inline constexpr std::array risk_leaves{PoleLeaf{"level", "Level"},       PoleLeaf{"toSelf", "ToSelf"},
                                 PoleLeaf{"toOthers", "ToOthers"}, PoleLeaf{"imminence", "Imminence"},
                                 PoleLeaf{"summary", "Summary"},   PoleLeaf{"assessedBy", "AssessedBy"},
                                 PoleLeaf{"date", "Date"}};
inline constexpr std::array offence_leaves{
    PoleLeaf{"code", "Code"},       PoleLeaf{"wording", "Wording"}, PoleLeaf{"date", "Date"},    PoleLeaf{"plea", "Plea"},
    PoleLeaf{"finding", "Finding"}, PoleLeaf{"result", "Result"},   PoleLeaf{"status", "Status"}};

inline constexpr std::array contact_leaves{PoleLeaf{"kind", "Kind"}};
inline constexpr std::array instruction_leaves{PoleLeaf{"safeInstructions", "HowToUseSafely"}};

}  // namespace concordat::adapters::police
