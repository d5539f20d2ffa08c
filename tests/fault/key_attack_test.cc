// Somebody has the disk of a log whose key was changed, and perhaps the old key, which was stolen before it was destroyed. Each
// attack is made on real files, and the table of docs/threat-model.md is written from what this test sees.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "adapters/link/kept_checkpoint.h"
#include "audit/fsck.h"
#include "audit/notes_file.h"
#include "tests/audit/scratch.h"
#include "tests/audit/surgery.h"
#include "tests/place/place.h"

namespace concordat::audit {
namespace {

namespace fs = std::filesystem;

constexpr const char* origin = "concordat.example/test";
constexpr std::uint64_t changed_at = 5;  // genesis, a tick of 4, the change, a tick of 3
constexpr std::uint64_t size_now = 9;

SigningKey key_number(unsigned char number) {
  std::array<std::byte, 32> seed{};
  seed.fill(std::byte{number});
  return SigningKey::from_seed(seed);
}
const SigningKey old_key = key_number(1);    // stolen
const SigningKey new_key = key_number(2);    // not
const SigningKey their_key = key_number(3);  // the attacker's own

Batch change_to(const SigningKey& next) {
  Batch batch;
  batch.events.push_back({.kind = EventKind::key_rotated, .at = *parse_instant("2026-04-01T10:00:00Z"), .actor = "council/lbbd/ig", .code = std::string{log_key_code}});
  batch.next_key = std::make_shared<const SigningKey>(SigningKey::from_seed(next.seed().expose()));
  return batch;
}

class Victim {
public:
  Victim() {
    Log log = open(scratch_, old_key);
    commit(log, batch_of(4));
    commit(log, change_to(new_key));
    change_ = log.keys().notes().front();
    commit(log, batch_of(3));
    latest_ = log.checkpoint()->note;
  }
  static Log open(const Scratch& scratch, const SigningKey& key) {
    static const FixedClock clock;
    Log::Options options = test_options(scratch, clock);
    options.key = SigningKey::from_seed(key.seed().expose());
    auto log = Log::open(std::move(options));
    CHECK(log.has_value(), "the test's log does not open");
    return std::move(*log);
  }
  fs::path log() const { return scratch_.log(); }
  const std::string& change() const { return change_; }
  const std::string& latest() const { return latest_; }

  // The log as somebody with these keys would have it who was never told of the change: the same entries up to it.
  void go_on(const SigningKey& signs, const SigningKey* next = nullptr) const {
    std::vector<Bytes> entries;
    {
      const Surgery open{log()};
      for (std::uint64_t n = 0; n < changed_at; ++n) entries.push_back(*open.get("entries", key_of(n)));
    }
    rewrite(entries, signs, next);
  }
  // Entries as given, then three more by `signs`, and all notes and nodes that belong to them.
  void rewrite(std::vector<Bytes> entries, const SigningKey& signs, const SigningKey* next) const {
    std::optional<KeyChangePlace> place;
    if (next != nullptr) {
      place = KeyChangePlace{origin, entries.size(), entry_hash(entries.back())};
      Entry changes = following(entries, EventKind::key_rotated, "council/lbbd/ig");
      changes.counterpart = sign_key_change(*place, signs, *next);
      changes.code = log_key_code;
      changes.reference = sha256(next->verify_key().bytes);
      entries.push_back(*encode_entry(changes));
    }
    while (entries.size() < size_now) entries.push_back(*encode_entry(following(entries, EventKind::started, "broker")));
    Surgery open{log()};
    for (const char* table : {"entries", "nodes", "checkpoints"})
      for (const Bytes& key : open.keys(table)) open.erase(table, key);
    Frontier frontier;
    std::vector<Digest> nodes;
    for (std::uint64_t n = 0; n < entries.size(); ++n) {
      open.put("entries", key_of(n), entries[n]);
      frontier.append(leaf_hash(entries[n]), nodes);
      const SigningKey& key = place && n > place->sequence ? *next : signs;
      open.put("checkpoints", key_of(n + 1), as_bytes(sign_checkpoint({origin, n + 1, frontier.root()}, key)));
    }
    for (std::size_t i = 0; i < nodes.size(); ++i) open.put("nodes", key_of(i), nodes[i].bytes);
  }
  void replace_note(std::uint64_t size, const SigningKey& signs) const {
    Surgery open{log()};
    const auto was = parse_checkpoint(as_text(*open.get("checkpoints", key_of(size))));
    open.put("checkpoints", key_of(size), as_bytes(sign_checkpoint(*was, signs)));
  }
  // Another text in the change's entry, with the chain, the tree and the notes put right by who has both keys' help or neither.
  void replace_change(const std::string& note, const SigningKey& to) const {
    std::vector<Bytes> entries;
    {
      const Surgery open{log()};
      for (std::uint64_t n = 0; n <= changed_at; ++n) entries.push_back(*open.get("entries", key_of(n)));
    }
    Entry entry = *decode_entry(entries.back());
    entry.counterpart = note;
    entry.reference = sha256(to.verify_key().bytes);
    entries.back() = *encode_entry(entry);
    rewrite(entries, to, nullptr);
    for (std::uint64_t size = 1; size <= changed_at + 1; ++size) replace_note(size, old_key);
  }
  KeyChangePlace place() const {
    const Surgery open{log()};
    return {origin, changed_at, entry_hash(*open.get("entries", key_of(changed_at - 1)))};
  }

private:
  static Entry following(const std::vector<Bytes>& entries, EventKind kind, std::string actor) {
    Entry entry;
    entry.kind = kind;
    entry.sequence = Sequence{entries.size()};
    entry.at = *parse_instant("2026-04-01T10:00:00Z");
    entry.previous = entry_hash(entries.back());
    entry.actor = std::move(actor);
    entry.annex_hash = sha256(as_bytes("x"));
    return entry;
  }
  Scratch scratch_;
  std::string change_;
  std::string latest_;
};

struct Attack {
  const char* name;
  void (*make)(const Victim&);
  const char* by_first;  // what fsck says that has the first key alone
  const char* by_change; // that has heard of the change, from whichever key
  const char* link;      // what a link says that has followed it, to the log's latest checkpoint
};

const Attack attacks[] = {
    {"nothing", [](const Victim&) {}, "ok", "ok", "accepts"},
    {"a change to the attacker's key, which the old key did not sign",
     [](const Victim& v) {
       std::string note = sign_key_change(v.place(), old_key, their_key);
       char& letter = note[note.find("\xE2\x80\x94") + 60];  // in the old key's signature
       letter = letter == 'A' ? 'B' : 'A';
       v.replace_change(note, their_key);
     },
     "key-change-wrong 5", "key-change-wrong 5", "not signed"},
    {"a change to the attacker's key, from another key than the log's",
     [](const Victim& v) { v.replace_change(sign_key_change(v.place(), key_number(4), their_key), their_key); }, "key-change-wrong 5", "key-change-wrong 5", "not signed"},
    {"a change that was made in another place of the log",
     [](const Victim& v) {
       KeyChangePlace elsewhere = v.place();
       elsewhere.sequence = 3;
       v.replace_change(sign_key_change(elsewhere, old_key, new_key), new_key);
     },
     "key-change-wrong 5", "key-change-wrong 5", "inconsistent"},
    {"a change of another history",
     [](const Victim& v) {
       KeyChangePlace other = v.place();
       other.previous = sha256(as_bytes("another history"));
       v.replace_change(sign_key_change(other, old_key, new_key), new_key);
     },
     "key-change-wrong 5", "key-change-wrong 5", "inconsistent"},
    {"the latest checkpoint signed with the stolen old key", [](const Victim& v) { v.replace_note(size_now, old_key); },
     "checkpoint-signature 8", "checkpoint-signature 8", "not signed"},
    {"an old checkpoint signed with the new key", [](const Victim& v) { v.replace_note(changed_at, new_key); }, "checkpoint-signature 4", "checkpoint-signature 4", "accepts"},
    {"the change taken out and history written on with the stolen old key", [](const Victim& v) { v.go_on(old_key); }, "ok", "key-change-wrong 5", "not signed"},
    {"the change taken out, and another made with the stolen old key", [](const Victim& v) { v.go_on(old_key, &their_key); }, "ok", "key-change-wrong 5", "not signed"},
    {"the tail cut off, the change with it",
     [](const Victim& v) {
       Surgery open{v.log()};
       for (std::uint64_t n = changed_at; n < size_now; ++n) {
         open.erase("entries", key_of(n));
         open.erase("annexes", key_of(n));
       }
       for (std::uint64_t n = node_count(changed_at); n < node_count(size_now); ++n) open.erase("nodes", key_of(n));
       for (std::uint64_t n = changed_at + 1; n <= size_now; ++n)
         if (open.get("checkpoints", key_of(n))) open.erase("checkpoints", key_of(n));
     },
     "ok", "rollback 4", "rolled back"},
};

std::string said(const FsckReport& report) {
  if (report.ok()) return "ok";
  std::string out{fault_code(report.wrong->fault)};
  return report.wrong->entry ? out + " " + std::to_string(report.wrong->entry->value()) : out;
}

// Annexes are not what these attacks are about, and whoever rewrites the entries cannot make them fit.
FsckReport check_headers(const fs::path& log, const LogKeys& keys) {
  Checker checker{{.key = keys.first(), .changes = keys.changes()}, Holds::headers};
  bool good = true;
  const auto read = read_log(log, [&](const Slice& slice) { return good = checker.take(slice); }, Annexes::none);
  EXPECT_TRUE(read);
  return checker.finish();
}

std::string link_says(const Victim& victim, const Scratch& scratch) {
  fs::create_directories(scratch.root());
  auto kept = *link::KeptCheckpoint::open(scratch.root() / "checkpoint", LogKeys{old_key.verify_key(), origin});
  EXPECT_TRUE(*kept.follow({victim.change()}));
  EXPECT_TRUE(kept.keep({*verify_checkpoint(victim.latest(), kept.keys()), victim.latest()}));
  const auto latest = verify_checkpoint(*last_note(victim.log()), kept.keys());
  if (!latest) {
    const auto claimed = parse_checkpoint(*last_note(victim.log()));
    return claimed && claimed->size < size_now ? "rolled back" : "not signed";
  }
  if (latest->size < size_now) return "rolled back";
  return kept.judge(*latest, {}) ? "accepts" : "inconsistent";
}

std::string shown(const std::string& code) {
  if (code == "ok" || code == "accepts") return "-";
  const std::size_t space = code.find(' ');
  if (space == std::string::npos || !std::isdigit(static_cast<unsigned char>(code.back()))) return code;
  return "`" + code.substr(0, space) + "`, entry " + code.substr(space + 1);
}

TEST(KeyAttacks, each_is_noticed_by_who_has_heard_of_the_change) {
  std::string table =
      "| attack on a log whose key was changed | `audit verify`, the first key alone | `audit verify`, the later key or the change | a link that followed the change |\n"
      "|---|---|---|---|\n";
  for (const Attack& attack : attacks) {
    const Victim victim;
    const std::string change = victim.change();
    attack.make(victim);
    const LogKeys first{old_key.verify_key(), origin};
    LogKeys heard = first;
    ASSERT_EQ(heard.follow(change), Followed::led_on);
    LogKeys later{new_key.verify_key(), origin};
    ASSERT_EQ(later.follow(change), Followed::led_on);
    EXPECT_EQ(said(check_headers(victim.log(), first)), attack.by_first) << attack.name;
    EXPECT_EQ(said(check_headers(victim.log(), heard)), attack.by_change) << attack.name;
    EXPECT_EQ(said(check_headers(victim.log(), later)), attack.by_change) << attack.name;
    const Scratch scratch;
    const std::string link = link_says(victim, scratch);
    EXPECT_EQ(link, attack.link) << attack.name;
    if (attack.name == std::string_view{"nothing"}) continue;
    EXPECT_NE(std::string_view{attack.by_change}, "ok") << attack.name << ": no attack goes unnoticed by who has heard of the change";
    table += std::string{"| "} + attack.name + " | " + shown(attack.by_first) + " | " + shown(attack.by_change) + " | " + shown(link) + " |\n";
  }

  const fs::path document = test::source_dir() / "docs" / "threat-model.md";
  const std::string text{as_text(*read_file(document, 1 << 20))};
  const std::string begin = "<!-- written by tests/fault/key_attack_test.cc -->\n";
  const std::size_t from = text.find(begin);
  ASSERT_NE(from, std::string::npos);
  const std::size_t to = text.find("<!-- so far -->\n", from);
  ASSERT_NE(to, std::string::npos);
  const std::string wanted = text.substr(0, from) + begin + table + text.substr(to);
  if (std::getenv("CONCORDAT_REWRITE") != nullptr) ASSERT_TRUE(write_file(document, as_bytes(wanted), FileMode::shared));
  else EXPECT_EQ(text, wanted) << "run with CONCORDAT_REWRITE=1";
}

// The link's side of it: what it has once followed it does not unlearn, and it does not follow a thief.
TEST(KeyAttacks, a_link_follows_one_change_and_no_other) {
  const Victim victim;
  const Scratch scratch;
  fs::create_directories(scratch.root());
  const fs::path file = scratch.root() / "checkpoint";
  auto kept = *link::KeptCheckpoint::open(file, LogKeys{old_key.verify_key(), origin});
  ASSERT_TRUE(*kept.follow({victim.change()}));
  EXPECT_FALSE(*kept.follow({sign_key_change(victim.place(), old_key, their_key)})) << "another with the stolen key";
  EXPECT_TRUE(*kept.follow({sign_key_change(victim.place(), their_key, key_number(4))})) << "of nobody's keys: it says nothing";
  EXPECT_EQ(kept.keys().current(), new_key.verify_key());
  ASSERT_TRUE(kept.keep({*verify_checkpoint(victim.latest(), kept.keys()), victim.latest()}));

  // From the disk again, and from a directory that names the new key.
  for (const SigningKey* named : {&old_key, &new_key}) {
    const auto again = link::KeptCheckpoint::open(file, LogKeys{named->verify_key(), origin});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->size(), size_now);
    EXPECT_EQ(again->keys().current(), new_key.verify_key());
  }

  // A link that saw the old key sign on past that place will not believe that it was changed there.
  const Scratch other;
  fs::create_directories(other.root());
  auto late = *link::KeptCheckpoint::open(other.root() / "checkpoint", LogKeys{old_key.verify_key(), origin});
  const std::string old_still = sign_checkpoint({origin, size_now, sha256(as_bytes("root"))}, old_key);
  ASSERT_TRUE(late.keep({*verify_checkpoint(old_still, late.keys()), old_still}));
  EXPECT_FALSE(*late.follow({victim.change()}));
  EXPECT_EQ(late.keys().current(), old_key.verify_key());
}

}  // namespace
}  // namespace concordat::audit
