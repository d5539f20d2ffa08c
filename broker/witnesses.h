// What the links say of our checkpoints: each one's cosignature of the last it accepted. A recipient can then be shown a
// checkpoint that other agencies have seen too, so that nobody can be shown a history of their own.
//
// In memory, and now and then written down (audit/notes_file.h), so that a start finds what the links last saw.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

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

  // What was written down before a start: a note of ours, whose lines count when they are by keys that counted when they were made.
  void restore(const schemas::Directory& directory, const audit::Checkpoint& checkpoint, const std::string& note);
  // Of each agency the newest that it cosigned, as notes with the lines; ascending.
  std::vector<std::string> last_words() const;
  bool is_unwritten() const { return is_unwritten_; }
  void written() { is_unwritten_ = false; }

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
  bool is_unwritten_ = false;  // something was cosigned since written()
};

}  // namespace concordat::broker
