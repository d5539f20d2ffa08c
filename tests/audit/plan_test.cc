#include "audit/plan.h"

#include <gtest/gtest.h>

#include "scratch.h"

namespace concordat::audit {
namespace {

class PlanCommit : public testing::Test {
protected:
  std::optional<Plan> plan(const Tip& tip, const Batch& batch) {
    return plan_commit(tip, batch, {origin_, key_, ring_.current(), salts_});
  }
  Tip after_genesis() {
    Batch batch;
    batch.events.push_back({.kind = EventKind::genesis, .at = now_, .actor = "broker", .code = origin_});
    return plan(Tip{}, batch)->tip;
  }
  Scratch scratch_;
  Instant now_ = *parse_instant("2026-04-01T09:30:00Z");
  std::string origin_ = "concordat.example/test";
  SigningKey key_ = test_key();
  KeyRing ring_ = *KeyRing::open(scratch_.day_keys(), now_, 0);
  SaltSource salts_ = [] { return digest_of("salt"); };
};

TEST_F(PlanCommit, IsAFunctionOfItsValue) {
  const Tip tip = after_genesis();
  const auto once = plan(tip, batch_of(5));
  const auto again = plan(tip, batch_of(5));
  ASSERT_TRUE(once && again);
  EXPECT_EQ(once->entries, again->entries);
  EXPECT_EQ(once->nodes, again->nodes);
  EXPECT_EQ(once->checkpoint.note, again->checkpoint.note);
}

TEST_F(PlanCommit, HowEventsFallIntoTicksChangesNoEntry) {
  const Tip tip = after_genesis();
  const Batch whole = batch_of(6);
  Batch first;
  Batch second;
  first.events = {whole.events.begin(), whole.events.begin() + 2};
  second.events = {whole.events.begin() + 2, whole.events.end()};
  const auto at_once = plan(tip, whole);
  const auto begun = plan(tip, first);
  ASSERT_TRUE(at_once && begun);
  const auto ended = plan(begun->tip, second);
  ASSERT_TRUE(ended);
  EXPECT_EQ(at_once->tip.last_hash, ended->tip.last_hash);
  EXPECT_EQ(at_once->checkpoint.note, ended->checkpoint.note);
}

TEST_F(PlanCommit, WhatDoesNotFitIsRefusedWhole) {
  const Tip tip = after_genesis();
  const struct {
    const char* name;
    void (*change)(Batch&);
  } cases[] = {
      {"a text too long", [](Batch& b) { b.events[1].actor.assign(header_text_bytes_max + 1, 'a'); }},
      {"a text that is not UTF-8", [](Batch& b) { b.events[1].code = "\xff"; }},
      {"about the future", [](Batch& b) { b.events[1].about = Sequence{9}; }},
      {"about itself", [](Batch& b) { b.events[0].about = Sequence{1}; }},
      {"another genesis", [](Batch& b) { b.events[1].kind = EventKind::genesis; }},
      {"annex too large", [](Batch& b) { b.events[1].annex.resize(annex_bytes_max + 1); }},
      {"row of no event",
       [](Batch& b) {
         b.rows.push_back({Table::seen, 3, {}});
       }},
      {"row twice",
       [](Batch& b) {
         b.rows = {{Table::seen, 1, {}}, {Table::cases, 1, {}}, {Table::seen, 1, {}}};
       }},
      {"replacement too large",
       [](Batch& b) {
         b.replacements.push_back({Table::seen, Sequence{0}, Bytes(value_bytes_max + 1)});
       }},
      {"row too large",
       [](Batch& b) {
         b.rows.push_back({Table::seen, 1, Bytes(value_bytes_max + 1)});
       }},
  };
  for (const auto& c : cases) {
    Batch batch = batch_of(3);
    ASSERT_TRUE(plan(tip, batch)) << c.name;
    c.change(batch);
    EXPECT_FALSE(plan(tip, batch)) << c.name;
  }
}

TEST_F(PlanCommit, AboutAnEarlierEventOfTheSameTickIsFine) {
  Batch batch = batch_of(2);
  batch.events[1].about = Sequence{1};
  const auto done = plan(after_genesis(), batch);
  ASSERT_TRUE(done);
  EXPECT_EQ(decode_entry(done->entries[1].bytes)->about, Sequence{1});
}

}  // namespace
}  // namespace concordat::audit
