#include "schemas/not_told.h"

#include <algorithm>

#include "schemas/field_table.h"

namespace concordat::schemas {

bool is_subject_not_to_be_told(const Message& message) {
  static const auto reason = FieldTable::get().field("consent.reasonNotTold");
  const std::vector<Field>& fields = message.body.fields;
  return std::any_of(fields.begin(), fields.end(), [](const Field& field) {
    return field.id == reason && (field.value == "riskToSubject" || field.value == "riskToOthers" || field.value == "prejudiceInvestigation");
  });
}

}  // namespace concordat::schemas
