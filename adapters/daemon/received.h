// What was received and may not be passed on, or not without asking: which deliveries of a case, and in answer to which message, so
// that what is sent on carries its source's restriction. STATE/received/ID/DISCLOSURE, an empty file for each.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "adapters/link/host.h"
#include "schemas/message.h"

namespace concordat::adapters {

class Received {
public:
  explicit Received(const std::filesystem::path& state) : folder_(state / "received") {}

  // Remembers a delivery if anything in it is restricted.
  Result<Unit, FileError> remember(const link::Delivery& delivery) const;
  // Of the message's case, and of the message it answers; each once.
  std::vector<schemas::DisclosureId> before(const schemas::Envelope& envelope) const;

private:
  std::filesystem::path folder_;
};

}  // namespace concordat::adapters
