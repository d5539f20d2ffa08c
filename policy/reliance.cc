#include "policy/reliance.h"

#include <algorithm>

#include "policy/findings.h"

namespace concordat::policy {

using schemas::FieldClass;

bool is_special_category(FieldClass field_class) {
  return field_class == FieldClass::health || field_class == FieldClass::ethnicity ||
         field_class == FieldClass::religion || field_class == FieldClass::politics ||
         field_class == FieldClass::sex_life;
}

bool is_said_for(const BasisLine& line, std::string_view kind) {
  return line.parties.empty() || std::any_of(line.parties.begin(), line.parties.end(),
                                             [&](const Party& party) { return kind_of(party) == kind; });
}

void DataShared::add(FieldClass field_class) {
  has_special_category = has_special_category || is_special_category(field_class);
  has_offence = has_offence || field_class == FieldClass::offence;
  has_health = has_health || field_class == FieldClass::health;
}

bool is_relied_on(BasisRole role, const DataShared& shared) {
  switch (role) {
    case BasisRole::lawful:
    case BasisRole::law_enforcement:
    case BasisRole::gateway:
      return true;
    case BasisRole::special:
    case BasisRole::special_part1:
    case BasisRole::special_part2:
      return shared.has_special_category;
    case BasisRole::criminal:
    case BasisRole::sch1_part3:
      return shared.has_offence;
    case BasisRole::sch1_part1:
    case BasisRole::sch1_part2:
    case BasisRole::sensitive:
    case BasisRole::sch8:
      return shared.has_special_category || shared.has_offence;
    case BasisRole::confidentiality:
      return shared.has_health;
  }
  return false;
}

}  // namespace concordat::policy
