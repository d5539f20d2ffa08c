// An agreement suspended and resumed while messages are on their way, and recipients that are away.
#include <gtest/gtest.h>

#include "tests/e2e/officer.h"

namespace concordat::e2e {
namespace {

using namespace std::chrono_literals;

constexpr auto a_while = 600ms;

class Flow : public testing::Test {
protected:
  void SetUp() override { area_.start_broker(); }
  std::unique_ptr<RawLink> link(const std::string& kind, std::uint32_t credit = 16) {
    auto made = std::make_unique<RawLink>(area_.endpoint(), area_.directory().broker_key, keys_of(area_, kind));
    EXPECT_TRUE(made->greet(credit));
    return made;
  }
  std::string send(RawLink& link, const Telling& telling) {
    link.say(sealed(referral("nhs", telling), nhs_key_));
    return link.answer();
  }
  void stand(const std::string& verb) {
    ASSERT_EQ(area_.command({"area", verb, "lbbd-prevent/1", "--area", area_.path("").string()}).exit_code, 0);
    const std::string kind = verb == "suspend" ? "suspended" : "active";
    const std::size_t before = count_of(entries_of(area_), "\"code\":\"" + kind + "\"");
    area_.reload();
    ASSERT_TRUE(area_.wait_for([&] { return count_of(entries_of(area_), "\"code\":\"" + kind + "\"") > before; }));
  }
  // What is delivered next, as its subject's concern: acknowledged, so that the next may come.
  std::optional<std::string> take(RawLink& link, std::chrono::milliseconds limit = 10s) {
    const auto deliver = link.hear<schemas::Deliver>(limit);
    if (!deliver) return std::nullopt;
    const auto opened = schemas::open_payload(deliver->payload, agency_of("police"),
                                              [this](const auto&, const auto&) { return std::optional{nhs_key_.verify_key()}; });
    EXPECT_TRUE(opened);
    link.say(schemas::Ack{deliver->disclosure, 0});
    for (const auto& field : opened->fields)
      if (schemas::FieldTable::get()[field.id].path == "concern.narrative.text") return field.value;
    return "(no text)";
  }

  Area area_;
  const SigningKey nhs_key_ = signing_key_of(area_, "nhs");
};

TEST_F(Flow, a_suspended_agreement_stops_what_is_queued_and_what_comes) {
  auto nhs = link("nhs");
  ASSERT_EQ(send(*nhs, {.text = "queued", .recipients = {"police/met"}}), "police/met disclosed");
  stand("suspend");
  auto police = link("police");
  EXPECT_FALSE(take(*police, a_while)) << "queued before, and not delivered after";
  EXPECT_EQ(send(*nhs, {.text = "waiting", .recipients = {"police/met"}}), "police/met waiting agreement-suspended");
  EXPECT_FALSE(take(*police, a_while));

  area_.stop("broker");
  area_.start_broker();
  nhs = link("nhs");
  police = link("police");
  EXPECT_FALSE(take(*police, a_while)) << "nor after a restart";

  stand("resume");
  std::vector<std::string> texts;
  for (int i = 0; i < 2; ++i) texts.push_back(take(*police).value_or("(nothing)"));
  std::sort(texts.begin(), texts.end());
  EXPECT_EQ(texts, (std::vector<std::string>{"queued", "waiting"}));
  std::multiset<std::string> states;
  for (int i = 0; i < 8 && states.count("delivered") < 2; ++i)  // that each waits is told to whoever comes back, too, until it is noted
    if (const auto status = nhs->hear<schemas::Status>()) states.insert(status->state);
  EXPECT_EQ(states.count("delivered"), 2U);
  EXPECT_EQ(states.count("released"), 1U);
  EXPECT_GE(states.count("waiting"), 2U);
  EXPECT_EQ(states.size() - states.count("waiting"), 3U);
  area_.stop("broker");
  EXPECT_TRUE(area_.fsck().ok());
}

TEST_F(Flow, a_recipient_that_was_away_gets_everything_in_order_and_the_urgent_first) {
  auto nhs = link("nhs");
  for (const std::string text : {"1", "2", "3"}) ASSERT_EQ(send(*nhs, {.text = text, .recipients = {"police/met"}}), "police/met disclosed");
  ASSERT_EQ(send(*nhs, {.text = "urgent 4", .recipients = {"police/met"}, .urgency = schemas::Urgency::urgent}), "police/met disclosed");
  ASSERT_EQ(send(*nhs, {.text = "5", .recipients = {"police/met"}}), "police/met disclosed");
  ASSERT_EQ(send(*nhs, {.text = "urgent 6", .recipients = {"police/met"}, .urgency = schemas::Urgency::urgent}), "police/met disclosed");
  auto police = link("police", 2);
  std::vector<std::string> texts;
  for (int i = 0; i < 6; ++i) texts.push_back(take(*police).value_or("(nothing)"));
  EXPECT_EQ(texts, (std::vector<std::string>{"urgent 4", "urgent 6", "1", "2", "3", "5"}));
  EXPECT_FALSE(take(*police, a_while));
}

TEST_F(Flow, a_delivery_not_acknowledged_comes_again_to_the_next_session) {
  auto nhs = link("nhs");
  ASSERT_EQ(send(*nhs, {.text = "once", .recipients = {"police/met"}}), "police/met disclosed");
  auto police = link("police");
  ASSERT_TRUE(police->hear<schemas::Deliver>()) << "and the link dies before it says so";
  police = link("police");
  EXPECT_EQ(take(*police), "once");
  EXPECT_TRUE(nhs->hear<schemas::Status>());
}

// The police hold a directory in which the health service's new key is not yet: they cannot believe the message, and say so.
// An officer sees it among the dead letters, and sends it again when the directory has come.
TEST_F(Flow, a_delivery_that_is_not_believed_is_a_dead_letter_until_it_is_sent_again) {
  std::filesystem::copy(area_.path("directory.json"), area_.path("old.json"));
  std::filesystem::copy(area_.path("directory.json.sig"), area_.path("old.json.sig"));
  std::string toml = read_text(area_.adapter_path("police", "adapter.toml"));
  toml.replace(toml.find("../../directory.json"), 20, "../../old.json");
  write_text(area_.adapter_path("police", "adapter.toml"), toml);

  const SigningKey fresh = SigningKey::generate();
  schemas::Directory directory = area_.directory();
  for (schemas::Organisation& organisation : directory.organisations)
    if (organisation.id == agency_of("nhs"))
      organisation.signing_keys.push_back({fresh.verify_key(), schemas::fingerprint_of(fresh.verify_key()), SystemClock{}.now() - 1h, std::nullopt});
  area_.write_directory(directory);
  area_.reload();
  area_.start_adapter("police");
  auto nhs = link("nhs");
  ASSERT_TRUE(area_.wait_for([&] { return entries_of(area_).find("version-2") != std::string::npos; }));
  nhs->say(sealed(referral("nhs", {.recipients = {"police/met"}}), fresh));
  ASSERT_EQ(nhs->answer(), "police/met disclosed");
  const auto returned = nhs->hear<schemas::Status>();
  ASSERT_TRUE(returned);
  EXPECT_EQ(returned->state, "returned");
  EXPECT_EQ(returned->code, "unknown-key");
  EXPECT_TRUE(area_.documents("police").empty());
  const std::string area = area_.path("").string();
  const Ran listed = area_.command({"queue", "list", "--area", area, "--reason", "what is stuck", "--json"});
  EXPECT_EQ(listed.exit_code, 0);
  EXPECT_NE(listed.output.find("dead-letter"), std::string::npos) << listed.output;
  const std::string queue = queue_of(area_);
  const std::size_t at = queue.find(R"("record":)");
  ASSERT_NE(at, std::string::npos);
  const std::uint64_t record = std::stoull(queue.substr(at + 9));

  write_text(area_.path("old.json.sig"), read_text(area_.path("directory.json.sig")));
  write_text(area_.path("old.json"), read_text(area_.path("directory.json")));
  const auto retry = [&](std::uint64_t number) {
    return area_.command({"queue", "retry", std::to_string(number), "--area", area, "--reason", "the key has come"}).exit_code;
  };
  EXPECT_EQ(retry(record + 1), 2) << "there is none of that number";
  const auto is_there = [&] { return area_.documents("police").size() == 1; };
  ASSERT_TRUE(area_.wait_for([&] {  // the adapter reads its directory anew by itself
    const int code = retry(record);
    EXPECT_TRUE(code == 0 || code == 2) << code;  // 2: tried already, and not yet refused again
    return area_.wait_for(is_there, 500ms);
  })) << area_.log("police");
  EXPECT_EQ(queue_of(area_), R"({"parcels":[]})");
}

}  // namespace
}  // namespace concordat::e2e
