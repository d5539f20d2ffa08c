// Everything of the adapter's HTTPS together, as adapter.toml asks for it: the server, what a crash left to be moved on, and
// the webhook. Runs beside the daemon in threads of its own; they meet in the folders and nowhere else.
//
//   auto web = Web::start({config, kind, clock, note});   // nothing to keep if adapter.toml has no [https]
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/daemon/config.h"
#include "adapters/native.h"
#include "base/clock.h"
#include "base/result.h"

namespace concordat::adapters::web {

struct WebParts {
  const Config& config;
  const Kind& kind;
  const Clock& clock;
  std::function<void(std::string_view code, std::string_view subject)> note;  // from any thread
};

class Web {
public:
  static Result<std::unique_ptr<Web>, std::string> start(WebParts parts);
  virtual ~Web() = default;  // stops within a second
  virtual int port() const = 0;
};

}  // namespace concordat::adapters::web
