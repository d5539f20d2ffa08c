// Which legal bases matter to what: whom a line of an agreement cites them for, and what kind of data each answers
// for. What check() demands of a grant and what an officer reads out of a disclosure go by the same.
#pragma once

#include <string_view>

#include "policy/agreement.h"
#include "policy/catalogue.h"
#include "schemas/field_table.h"

namespace concordat::policy {

bool is_special_category(schemas::FieldClass field_class);  // UK GDPR Article 9
// Whether the line cites its bases for senders of that kind.
bool is_said_for(const BasisLine& line, std::string_view kind);

struct DataShared {
  bool has_special_category = false;
  bool has_offence = false;
  bool has_health = false;

  void add(schemas::FieldClass field_class);
};
// Whether sharing that relies on a basis of that role: the law asks for one of it, or it is a power to share.
bool is_relied_on(BasisRole role, const DataShared& shared);

}  // namespace concordat::policy
