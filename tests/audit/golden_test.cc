// The bytes of version 1, for ever. A log made with fixed key, clock and salts gives exactly
// tests/golden/audit/log-v1.export and receipt-v1.bin; tests/golden/audit/check.py reads both by the
// document alone.
#include <gtest/gtest.h>

#include <memory>

#include "audit/fsck.h"
#include "audit/sealed_annex.h"
#include "scratch.h"
#include "tests/place/place.h"

namespace concordat::audit {
namespace {

const std::filesystem::path golden =
    test::source_dir() / "tests" / "golden" / "audit";

Digest counted_salt(std::shared_ptr<int> count) { return digest_of("salt " + std::to_string((*count)++)); }

// One entry of each kind, in three ticks; every field is filled somewhere and empty somewhere.
Log golden_log(const Scratch& scratch, const Clock& clock) {
  Log::Options options = test_options(scratch, clock);
  options.salts = [count = std::make_shared<int>(0)] { return counted_salt(count); };
  Log log = std::move(*Log::open(std::move(options)));
  Batch first;
  Batch second;
  for (std::uint8_t number = 2; number <= 22; ++number) {
    const EventKind kind = *event_kind_from_number(number);
    Event event = number % 2 == 0 ? test_event(kind, event_kind_name(kind))
                                  : Event{.kind = kind, .at = clock.now(), .actor = "broker"};
    if (number % 3 == 0) event.about = Sequence{1};
    (number < 12 ? first : second).events.push_back(std::move(event));
  }
  commit(log, first);
  commit(log, second);
  return log;
}

void expect_golden(const std::string& name, const Bytes& bytes) {
  const auto expected = read_file(golden / name, std::size_t{1} << 20);
  ASSERT_TRUE(expected) << name;
  EXPECT_EQ(to_hex(bytes), to_hex(*expected)) << name;
}

TEST(Golden, TheLogIsWrittenAsEver) {
  const Scratch scratch;
  const FixedClock clock;
  const Log log = golden_log(scratch, clock);
  write_records(log, scratch.root() / "log.export");
  expect_golden("log-v1.export", *read_file(scratch.root() / "log.export", 1 << 20));
  expect_golden("receipt.tlog-proof", encode_receipt(*log.delivery_receipt(Sequence{3})));
  // What was handed out before receipts were tlog-proofs is read for as long as somebody keeps it.
  EXPECT_EQ(decode_receipt(*read_file(golden / "receipt-v1.bin", 1 << 20)), *log.delivery_receipt(Sequence{3}));
}

TEST(Golden, TheLogIsReadAsEver) {
  const FsckReport report =
      fsck(golden / "log-v1.export", {.key = test_key().verify_key(), .known = std::nullopt});
  ASSERT_TRUE(report.ok()) << fault_code(report.wrong->fault);
  EXPECT_EQ(report.entries, 22U);
  const Bytes receipt = *read_file(golden / "receipt-v1.bin", 1 << 16);
  const auto seen = verify_receipt(receipt, {test_key().verify_key(), "concordat.example/test"});
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->entry.kind, EventKind::refused);
  EXPECT_EQ(seen->checkpoint, *report.checkpoint);
}

TEST(Golden, AnnexBytes) {
  const Bytes annex =
      AnnexWriter{}.add("message-id", "m").add("verdict", "subject.birthDate|month|g1|c2").finish();
  expect_golden("annex-v1.bin", annex);
  EXPECT_TRUE(read_annex(*read_file(golden / "annex-v1.bin", 1000)));
}

// A stored annex is sealed with random bytes, so the golden one is only opened, under the key that is
// golden beside it.
TEST(Golden, ASealedAnnexOpensAsEver) {
  const Scratch scratch;
  std::filesystem::create_directory(scratch.day_keys());
  std::filesystem::copy_file(golden / "key-0000000001", scratch.day_keys() / "key-0000000001");
  const auto ring = KeyRing::load(scratch.day_keys());
  ASSERT_TRUE(ring);
  const Bytes plain = *read_file(golden / "annex-v1.bin", 1000);
  const auto opened = open_annex(*ring, Sequence{7}, annex_hash(digest_of("salt"), plain),
                                 *read_file(golden / "sealed-annex-v1.bin", 1000));
  ASSERT_TRUE(opened);
  EXPECT_EQ(*opened, plain);
}

}  // namespace
}  // namespace concordat::audit
