// What $process-message answers: FHIR R4, as a BaRS sender expects it.
#pragma once

#include "adapters/native.h"
#include "adapters/web/exchange.h"
#include "adapters/web/receipts.h"
#include "base/clock.h"

namespace concordat::adapters::web {

// An OperationOutcome with an issue for each problem, where it is as `expression`.
WebAnswer fhir_problems(int status, const Problems& problems);
// A response Bundle: its header answers the request's own.
WebAnswer fhir_received(ByteView request, const Receipt& receipt, const Kind& kind, Instant now);

}  // namespace concordat::adapters::web
