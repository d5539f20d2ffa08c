#include "broker/witnesses.h"

#include <algorithm>

#include "audit/cosignature.h"

namespace concordat::broker {
namespace {

constexpr std::size_t kept_max = 256;
constexpr std::size_t lines_max = 64;  // a note is at most 16 KiB, and a line some 150 bytes
constexpr std::chrono::minutes skew_max{10};

bool is_of(const schemas::Directory& directory, const schemas::Organisation& witness, std::string_view line, const std::string& note, Instant now) {
  return std::any_of(witness.signing_keys.begin(), witness.signing_keys.end(), [&](const schemas::AgencyKey& key) {
    const auto at = audit::read_cosignature(line, note, {key.key, witness.id.value()});
    return at && *at < now + skew_max && *at > now - skew_max && directory.signing_key(witness.id, key.fingerprint, *at);
  });
}

}  // namespace

void Witnesses::shown(const audit::SignedCheckpoint& checkpoint) {
  kept_.try_emplace(checkpoint.checkpoint.size, Kept{checkpoint.note, {}});
  // What has been cosigned is kept longest: it is what others are shown.
  while (kept_.size() > kept_max) {
    const auto plain = std::find_if(kept_.begin(), std::prev(kept_.end()), [](const auto& one) { return one.second.lines.empty(); });
    kept_.erase(plain == std::prev(kept_.end()) ? kept_.begin() : plain);
  }
}

bool Witnesses::take(const schemas::Directory& directory, const schemas::AgencyId& agency, std::uint64_t size, std::string_view line, Instant now) {
  const auto kept = kept_.find(size);
  const schemas::Organisation* witness = directory.find(agency);
  if (kept == kept_.end() || witness == nullptr || !is_of(directory, *witness, line, kept->second.note, now)) return false;
  // Its word is that this is the longest it knows: what it said of shorter ones stands, and is not needed again.
  if (kept->second.lines.size() < lines_max) kept->second.lines.insert_or_assign(agency, std::string{line});
  return true;
}

std::optional<Witnesses::Cosigned> Witnesses::best(std::uint64_t size, const std::optional<schemas::AgencyId>& besides) const {
  const Kept* found = nullptr;
  std::uint64_t found_size = 0;
  std::size_t most = 0;
  for (auto at = kept_.rbegin(); at != kept_.rend(); ++at) {
    if (at->first > size) continue;
    const std::size_t others = at->second.lines.size() - (besides && at->second.lines.contains(*besides) ? 1 : 0);
    if (others <= most) continue;
    most = others;
    found = &at->second;
    found_size = at->first;
  }
  if (found == nullptr) return std::nullopt;
  Cosigned cosigned{found_size, found->note};
  for (const auto& [agency, line] : found->lines) cosigned.note += line;
  return cosigned;
}

}  // namespace concordat::broker
