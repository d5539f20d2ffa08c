#include "audit/plan.h"

#include <algorithm>
#include <set>

#include "audit/key_change.h"
#include "audit/sealed_annex.h"

namespace concordat::audit {
namespace {

bool rows_fit(const Batch& batch) {
  std::set<std::pair<Table, std::size_t>> seen;
  for (const Row& row : batch.rows) {
    if (row.event >= batch.events.size() || row.value.size() > value_bytes_max) return false;
    if (!seen.emplace(row.table, row.event).second) return false;
  }
  for (const Replace& row : batch.replacements)
    if (row.value.size() > value_bytes_max) return false;
  return true;
}

Entry entry_of(const Event& event, Sequence sequence, const Digest& previous, const Digest& hash) {
  return {.kind = event.kind,
          .sequence = sequence,
          .at = event.at,
          .previous = previous,
          .about = event.about,
          .actor = event.actor,
          .counterpart = event.counterpart,
          .code = event.code,
          .message_type = event.message_type,
          .purpose = event.purpose,
          .agreement = event.agreement,
          .reference = event.reference,
          .annex_hash = hash};
}

bool changes_log_key(const Event& event) { return event.kind == EventKind::key_rotated && event.code == log_key_code; }

// One, and the last: what follows it in the commit would be under a checkpoint of the old key.
bool key_fits(const Batch& batch) {
  const auto changes = std::count_if(batch.events.begin(), batch.events.end(), changes_log_key);
  return batch.next_key == nullptr ? changes == 0 : changes == 1 && changes_log_key(batch.events.back());
}

}  // namespace

Digest random_salt() { return {random_bytes<32>()}; }

std::optional<Plan> plan_commit(const Tip& tip, const Batch& batch, const Writing& writing) {
  if (!rows_fit(batch) || !key_fits(batch)) return std::nullopt;
  Plan plan{.entries = {}, .annexes = {}, .nodes = {}, .hashes = {}, .tip = tip, .checkpoint = {}, .key_change = {}};
  for (const Event& event : batch.events) {
    const std::uint64_t number = plan.tip.frontier.size();
    if (event.annex.size() > annex_bytes_max || (event.kind == EventKind::genesis) != (number == 0))
      return std::nullopt;
    const Digest salt = writing.salts();
    const Digest hash = annex_hash(salt, event.annex);
    Entry header = entry_of(event, Sequence{number}, plan.tip.last_hash, hash);
    if (changes_log_key(event)) {
      plan.key_change = sign_key_change({writing.origin, number, plan.tip.last_hash}, writing.key, *batch.next_key);
      header.counterpart = plan.key_change;
      header.reference = sha256(batch.next_key->verify_key().bytes);
    }
    std::optional<Bytes> entry = encode_entry(header);
    if (!entry) return std::nullopt;
    std::vector<Digest> completed;
    const std::uint64_t position = node_count(number);
    plan.tip.frontier.append(leaf_hash(*entry), completed);
    for (std::size_t i = 0; i < completed.size(); ++i)
      plan.nodes.add(position + i, completed[i].bytes);
    plan.tip.last_hash = entry_hash(*entry);
    plan.hashes.push_back(plan.tip.last_hash);
    plan.annexes.add(number, seal_annex(writing.day_key, Sequence{number}, hash, salt, event.annex));
    plan.entries.add(number, *entry);
  }
  plan.checkpoint.checkpoint = {writing.origin, plan.tip.frontier.size(), plan.tip.frontier.root()};
  plan.checkpoint.note = sign_checkpoint(plan.checkpoint.checkpoint, writing.key);
  return plan;
}

}  // namespace concordat::audit
