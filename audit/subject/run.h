// A run: the handles of one tick, sorted, as one row of the log's table `handles` under the sequence of the tick's last event
// (docs/audit-format.md, section 11). Written in the commit that writes the entries they find.
#pragma once

#include <span>

#include "audit/entry.h"
#include "audit/subject/handle.h"

namespace concordat::audit {

// How a person stands to the entries that a handle finds.
enum class Bearing : std::uint8_t {
  subject = 0,
  related = 1,         // named in it, not its subject
  subject_hidden = 2,  // its subject, who is not to be told: an officer decides
  related_hidden = 3,
};
constexpr bool is_hidden(Bearing bearing) { return bearing == Bearing::subject_hidden || bearing == Bearing::related_hidden; }
constexpr bool is_related(Bearing bearing) { return bearing == Bearing::related || bearing == Bearing::related_hidden; }

struct HandleRow {
  Handle handle;
  std::uint64_t first;    // sequence of the first entry it finds
  std::uint16_t entries;  // how many, from there on
  Bearing bearing;
  friend auto operator<=>(const HandleRow&, const HandleRow&) = default;
};

struct Run {
  std::uint32_t generation = 0;  // of the subject key
  std::vector<HandleRow> rows;   // ascending, none twice
};

Bytes encode_run(std::uint32_t generation, std::vector<HandleRow> rows);  // sorts
// Nothing unless encode_run could have written exactly these bytes.
std::optional<Run> decode_run(ByteView bytes);
// The rows of one handle, found where they lie: a search looks at many runs, and takes little from each. Nothing unless the bytes are as long
// as the run they say they are; that they are in order is decode_run's to judge, when the run is merged.
std::optional<std::vector<HandleRow>> find_in_run(ByteView bytes, const Handle& handle);

}  // namespace concordat::audit
