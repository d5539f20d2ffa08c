#include "tests/fault/attacks.h"

#include <utility>

#include "tests/audit/surgery.h"

namespace concordat::audit {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t size_now = 12;
constexpr std::uint64_t size_before = 9;

void grow(Log& log, std::initializer_list<std::size_t> ticks, std::string_view about = "m") {
  for (const std::size_t events : ticks) commit(log, batch_of(events, about));
}

Event says_erased(std::uint64_t sequence) {
  return {.kind = EventKind::erased, .at = *parse_instant("2026-04-02T09:30:00Z"), .actor = "council/lbbd/ig", .code = "retention", .about = Sequence{sequence}};
}

SigningKey another_key() {
  std::array<std::byte, 32> seed;
  seed.fill(std::byte{0x43});
  return SigningKey::from_seed(seed);
}

// Previous hashes and sequences put right, as whoever rewrites history would.
std::vector<Bytes> chained(const std::vector<Bytes>& entries) {
  std::vector<Bytes> out;
  Digest previous{};
  for (const Bytes& bytes : entries) {
    Entry entry = *decode_entry(bytes);
    entry.sequence = Sequence{out.size()};
    entry.previous = previous;
    out.push_back(*encode_entry(entry));
    previous = entry_hash(out.back());
  }
  return out;
}

}  // namespace

Victim::Victim() {
  {
    Log log = open_log(scratch_, clock_);
    grow(log, {4});
    fs::copy(scratch_.log(), older());
    grow(log, {4});
    known = log.checkpoint()->checkpoint;
    grow(log, {3});
    latest = *log.checkpoint();
  }
  fs::copy(scratch_.log(), copy());
}

std::vector<Bytes> Victim::entries() const {
  std::vector<Bytes> all;
  const Surgery open{copy()};
  for (const Bytes& key : open.keys("entries")) all.push_back(*open.get("entries", key));
  return all;
}
void Victim::rebuild(const std::vector<Bytes>& all) const {
  Surgery open{copy()};
  for (const char* table : {"entries", "nodes"})
    for (const Bytes& key : open.keys(table)) open.erase(table, key);
  std::vector<Digest> nodes;
  Frontier frontier;
  for (std::size_t i = 0; i < all.size(); ++i) {
    open.put("entries", key_of(i), all[i]);
    frontier.append(leaf_hash(all[i]), nodes);
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) open.put("nodes", key_of(i), nodes[i].bytes);
}
void Victim::flip(const char* table, std::uint64_t number, std::size_t byte) const {
  Surgery open{copy()};
  Bytes value = *open.get(table, key_of(number));
  value[byte] ^= std::byte{0x01};
  open.put(table, key_of(number), value);
}
Bytes Victim::erase_annex(std::uint64_t sequence) const {
  const Bytes sealed = *Surgery{copy()}.get("annexes", key_of(sequence));
  Log::Options options = test_options(scratch_, clock_);
  options.folder = copy();
  Log log = std::move(*Log::open(std::move(options)));
  Batch batch;
  batch.events.push_back(says_erased(sequence));
  commit(log, batch);
  return sealed;
}
void Victim::replace_by_another(const SigningKey& key, std::string_view origin) const {
  const Scratch elsewhere;
  Log::Options options = test_options(elsewhere, clock_);
  options.key = SigningKey::from_seed(key.seed().expose());
  options.origin = origin;
  {
    Log log = std::move(*Log::open(std::move(options)));
    grow(log, {4, 4, 3}, "another");
  }
  fs::remove_all(copy());
  fs::copy(elsewhere.log(), copy());
}

namespace {

void move_row(Surgery& open, const char* table, std::uint64_t from, std::uint64_t to) {
  const Bytes value = *open.get(table, key_of(from));
  open.erase(table, key_of(from));
  open.put(table, key_of(to), value);
}

void cut(const Victim& victim, std::uint64_t size) {
  Surgery open{victim.copy()};
  for (const char* table : {"entries", "annexes"})
    for (std::uint64_t n = size; n < size_now; ++n) open.erase(table, key_of(n));
  for (std::uint64_t n = node_count(size); n < node_count(size_now); ++n) open.erase("nodes", key_of(n));
  open.erase("checkpoints", key_of(size_now));
}

const Attack all_attacks[] = {
    {"nothing", [](const Victim&) {}, "ok", "ok"},
    {"a bit of an entry", [](const Victim& v) { v.flip("entries", 6, 90); }, "entry-altered 6", "entry-altered 6"},
    {"a bit of a leaf of the tree", [](const Victim& v) { v.flip("nodes", node_position(0, 6), 3); }, "entry-altered 6", "entry-altered 6"},
    {"a bit of an inner node", [](const Victim& v) { v.flip("nodes", node_position(2, 1), 3); }, "node-wrong 7", "node-wrong 7"},
    {"a bit of the index: an entry's key",
     [](const Victim& v) {
       Surgery open{v.copy()};
       move_row(open, "entries", 6, 6 ^ 64U);
     },
     "entry-gap 6", "entry-gap 6"},
    {"a row in a table of the broker's, for no entry",
     [](const Victim& v) { Surgery{v.copy()}.put("handles", key_of(99), Bytes(4)); }, "row-stray", "row-stray"},
    {"a bit of a checkpoint's signature",
     [](const Victim& v) {
       Surgery open{v.copy()};
       std::string note{as_text(*open.get("checkpoints", key_of(size_now)))};
       char& letter = note[note.size() - 20];
       letter = letter == 'A' ? 'B' : 'A';
       open.put("checkpoints", key_of(size_now), as_bytes(note));
     },
     "checkpoint-signature 11", "checkpoint-signature 11"},
    {"the tail cut off, back to a checkpoint", [](const Victim& v) { cut(v, 5); }, "checkpoint-root 4", "checkpoint-root 4"},
    {"the tail cut off, its checkpoints too",
     [](const Victim& v) {
       cut(v, 5);
       Surgery{v.copy()}.erase("checkpoints", key_of(size_before));
     },
     "ok", "rollback 4"},
    {"the tail cut off within a tick", [](const Victim& v) { cut(v, 11); }, "checkpoint-missing 9", "checkpoint-missing 9"},
    {"a middle entry dropped", [](const Victim& v) { Surgery{v.copy()}.erase("entries", key_of(6)); }, "entry-gap 6", "entry-gap 6"},
    {"a middle entry dropped, the rest moved up and the tree recomputed",
     [](const Victim& v) {
       auto all = v.entries();
       all.erase(all.begin() + 6);
       v.rebuild(all);
     },
     "entry-malformed 6", "entry-malformed 6"},
    {"an entry inserted, the tree recomputed",
     [](const Victim& v) {
       auto all = v.entries();
       all.insert(all.begin() + 6, all[6]);
       v.rebuild(all);
     },
     "entry-malformed 7", "entry-malformed 7"},
    {"two entries swapped",
     [](const Victim& v) {
       auto all = v.entries();
       Surgery open{v.copy()};
       open.put("entries", key_of(6), all[7]);
       open.put("entries", key_of(7), all[6]);
     },
     "entry-altered 6", "entry-altered 6"},
    {"two entries swapped, sequences put right and the tree recomputed",
     [](const Victim& v) {
       auto all = v.entries();
       std::swap(all[6], all[7]);
       for (const std::size_t i : {6U, 7U}) {
         Entry entry = *decode_entry(all[i]);
         entry.sequence = Sequence{i};
         all[i] = *encode_entry(entry);
       }
       v.rebuild(all);
     },
     "chain-broken 5", "chain-broken 5"},
    {"an entry written over its neighbour",
     [](const Victim& v) {
       const auto all = v.entries();
       Surgery{v.copy()}.put("entries", key_of(7), all[6]);
     },
     "entry-altered 7", "entry-altered 7"},
    {"an annex gone, and no entry says that it was erased",
     [](const Victim& v) { Surgery{v.copy()}.erase("annexes", key_of(6)); }, "annex-missing 6", "annex-missing 6"},
    {"an annex gone, and an entry appended that says it was erased, without the key",
     [](const Victim& v) {
       auto all = v.entries();
       Entry entry = *decode_entry(all.back());
       entry.kind = EventKind::erased;
       entry.about = Sequence{6};
       all.push_back(*encode_entry(entry));
       v.rebuild(chained(all));
       Surgery open{v.copy()};
       open.erase("annexes", key_of(6));
       open.put("annexes", key_of(size_now), *open.get("annexes", key_of(size_now - 1)));
     },
     "checkpoint-missing 12", "checkpoint-missing 12"},
    {"an annex gone, and an entry made to say that it was erased",
     [](const Victim& v) {
       auto all = v.entries();
       Entry entry = *decode_entry(all[8]);
       entry.kind = EventKind::erased;
       entry.about = Sequence{6};
       all[8] = *encode_entry(entry);
       v.rebuild(chained(all));
       Surgery{v.copy()}.erase("annexes", key_of(6));
     },
     "checkpoint-root 5", "checkpoint-root 5"},
    {"an annex put back that was erased",
     [](const Victim& v) {
       const Bytes sealed = v.erase_annex(6);
       Surgery{v.copy()}.put("annexes", key_of(6), sealed);
     },
     "annex-stray 6", "annex-stray 6"},
    {"an annex gone beside another that was erased",
     [](const Victim& v) {
       v.erase_annex(6);
       Surgery{v.copy()}.erase("annexes", key_of(7));
     },
     "annex-missing 7", "annex-missing 7"},
    {"the whole file rolled back to an older copy",
     [](const Victim& v) {
       fs::remove_all(v.copy());
       fs::copy(v.older(), v.copy());
     },
     "ok", "rollback 4"},
    {"history rewritten and recomputed, without the key",
     [](const Victim& v) {
       auto all = v.entries();
       Entry entry = *decode_entry(all[6]);
       entry.counterpart = "nhs/elsewhere";
       all[6] = *encode_entry(entry);
       v.rebuild(chained(all));
     },
     "checkpoint-root 5", "checkpoint-root 5"},
    {"history rewritten with a key of the attacker's own",
     [](const Victim& v) { v.replace_by_another(another_key(), attacked_origin); }, "genesis-wrong 0", "genesis-wrong 0"},
    {"history rewritten with the stolen key", [](const Victim& v) { v.replace_by_another(test_key(), attacked_origin); }, "ok", "fork"},
    {"the roots of two checkpoints swapped",
     [](const Victim& v) {
       Surgery open{v.copy()};
       const Bytes five = *open.get("checkpoints", key_of(5));
       const Bytes nine = *open.get("checkpoints", key_of(9));
       open.put("checkpoints", key_of(5), nine);
       open.put("checkpoints", key_of(9), five);
     },
     "checkpoint-root 1", "checkpoint-root 1"},
    {"the roots of two checkpoints swapped, signed with the stolen key",
     [](const Victim& v) {
       Surgery open{v.copy()};
       const auto five = *parse_checkpoint(as_text(*open.get("checkpoints", key_of(5))));
       const auto nine = *parse_checkpoint(as_text(*open.get("checkpoints", key_of(9))));
       open.put("checkpoints", key_of(5), as_bytes(sign_checkpoint({attacked_origin, 5, nine.root}, test_key())));
       open.put("checkpoints", key_of(9), as_bytes(sign_checkpoint({attacked_origin, 9, five.root}, test_key())));
     },
     "checkpoint-root 1", "checkpoint-root 1"},
    {"a log of size 0",
     [](const Victim& v) {
       Surgery open{v.copy()};
       for (const char* table : {"entries", "nodes", "annexes", "checkpoints"})
         for (const Bytes& key : open.keys(table)) open.erase(table, key);
     },
     "entry-gap 0", "entry-gap 0"},
    {"a checkpoint of another log, of another key",
     [](const Victim& v) {
       Surgery{v.copy()}.put("checkpoints", key_of(size_now), as_bytes(sign_checkpoint(v.latest.checkpoint, another_key())));
     },
     "checkpoint-signature 11", "checkpoint-signature 11"},
    {"a checkpoint of another log of the same key",
     [](const Victim& v) {
       const Checkpoint other{"concordat.example/other", size_now, sha256(as_bytes("another root"))};
       Surgery{v.copy()}.put("checkpoints", key_of(size_now), as_bytes(sign_checkpoint(other, test_key())));
     },
     "checkpoint-root 9", "checkpoint-root 9"},
};

}  // namespace

std::span<const Attack> attacks() { return all_attacks; }

}  // namespace concordat::audit
