// What the links say of our checkpoints: each one's cosignature of the last it accepted. A recipient can then be shown a
// checkpoint that other agencies have seen too, so that nobody can be shown a history of their own.
//
// In memory: after a start every link says hello, is welcomed with a checkpoint, and cosigns it.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "audit/checkpoint.h"
#include "base/clock.h"
#include "schemas/directory.h"

namespace concordat::broker {

class Witnesses {
public:
  // A checkpoint that some link is being shown.
  void shown(const audit::SignedCheckpoint& checkpoint);
  // False: it is no cosignature by that agency, under a key that counts now, of a checkpoint it was lately shown.
  [[nodiscard]] bool take(const schemas::Directory& directory, const schemas::AgencyId& agency, std::uint64_t size, std::string_view line, Instant now);

  struct Cosigned {
    std::uint64_t size;
    std::string note;  // with the cosignatures
  };
  // Of the checkpoints of at most `size` entries the one that most agencies other than `besides` have cosigned; of
  // several, the newest.
  std::optional<Cosigned> best(std::uint64_t size, const std::optional<schemas::AgencyId>& besides) const;

private:
  struct Kept {
    std::string note;
    std::map<schemas::AgencyId, std::string> lines;
  };
  std::map<std::uint64_t, Kept> kept_;  // by size
};

}  // namespace concordat::broker
