// Each attack on a real log's files: the table of docs/threat-model.md that says who notices what is written from what this
// test sees, and the verifier in another language must come to the same answer.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "audit/fsck.h"
#include "audit/tiles.h"
#include "tests/fault/attacks.h"
#include "tests/place/place.h"

namespace concordat::audit {
namespace {

namespace fs = std::filesystem;

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
  const auto latest = note ? verify_checkpoint(*note, test_key().verify_key(), attacked_origin) : std::nullopt;
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
  for (const Attack& attack : attacks()) {
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
  victim.replace_by_another(test_key(), attacked_origin);
  const auto other = verify_checkpoint(*last_note(victim.copy()), test_key().verify_key(), attacked_origin);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->size, victim.latest.checkpoint.size);
  EXPECT_NE(other->root, victim.latest.checkpoint.root);
  const auto advanced = verify_advance(victim.latest.checkpoint, *other, {});
  ASSERT_FALSE(advanced);
  EXPECT_EQ(advanced.error(), ProofError::inconsistent);
}

}  // namespace
}  // namespace concordat::audit
