// A C2SP tlog-proof: that an entry is in the log, as text, checkable offline by stock tooling. Its extra line holds
// the entry itself (docs/audit-format.md, section 7), so that one file says what was logged and proves it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "audit/prove.h"

namespace concordat::audit {

std::string format_tlog_proof(const DeliveryReceipt& receipt);
// Nothing unless every line is as the format has it, extra included. Nothing of it is verified.
std::optional<DeliveryReceipt> parse_tlog_proof(std::string_view text);
bool is_tlog_proof(std::string_view text);  // by its first line

}  // namespace concordat::audit
