// Keys condemned: which day keys are to be destroyed, noted beside them before the commit that erases what they sealed. After
// a crash the note says what to finish: if that commit is in the log its keys go, else the note does. So an erasure is either
// not begun or, at the latest when the log is next open, complete.
//
//   TRY(Unit noted, condemn(ring.folder(), {.commit = next, .entry = hash, .generations = {3}}));
//   …commit…
//   TRY(Unit gone, execute(ring, *read_condemned(ring.folder())));
#pragma once

#include <optional>
#include <vector>

#include "audit/key_ring.h"
#include "base/digest.h"

namespace concordat::audit {

struct Condemned {
  std::uint64_t commit = 0;  // sequence of the commit's first entry
  Digest entry{};            // its hash
  std::vector<std::uint32_t> generations;
  friend bool operator==(const Condemned&, const Condemned&) = default;
};

Result<Unit, FileError> condemn(const std::filesystem::path& folder, const Condemned& condemned);
Result<std::optional<Condemned>, FileError> read_condemned(const std::filesystem::path& folder);
// Destroys the keys, then the note.
Result<Unit, FileError> execute(KeyRing& ring, const Condemned& condemned);
Result<Unit, FileError> reprieve(const std::filesystem::path& folder);

}  // namespace concordat::audit
