#include "audit/gather.h"

#include <map>
#include <set>

#include "audit/fsck.h"
#include "base/check.h"

namespace concordat::audit {
namespace {

struct Wanted {
  std::set<std::uint64_t> nodes;  // positions
  std::optional<std::uint64_t> entry;
  std::uint64_t size = 0;
};

struct Found {
  std::map<std::uint64_t, Digest> nodes;
  Bytes entry;
  std::string note;  // of `size`; may stay empty
};

// Records which nodes a proof asks for. What it answers is thrown away with the proof.
NodeSource noting(std::set<std::uint64_t>& positions) {
  return [&positions](std::uint64_t position) -> std::optional<Digest> {
    positions.insert(position);
    return Digest{};
  };
}

NodeSource giving(const Found& found) {
  return [&found](std::uint64_t position) -> std::optional<Digest> {
    const auto node = found.nodes.find(position);
    return node == found.nodes.end() ? std::nullopt : std::optional{node->second};
  };
}

GatherError gather_error_of(ReadError error) {
  switch (error) {
    case ReadError::unreadable: return GatherError::unreadable;
    case ReadError::in_use: return GatherError::in_use;
    case ReadError::not_ours: return GatherError::not_ours;
  }
  CHECK(false, "read error out of range");
}

Result<Found, GatherError> gather(const std::filesystem::path& log, const Wanted& wanted) {
  Found found;
  Frontier frontier;
  std::vector<Digest> completed;
  const auto take = [&](const Slice& slice) {
    for (const Numbered entry : slice.entries) {
      if (frontier.size() == wanted.size) break;
      if (entry.number != frontier.size()) return false;
      if (entry.number == wanted.entry) found.entry = to_bytes(entry.bytes);
      const std::uint64_t first = node_count(entry.number);
      completed.clear();
      frontier.append(leaf_hash(entry.bytes), completed);
      for (std::size_t i = 0; i < completed.size(); ++i)
        if (wanted.nodes.contains(first + i)) found.nodes.emplace(first + i, completed[i]);
    }
    for (const Numbered note : slice.checkpoints)
      if (note.number == wanted.size) found.note = as_text(note.bytes);
    return frontier.size() < wanted.size;
  };
  const auto read = read_log(log, take, Annexes::none);
  if (!read) return Fail{gather_error_of(read.error())};
  if (frontier.size() < wanted.size) return Fail{GatherError::past_end};
  return found;
}

}  // namespace

std::string_view gather_error_text(GatherError error) {
  switch (error) {
    case GatherError::unreadable: return "the log cannot be read to its end";
    case GatherError::in_use: return "a broker is writing this log: ask it, or take a copy or an export";
    case GatherError::not_ours: return "this is not a Concordat log";
    case GatherError::no_checkpoint: return "the log has no checkpoint of that size";
    case GatherError::past_end: return "the log has no such entry or size";
  }
  CHECK(false, "gather error out of range");
}

Result<DeliveryReceipt, GatherError> prove_entry(const std::filesystem::path& log, Sequence sequence, std::optional<std::uint64_t> size) {
  if (!size) {
    const auto note = last_note(log);
    if (!note) return Fail{gather_error_of(note.error())};
    const auto last = parse_checkpoint(*note);
    if (!last) return Fail{GatherError::no_checkpoint};
    size = last->size;
  }
  Wanted wanted{{}, sequence.value(), *size};
  if (!inclusion_proof(sequence.value(), *size, noting(wanted.nodes))) return Fail{GatherError::past_end};
  TRY(Found found, gather(log, wanted));
  if (found.note.empty()) return Fail{GatherError::no_checkpoint};
  auto proof = inclusion_proof(sequence.value(), *size, giving(found));
  CHECK(proof.has_value(), "every node that a proof needs was gathered");
  return DeliveryReceipt{sequence, std::move(found.entry), std::move(*proof), std::move(found.note)};
}

Result<Growth, GatherError> prove_growth(const std::filesystem::path& log, std::uint64_t old_size, std::uint64_t size) {
  Wanted wanted{{}, std::nullopt, size};
  const NodeSource note = noting(wanted.nodes);
  if (!consistency_proof(old_size, size, note) || !root_at(old_size, note) || !root_at(size, note)) return Fail{GatherError::past_end};
  TRY(const Found found, gather(log, wanted));
  const NodeSource nodes = giving(found);
  auto proof = consistency_proof(old_size, size, nodes);
  const auto old_root = root_at(old_size, nodes);
  const auto root = root_at(size, nodes);
  CHECK(proof && old_root && root, "every node that a proof needs was gathered");
  return Growth{*old_root, *root, std::move(*proof)};
}

}  // namespace concordat::audit
