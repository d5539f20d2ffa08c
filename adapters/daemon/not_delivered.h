// NOT DELIVERED, for the sending system in its own format: out/MESSAGE-AGENCY-not-delivered.EXT. Each failure is written
// once, however often the record changes afterwards: STATE/told remembers, because the sending system takes the file away.
#pragma once

#include "adapters/daemon/config.h"
#include "adapters/link/records.h"
#include "adapters/native.h"
#include "base/file.h"

namespace concordat::adapters {

Result<Unit, FileError> tell_not_delivered(const Config& config, const Kind& kind, const link::Record& record);

}  // namespace concordat::adapters
