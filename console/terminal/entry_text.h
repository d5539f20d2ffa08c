// A log entry's header as text and JSON: who, what, when, by which agreement. No annex.
#pragma once

#include <string>

#include "audit/entry.h"

namespace concordat::console {

std::string entry_line(const audit::Entry& entry);
std::string entry_json(const audit::Entry& entry);

}  // namespace concordat::console
