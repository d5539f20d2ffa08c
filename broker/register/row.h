// What table `acts` holds: acts as they were signed with what was attached to them, files as they were imported, and turns of
// time that were announced. Appended under the entry that recorded each; never changed, never erased: the register is their fold.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "policy/compiled.h"
#include "schemas/act.h"

namespace concordat::broker {

using Attached = std::map<std::string, std::string>;  // "text", "difference", "replay", "scenarios", "signature": what binds names

struct ActRow {
  schemas::Act act;
  Attached attached;
};
struct ImportedDirectory {
  std::string json;
  std::string signatures;
};
struct ImportedAgreement {
  std::string text;
  std::string signatures;
  policy::Status status = policy::Status::active;
  std::vector<schemas::AgencyId> acceded;
};
// The calendar's own doing: nobody signs it, and it is recorded once.
struct Turn {
  enum class What : std::uint8_t { in_force, superseded, review_due, expiry_due, expired };
  What what;
  std::uint16_t days;  // left, when it was announced: 90, 30, 7 or 0
  schemas::AgreementName name;
  Digest text;
  friend bool operator==(const Turn&, const Turn&) = default;
};
std::string_view name_of(Turn::What what);  // "in-force"

using RegisterRow = std::variant<ActRow, ImportedDirectory, ImportedAgreement, Turn>;
struct RecordedRow {
  std::uint64_t record;  // sequence of the entry
  Instant at;            // by the broker's clock
  RegisterRow row;
};

Bytes encode_row(Instant at, const RegisterRow& row);
std::optional<RecordedRow> decode_register_row(std::uint64_t record, ByteView bytes);

}  // namespace concordat::broker
