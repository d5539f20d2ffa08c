#include "broker/witnesses.h"

#include <algorithm>
#include <set>

#include "audit/cosignature.h"

namespace concordat::broker {
namespace {

constexpr std::size_t kept_max = 256;
constexpr std::size_t lines_max = 64;  // a note is at most 16 KiB, and a line some 150 bytes
constexpr std::chrono::minutes skew_max{10};

// When the witness said so, under a key that counted then.
std::optional<Instant> said_at(const schemas::Directory& directory, const schemas::Organisation& witness, std::string_view line, const std::string& note) {
  for (const schemas::AgencyKey& key : witness.signing_keys) {
    const auto at = audit::read_cosignature(line, note, {key.key, witness.id.value()});
    if (at && directory.signing_key(witness.id, key.fingerprint, *at)) return at;
  }
  return std::nullopt;
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
  if (kept == kept_.end() || witness == nullptr) return false;
  const auto at = said_at(directory, *witness, line, kept->second.note);
  if (!at || *at >= now + skew_max || *at <= now - skew_max) return false;
  // Its word is that this is the longest it knows: what it said of shorter ones stands, and is not needed again.
  if (kept->second.lines.size() < lines_max) kept->second.lines.insert_or_assign(agency, std::string{line} + (line.ends_with('\n') ? "" : "\n"));
  is_unwritten_ = true;
  return true;
}

void Witnesses::restore(const schemas::Directory& directory, const audit::Checkpoint& checkpoint, const std::string& note) {
  const auto split = audit::split_note(note);
  if (!split) return;
  Kept kept{std::string{split->text} + "\n", {}};
  for (const std::string_view line : split->lines) {
    const auto witness = std::find_if(directory.organisations.begin(), directory.organisations.end(), [&](const schemas::Organisation& agency) {
      return said_at(directory, agency, line, note).has_value();
    });
    if (witness != directory.organisations.end()) kept.lines.insert_or_assign(witness->id, std::string{line} + "\n");
    else kept.note += std::string{line} + "\n";  // ours; and whose key the directory no longer has
  }
  kept_.insert_or_assign(checkpoint.size, std::move(kept));
}

std::vector<std::string> Witnesses::last_words() const {
  std::vector<std::string> notes;
  std::set<schemas::AgencyId> said;
  for (auto at = kept_.rbegin(); at != kept_.rend(); ++at) {
    std::string note = at->second.note;
    bool is_news = false;
    for (const auto& [agency, line] : at->second.lines) {
      is_news = said.insert(agency).second || is_news;
      note += line;
    }
    if (is_news) notes.push_back(std::move(note));
  }
  std::reverse(notes.begin(), notes.end());
  return notes;
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
