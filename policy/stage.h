// Where a case stands. Only a Decision moves it: to a stage that its governing agreement declares, by the
// party that the agreement names. A Decision under an agreement without a `stages` header moves nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "policy/compiled.h"
#include "policy/truth.h"
#include "schemas/message.h"

namespace concordat::policy {

enum class StageRefusal : std::uint8_t { not_declared, not_the_mover };

// Where the message moves its case, if anywhere. `sender` is the message's own.
Result<std::optional<CaseStage>, StageRefusal> stage_moved_by(const schemas::Message& message,
                                                              AgencyIndex sender,
                                                              const CompiledAgreement& governing);

}  // namespace concordat::policy
