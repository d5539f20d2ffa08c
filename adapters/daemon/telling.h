// Telling: the sending system hears of each step of its message in its own format, once for each step and recipient. What
// did not arrive stands in the out-folder itself, where people look; the rest in its status folder.
//
//   OUT/MESSAGE-AGENCY-not-delivered.EXT
//   OUT/status/MESSAGE-AGENCY-STATE.EXT     accepted, waiting, refused, delivered, acknowledged, decision, closed, …
//   STATE/told/MESSAGE                      which steps have been told
#pragma once

#include "adapters/daemon/config.h"
#include "adapters/daemon/ledger.h"
#include "adapters/link/host.h"
#include "adapters/native.h"

namespace concordat::adapters {

// What the record says that has not been told yet.
Result<Unit, FileError> tell_steps(const Config& config, const Kind& kind, const link::Record& record);

// An answer came to a message of ours: a decision, a closure, information. `document` is the file that holds it. Nothing if
// it is an answer to nothing of ours.
Result<Unit, FileError> tell_answer(const Config& config, const Kind& kind, const link::Delivery& delivery, const std::string& document);
// The message of ours that it answers, by what it says it answers or else by its case.
std::optional<LedgerEntry> answered_by(const Ledger& ledger, const schemas::Envelope& envelope);

// An address became confidential: the recall that only we can seal is put into our own in-folder, once.
Result<Unit, FileError> recall_what_is_due(const Config& config, const link::Record& record);

}  // namespace concordat::adapters
