#include "policy/stage.h"

#include <algorithm>

#include "base/check.h"

namespace concordat::policy {

Result<std::optional<CaseStage>, StageRefusal> stage_moved_by(const schemas::Message& message,
                                                              AgencyIndex sender,
                                                              const CompiledAgreement& governing) {
  if (message.envelope.type != schemas::BodyType::decision || !governing.stages)
    return std::optional<CaseStage>{};
  static const auto stage_field = schemas::FieldTable::get().field("decision.stage");
  CHECK(stage_field, "the schema has no stage of a decision");
  const schemas::Field* stage = message.body.find(*stage_field, schemas::no_element);
  if (stage == nullptr) return std::optional<CaseStage>{};
  const auto& names = governing.stages->names;
  if (std::find(names.begin(), names.end(), stage->value) == names.end())
    return Fail{StageRefusal::not_declared};
  if (!governing.stages->movers[sender]) return Fail{StageRefusal::not_the_mover};
  return std::optional{CaseStage{governing.name.name, stage->value}};
}

}  // namespace concordat::policy
