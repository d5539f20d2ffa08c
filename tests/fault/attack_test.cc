// Somebody has the disk, and knows how the log works. Each attack is made on a real log's files; the table of
// docs/threat-model.md that says who notices what is written from what this test sees, and the verifier in another language must
// come to the same answer.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "audit/fsck.h"
#include "audit/tiles.h"
#include "tests/audit/scratch.h"
#include "tests/audit/surgery.h"
#include "tests/place/place.h"

namespace concordat::audit {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t size_now = 12;  // genesis, ticks of 4, 4 and 3: checkpoints at 1, 5, 9 and 12
constexpr std::uint64_t size_before = 9;

void grow(Log& log, std::initializer_list<std::size_t> ticks, std::string_view about = "m") {
  for (const std::size_t events : ticks) commit(log, batch_of(events, about));
}

// A copy on which an attack is made, and what an honest witness remembers from before.
class Victim {
public:
  Victim() {
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
  fs::path copy() const { return scratch_.root() / "attacked"; }
  fs::path older() const { return scratch_.root() / "older"; }
  const Scratch& scratch() const { return scratch_; }

  std::vector<Bytes> entries() const {
    std::vector<Bytes> all;
    const Surgery open{copy()};
    for (const Bytes& key : open.keys("entries")) all.push_back(*open.get("entries", key));
    return all;
  }
  // The entries as given and the tree that belongs to them; checkpoints and annexes stay.
  void rebuild(const std::vector<Bytes>& all) const {
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
  void flip(const char* table, std::uint64_t number, std::size_t byte) const {
    Surgery open{copy()};
    Bytes value = *open.get(table, key_of(number));
    value[byte] ^= std::byte{0x01};
    open.put(table, key_of(number), value);
  }
  // As the broker does it, in the copy; gives the annex as it lay there.
  Bytes erase_annex(std::uint64_t sequence) const {
    const Bytes sealed = *Surgery{copy()}.get("annexes", key_of(sequence));
    Log::Options options = test_options(scratch_, clock_);
    options.folder = copy();
    Log log = std::move(*Log::open(std::move(options)));
    Batch batch;
    batch.events.push_back(says_erased(sequence));
    commit(log, batch);
    return sealed;
  }
  static Event says_erased(std::uint64_t sequence) {
    return {.kind = EventKind::erased, .at = *parse_instant("2026-04-02T09:30:00Z"), .actor = "council/lbbd/ig", .code = "retention", .about = Sequence{sequence}};
  }
  // Another log of this key, begun by its thief: as long, and with another history after `shared` ticks.
  void replace_by_another(const SigningKey& key, std::string_view origin) const {
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

  Checkpoint known;
  SignedCheckpoint latest;

private:
  Scratch scratch_;
  FixedClock clock_;
};

SigningKey another_key() {
  std::array<std::byte, 32> seed;
  seed.fill(std::byte{0x43});
  return SigningKey::from_seed(seed);
}

constexpr const char* origin = "concordat.example/test";

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

struct Attack {
  const char* name;
  void (*make)(const Victim&);
  const char* alone;  // what fsck says that has the public key alone
  const char* known;  // what it says that has an earlier checkpoint too
};

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

const Attack attacks[] = {
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
     [](const Victim& v) { v.replace_by_another(another_key(), origin); }, "genesis-wrong 0", "genesis-wrong 0"},
    {"history rewritten with the stolen key", [](const Victim& v) { v.replace_by_another(test_key(), origin); }, "ok", "fork"},
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
       open.put("checkpoints", key_of(5), as_bytes(sign_checkpoint({origin, 5, nine.root}, test_key())));
       open.put("checkpoints", key_of(9), as_bytes(sign_checkpoint({origin, 9, five.root}, test_key())));
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

std::string said(const FsckReport& report) {
  if (report.ok()) return "ok";
  std::string out{fault_code(report.wrong->fault)};
  return report.wrong->entry ? out + " " + std::to_string(report.wrong->entry->value()) : out;
}

// What leaves a copy for somebody else to check: its records without the annexes. False: not even that can be made.
bool write_stream(const fs::path& copy, const fs::path& file) {
  fs::remove(file);
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  RecordWriter writer{out};
  bool good = writer.begin();
  std::uint64_t end = 0;
  const auto read = read_log(copy, [&](const Slice& slice) {
    Slice headers = slice;
    headers.annexes.clear();
    headers.strays.clear();
    end = slice.end;
    return good = good && writer.write(headers);
  });
  good = good && writer.end(end);
  ::close(out);
  return good && read.has_value();
}

// The other verifier's exit code: 0 it holds, 2 it does not.
int ask_python(const fs::path& file, const std::optional<fs::path>& known) {
  const std::string command = std::string{CONCORDAT_PYTHON} + " " + (test::source_dir() / "tests/golden/audit/check.py").string() + " " + file.string() + " " +
                              to_hex(test_key().verify_key().bytes) + (known ? " --known " + known->string() : "") + " > /dev/null 2>&1";
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// What the broker itself says when it is started on the attacked file: it looks at the last commit and the genesis.
std::string broker_says(const Victim& victim) {
  FixedClock clock;
  Log::Options options = test_options(victim.scratch(), clock);
  options.folder = victim.copy();
  options.day_keys = victim.scratch().root() / "day-keys-of-nobody";
  const auto opened = Log::open(std::move(options));
  return opened ? "starts" : std::string{log_error_code(opened.error())};
}

// A link that kept the checkpoint from before, shown the attacked log's latest with whatever proof the log gives.
std::string link_says(const Victim& victim) {
  const auto note = last_note(victim.copy());
  const auto latest = note ? verify_checkpoint(*note, test_key().verify_key(), origin) : std::nullopt;
  if (!latest) return "checkpoint-inconsistent";
  FixedClock clock;
  Log::Options options = test_options(victim.scratch(), clock);
  options.folder = victim.copy();
  options.day_keys = victim.scratch().root() / "day-keys-of-nobody";
  const auto opened = Log::open(std::move(options));
  const auto proof = opened ? opened->consistency(victim.known.size, latest->size) : Result<Proof, LogError>{Fail{LogError::broken_chain}};
  const auto advanced = verify_advance(victim.known, *latest, proof ? *proof : Proof{});
  return advanced ? "accepts" : std::string{proof_error_code(advanced.error())};
}

std::string shown(const std::string& said_code) {
  if (said_code == "ok") return "-";
  if (said_code == "starts" || said_code == "accepts") return "-";
  const std::size_t space = said_code.find(' ');
  return space == std::string::npos ? "`" + said_code + "`" : "`" + said_code.substr(0, space) + "`, entry " + said_code.substr(space + 1);
}

TEST(Attacks, EachIsNoticedAndTheTableSaysByWhom) {
  std::string table =
      "| attack on the log's files | `audit verify`, public key alone | `audit verify --checkpoint`, from before | the broker, starting | a link that kept that checkpoint |\n"
      "|---|---|---|---|---|\n";
  for (const Attack& attack : attacks) {
    const Victim victim;
    attack.make(victim);
    const VerifyKey key = test_key().verify_key();
    EXPECT_EQ(said(fsck(victim.copy(), {.key = key, .known = {}})), attack.alone) << attack.name;
    EXPECT_EQ(said(fsck(victim.copy(), {.key = key, .known = victim.known})), attack.known) << attack.name;
    const bool is_harmless = attack.name == std::string_view{"nothing"};
    EXPECT_EQ(std::string_view{attack.known} == "ok", is_harmless) << attack.name << ": no attack goes unnoticed by who remembers";

    // Annexes and the broker's rows never leave the machine, so nobody else can miss them.
    const std::string_view alone{attack.alone};
    const bool is_local = alone.starts_with("annex") || alone.starts_with("row-stray");
    const fs::path stream = victim.scratch().root() / "stream";
    const fs::path known = victim.scratch().root() / "known";
    std::ofstream{known} << sign_checkpoint(victim.known, test_key());
    if (write_stream(victim.copy(), stream) && !is_local) {
      EXPECT_EQ(ask_python(stream, std::nullopt), alone == "ok" ? 0 : 2) << attack.name;
      EXPECT_EQ(ask_python(stream, known), std::string_view{attack.known} == "ok" ? 0 : 2) << attack.name;
    }
    const std::string link = link_says(victim);
    const std::string broker = broker_says(victim);
    if (is_harmless) {
      EXPECT_EQ(broker, "starts");
      EXPECT_EQ(link, "accepts");
      continue;
    }
    table += std::string{"| "} + attack.name + " | " + shown(attack.alone) + " | " + shown(attack.known) + " | " + shown(broker) + " | " + shown(link) + " |\n";
  }

  const fs::path document = test::source_dir() / "docs" / "threat-model.md";
  const std::string text{as_text(*read_file(document, 1 << 20))};
  const std::string begin = "<!-- written by tests/fault/attack_test.cc -->\n";
  const std::string end = "<!-- so far -->\n";
  const std::size_t from = text.find(begin);
  const std::size_t to = text.find(end);
  ASSERT_TRUE(from != std::string::npos && to != std::string::npos);
  const std::string wanted = text.substr(0, from) + begin + table + text.substr(to);
  if (std::getenv("CONCORDAT_REWRITE") != nullptr) ASSERT_TRUE(write_file(document, as_bytes(wanted), FileMode::shared));
  else EXPECT_EQ(text, wanted) << "run with CONCORDAT_REWRITE=1";
}

// Whatever bit of the file itself is flipped: fsck ends, and never says that all is well when an entry it read is another.
TEST(Attacks, AnyBitOfTheFileItselfEndsInAnAnswer) {
  const Victim victim;
  const fs::path file = victim.copy() / "data.mdb";
  const Bytes good = *read_file(file, std::size_t{64} << 20);
  std::vector<Bytes> entries;
  ASSERT_TRUE(read_log(victim.copy(), [&](const Slice& slice) {
    for (const Numbered entry : slice.entries) entries.push_back(to_bytes(entry.bytes));
    return true;
  }));
  for (std::size_t at = 7; at < good.size(); at += good.size() / 150) {
    Bytes bad = good;
    bad[at] ^= std::byte{0x10};
    std::ofstream{file, std::ios::binary | std::ios::trunc}.write(reinterpret_cast<const char*>(bad.data()), static_cast<std::streamsize>(bad.size()));
    std::vector<Bytes> read;
    const auto outcome = read_log(victim.copy(), [&](const Slice& slice) {
      for (const Numbered entry : slice.entries) read.push_back(to_bytes(entry.bytes));
      return true;
    });
    const FsckReport report = fsck(victim.copy(), {.key = test_key().verify_key(), .known = victim.latest.checkpoint});
    EXPECT_EQ(report.ok(), outcome && read == entries && report.ok()) << "byte " << at;
  }
}

// Two agencies hold two notes of one size, both signed by the log's key: that is the proof itself.
TEST(Attacks, TwoHistoriesOfOneSizeAreAForkThatTheNotesProve) {
  const Victim victim;
  victim.replace_by_another(test_key(), origin);
  const auto other = verify_checkpoint(*last_note(victim.copy()), test_key().verify_key(), origin);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->size, victim.latest.checkpoint.size);
  EXPECT_NE(other->root, victim.latest.checkpoint.root);
  const auto advanced = verify_advance(victim.latest.checkpoint, *other, {});
  ASSERT_FALSE(advanced);
  EXPECT_EQ(advanced.error(), ProofError::inconsistent);
}

}  // namespace
}  // namespace concordat::audit
