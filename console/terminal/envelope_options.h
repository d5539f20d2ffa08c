// The options by which a command completes a message whose envelope says less than it must.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

#include "console/terminal/terminal.h"
#include "schemas/json.h"

namespace concordat::console {

struct EnvelopeOptions {
  std::string from;
  std::string scheme;
  std::string purpose;
  std::string area;
  std::string agreement;
};

void bind(CLI::App& leaf, EnvelopeOptions& to);
// Defaults for a message made at `now`; what no option says stays unsaid.
Result<schemas::EnvelopeDefaults, Exit> defaults_of(const EnvelopeOptions& options, Instant now, const Terminal& terminal);

}  // namespace concordat::console
