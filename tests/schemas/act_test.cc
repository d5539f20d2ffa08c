// What a person signs has one spelling, and nothing else reads as a statement.
#include "schemas/act.h"

#include <gtest/gtest.h>

namespace concordat::schemas {
namespace {

SigningKey key_of(unsigned char number) {
  std::array<std::byte, 32> seed{};
  seed.fill(static_cast<std::byte>(number));
  return SigningKey::from_seed(seed);
}

Statement example() {
  return {.kind = ActKind::agreement_suspend, .subject = "lbbd-prevent/1", .agency = AgencyId{"council/lbbd"}, .person = "amina-khan",
          .key = fingerprint_of(key_of(7).verify_key()), .at = *parse_instant("2026-05-01T09:00:00Z"), .nonce = {},
          .says = {{"field", "subject.address"}}, .binds = {{"base", sha256(as_bytes("b"))}, {"text", sha256(as_bytes("a"))}}, .reason = "Incident 9, at once"};
}

TEST(ActTest, a_statement_can_be_read_aloud) {
  EXPECT_EQ(*write_statement(example()),
            "concordat act 1\nkind agreement-suspend\nsubject lbbd-prevent/1\nagency council/lbbd\nperson amina-khan\nkey " +
                to_hex(fingerprint_of(key_of(7).verify_key()).value().bytes) +
                "\nat 2026-05-01T09:00:00.000Z\nnonce 00000000000000000000000000000000\nsays field subject.address\nbinds base " +
                to_hex(sha256(as_bytes("b")).bytes) + "\nbinds text " + to_hex(sha256(as_bytes("a")).bytes) + "\nreason Incident 9, at once\n");
  EXPECT_EQ(read_statement(*write_statement(example())), example());
}

TEST(ActTest, one_byte_changes_what_is_said) {
  const SigningKey key = key_of(7);
  const Act act = *sign_act(example(), key);
  EXPECT_TRUE(is_signed_by(act, key.verify_key()));
  EXPECT_FALSE(is_signed_by(act, key_of(8).verify_key()));
  for (std::size_t i = 0; i < act.statement.size(); ++i) {
    Act changed = act;
    changed.statement[i] = static_cast<char>(changed.statement[i] ^ 1);
    EXPECT_FALSE(is_signed_by(changed, key.verify_key())) << "byte " << i;
    EXPECT_NE(act_id(changed), act_id(act)) << "byte " << i;
    const auto read = read_statement(changed.statement);
    EXPECT_TRUE(!read || *read != example()) << "byte " << i << " changes nothing";
  }
}

TEST(ActTest, what_cannot_be_written_in_one_way_is_no_statement) {
  const auto with = [](auto change) {
    Statement statement = example();
    change(statement);
    return write_statement(statement).has_value();
  };
  EXPECT_TRUE(with([](Statement&) {}));
  EXPECT_FALSE(with([](Statement& s) { s.reason = ""; }));
  EXPECT_FALSE(with([](Statement& s) { s.reason = "two\nlines"; }));
  EXPECT_FALSE(with([](Statement& s) { s.reason = "turned \xE2\x80\xAE round"; })) << "a bidirectional control";
  EXPECT_FALSE(with([](Statement& s) { s.subject = "two words"; }));
  EXPECT_FALSE(with([](Statement& s) { s.person = ""; }));
  EXPECT_FALSE(with([](Statement& s) { std::swap(s.binds[0], s.binds[1]); }));
  EXPECT_FALSE(with([](Statement& s) { s.binds[1] = s.binds[0]; }));
  EXPECT_FALSE(with([](Statement& s) { s.says[0].value = std::string(statement_bytes_max, 'x'); }));
}

TEST(ActTest, cut_doubled_or_strange_lines_are_no_statement) {
  const std::string text = *write_statement(example());
  for (std::size_t i = 0; i < text.size(); ++i) EXPECT_FALSE(read_statement(text.substr(0, i))) << i;
  EXPECT_FALSE(read_statement(text + "\n"));
  EXPECT_FALSE(read_statement(text + "reason Again\n"));
  std::string upper = text;
  upper.replace(upper.find("key ") + 4, 64, std::string(64, 'A'));
  EXPECT_FALSE(read_statement(upper)) << "hexadecimal has one spelling";
}

TEST(ActTest, every_kind_has_its_name) {
  for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(ActKind::hold_refuse); ++i) {
    const auto kind = static_cast<ActKind>(i);
    EXPECT_EQ(act_kind_named(name_of(kind)), kind);
  }
  EXPECT_FALSE(act_kind_named("agreement-forget"));
}

}  // namespace
}  // namespace concordat::schemas
