// What the daemon writes for others: deliveries as native documents in the out-folder, each beside a .meta.json that
// says what binds it; the status of what was sent, for the sending system; answers in full, for `concordat`; receipts.
// Every name is made from an id, so writing twice overwrites. The document is written last: who sees it sees the rest.
//
//   out/0123456789abcdef-referral.json        out/0123456789abcdef-referral.meta.json
//   out/status/MESSAGE.json                   state/answers/MESSAGE.json
//   out/MESSAGE-police-met-not-delivered.json what an urgent message that did not arrive leaves for its sending system
//   state/receipts/DISCLOSURE.receipt         (concordat receipt verify)
#pragma once

#include "adapters/daemon/config.h"
#include "adapters/daemon/ledger.h"
#include "adapters/link/host.h"
#include "adapters/native.h"

namespace concordat::adapters {

Result<Unit, FileError> make_out_folders(const Config& config);
Result<Unit, FileError> write_delivery(const Config& config, const Kind& kind, const link::Delivery& delivery);
// Status, answer, each step in the native format, and for a refused message its document and a report in the
// rejected-folder.
Result<Unit, FileError> write_record(const Config& config, const Kind& kind, const link::Record& record);

std::string answer_json(const link::Record& record);
std::string status_json(const link::Record& record);
// What a delivery was written as, and what it is about.
struct Written {
  std::string document;
  std::string receipt;
  std::vector<std::string> earlier;  // files handed on before, of the messages that it recalls, answers or goes on from
  std::optional<LedgerEntry> ours;   // the message of our own that it answers
};
std::string meta_json(const link::Delivery& delivery, const Written& written);

}  // namespace concordat::adapters
