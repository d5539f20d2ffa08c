// The annex of an entry in plain: an ordered list of (key, value) texts holding what is itself personal
// (verdicts, facts, reasons, handles). docs/audit-format.md, section 4. Sealed before it is stored.
//
//   AnnexWriter annex;
//   annex.add("message-id", id).add("verdict", "subject.birthDate|month|grant dob|cap age");
//   event.annex = annex.finish();
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace concordat::audit {

struct AnnexPair {
  std::string key;
  std::string value;
  friend bool operator==(const AnnexPair&, const AnnexPair&) = default;
};

class AnnexWriter {
public:
  AnnexWriter& add(std::string_view key, std::string_view value);  // key at most 65,535 bytes
  Bytes finish() const;

private:
  std::uint32_t count_ = 0;
  Bytes pairs_;
};

// Nothing unless an AnnexWriter could have written exactly these bytes.
std::optional<std::vector<AnnexPair>> read_annex(ByteView annex);

}  // namespace concordat::audit
