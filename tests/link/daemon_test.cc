#include "adapters/daemon/daemon.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/link/daemon_fixture.h"

namespace concordat::adapters {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view canary = "CANARY-NARRATIVE";

void turns(Daemon& daemon, int count) {
  for (int i = 0; i < count; ++i) daemon.turn(100ms);
}

TEST(Daemon, from_the_in_folder_to_an_answer) {
  Desk desk;
  const auto daemon = desk.start();
  ASSERT_TRUE(daemon);
  desk.drop("case.txt", "2011-06-09|" + std::string{canary});
  turns(*daemon, 20);
  ASSERT_EQ(desk.broker.accepted.size(), 1U);
  const auto id = desk.broker.accepted.begin()->first;
  const std::string file = format_uuid(id.value()) + ".json";
  const std::string answer = link::read_text(desk.config.state / "answers" / file);
  EXPECT_THAT(answer, HasSubstr("\"grantedBy\": \"grant dob\""));
  EXPECT_THAT(answer, HasSubstr("\"native\": \"case.txt\""));
  EXPECT_THAT(link::read_text(desk.config.out / "status" / file), HasSubstr("\"state\": \"accepted\""));
  desk.broker.say_status(id, "delivered");
  turns(*daemon, 20);
  EXPECT_THAT(link::read_text(desk.config.out / "status" / file), HasSubstr("\"state\": \"delivered\""));
  EXPECT_THAT(link::read_text(desk.config.out / "status" / file), HasSubstr("\"state\": \"settled\""));
  EXPECT_THAT(desk.names_in(desk.config.state / "spool" / "answered"), IsEmpty());
}

// A large document held up everything else for as long as it was being taken: heartbeats, answers and what had come.
TEST(Daemon, the_link_has_its_turn_between_the_parts_of_a_large_document) {
  Desk desk;
  const auto daemon = desk.start();
  turns(*daemon, 3);
  std::string large = "\n";
  for (int row = 0; row < 90; ++row) large += "2011-06-09|row " + std::to_string(row) + "|" + std::string(100'000, 'x') + "\n";
  desk.drop("list.txt", large);
  daemon->take_in_now();  // and no turn of its own after it
  EXPECT_THAT(desk.names_in(desk.config.in), IsEmpty());
  EXPECT_GT(desk.broker.accepted.size(), 3U);
  for (int i = 0; i < 200 && desk.broker.accepted.size() < 90; ++i) turns(*daemon, 1);
  EXPECT_EQ(desk.broker.accepted.size(), 90U);
  for (const auto& [id, count] : desk.broker.submissions) EXPECT_EQ(count, 1U);
}

TEST(Daemon, the_log_holds_codes_and_ids_only) {
  Desk desk;
  const auto daemon = desk.start();
  desk.drop("Zoe Neill.txt", "2011-06-09|" + std::string{canary});
  desk.drop("Ann Other.txt", "!");
  turns(*daemon, 20);
  EXPECT_THAT(desk.log_text(), HasSubstr("accepted"));
  EXPECT_THAT(desk.log_text(), HasSubstr("rejected"));
  for (const char* value : {"CANARY", "2011-06-09", "Zoe", "Neill", "Ann"}) EXPECT_THAT(desk.log_text(), Not(HasSubstr(value)));
}

TEST(Daemon, a_delivery_becomes_a_document_with_what_binds_it_and_a_receipt) {
  Desk desk{link::police};
  const auto daemon = desk.start();
  turns(*daemon, 3);
  desk.broker.deliver(link::test_message(desk.clock.at, canary));
  turns(*daemon, 5);
  ASSERT_EQ(desk.broker.acks.size(), 1U);
  const std::string id = link::name_of(desk.broker.acks.begin()->first);
  const std::string stem = id.substr(0, 16) + "-referral";
  EXPECT_THAT(desk.names_in(desk.config.out), ElementsAre(stem + ".meta.json", stem + ".txt", "status"));
  EXPECT_THAT(link::read_text(desk.config.out / (stem + ".txt")), HasSubstr(canary));
  const std::string meta = link::read_text(desk.config.out / (stem + ".meta.json"));
  for (const char* part : {"\"caveats\": [\n    \"handle with care\"", "\"keep\": \"6 years\"", "\"agreement\": \"prevent/3\"", "\"sender\": \"school/abbey\"", "\"sequence\": 1"})
    EXPECT_THAT(meta, HasSubstr(part));
  EXPECT_THAT(meta, Not(HasSubstr(canary)));
  const auto receipt = read_file(desk.config.state / "receipts" / (id + ".receipt"), 65536);
  ASSERT_TRUE(receipt);
  EXPECT_TRUE(audit::verify_receipt(*receipt, {link::key_of(link::log_seed).verify_key(), std::string{link::log_origin}}));
  struct stat status {};
  ASSERT_EQ(::stat((desk.config.out / (stem + ".txt")).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST(Daemon, what_does_not_verify_lies_in_quarantine_and_nowhere_else) {
  Desk desk{link::police};
  const auto daemon = desk.start();
  turns(*daemon, 3);
  auto deliver = link::test_delivery(desk.broker.log, link::test_message(desk.clock.at, canary), desk.clock.at, 1);
  deliver.receipt.back() ^= std::byte{1};
  desk.broker.tell(deliver);
  turns(*daemon, 5);
  EXPECT_THAT(desk.names_in(desk.config.out), ElementsAre("status"));
  const auto alarms = desk.names_in(desk.config.state / "alarms");
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_THAT(alarms[0], HasSubstr("receipt-"));
  EXPECT_THAT(link::read_text(desk.config.state / "alarms" / alarms[0]), Not(HasSubstr(canary)));
  const auto quarantine = desk.names_in(desk.config.state / "quarantine");
  ASSERT_EQ(quarantine.size(), 1U);
  EXPECT_THAT(link::read_text(desk.config.state / "quarantine" / quarantine[0]), HasSubstr(canary)) << "the evidence is whole";
  EXPECT_THAT(desk.log_text(), HasSubstr("alarm receipt-"));
}

TEST(Daemon, a_final_refusal_brings_the_document_back_with_a_report) {
  Desk desk;
  const auto daemon = desk.start();
  desk.broker.refusals.emplace_back("no-agreement");
  desk.drop("case.txt", "2011-06-09|x");
  turns(*daemon, 20);
  const auto names = desk.names_in(desk.config.rejected);
  ASSERT_EQ(names.size(), 4U);
  EXPECT_THAT(names[0], testing::EndsWith("-case.txt"));
  EXPECT_EQ(link::read_text(desk.config.rejected / names[0]), "2011-06-09|x");
  EXPECT_THAT(link::read_text(desk.config.rejected / names[2]), HasSubstr("\"code\": \"no-agreement\""));
  EXPECT_THAT(link::read_text(desk.config.rejected / names[2]), HasSubstr("\"where\": \"subject.birthDate\""));
  EXPECT_THAT(link::read_text(desk.config.rejected / names[3]), HasSubstr("refused by the broker"));
  EXPECT_THAT(desk.names_in(desk.config.state / "spool" / "pending"), IsEmpty());
}

TEST(Daemon, an_untranslatable_document_is_rejected_with_reports) {
  Desk desk;
  const auto daemon = desk.start();
  desk.drop("case.txt", "!");
  turns(*daemon, 10);
  EXPECT_THAT(desk.names_in(desk.config.rejected), ElementsAre("case.txt", "case.txt.report.csv", "case.txt.report.json", "case.txt.report.txt"));
  EXPECT_TRUE(desk.broker.accepted.empty());
}

TEST(Daemon, a_person_acknowledges_a_delivery_that_came) {
  Desk desk{link::police};
  const auto daemon = desk.start();
  turns(*daemon, 3);
  desk.broker.deliver(link::test_message(desk.clock.at));
  turns(*daemon, 5);
  const std::string id = link::name_of(desk.broker.acks.begin()->first);
  desk.drop("seen.ack.json", R"({"disclosure": ")" + id + R"(", "name": "A. Duty", "telephone": "020 7946 0000"})");
  desk.drop("other.ack.json", R"({"disclosure": ")" + std::string(64, 'a') + R"(", "name": "A. Duty", "telephone": "020 7946 0000"})");
  turns(*daemon, 10);
  ASSERT_EQ(desk.broker.acknowledged.size(), 1U);
  EXPECT_EQ(desk.broker.acknowledged[0].name, "A. Duty");
  EXPECT_THAT(desk.names_in(desk.config.in), IsEmpty());
  EXPECT_THAT(link::read_text(desk.config.rejected / "other.ack.json.report.json"), HasSubstr("unknown-disclosure"));
}

TEST(Daemon, keeps_taking_in_while_nobody_answers_and_sends_when_they_do) {
  Desk desk;
  desk.broker.is_reachable = false;
  auto daemon = desk.start();
  for (int i = 0; i < 5; ++i) desk.drop("case-" + std::to_string(i) + ".txt", "2011-06-09|x");
  turns(*daemon, 20);
  EXPECT_THAT(desk.names_in(desk.config.in), IsEmpty());
  EXPECT_EQ(desk.names_in(desk.config.state / "spool" / "pending").size(), 5U);
  daemon.reset();
  desk.broker.is_reachable = true;
  daemon = desk.start();
  turns(*daemon, 30);
  EXPECT_EQ(desk.broker.accepted.size(), 5U);
}

TEST(Daemon, once_takes_in_sends_and_stops) {
  Desk desk;
  const auto daemon = desk.start();
  desk.drop("case.txt", "2011-06-09|x");
  EXPECT_TRUE(daemon->run_once(desk.clock.at + 60s, [] { return false; }));
  EXPECT_EQ(desk.broker.accepted.size(), 1U);
  desk.broker.is_reachable = false;
  desk.drop("late.txt", "2011-06-09|x");
  EXPECT_FALSE(daemon->run_once(desk.clock.at + 60s, [] { return false; }));
}

TEST(Daemon, a_second_one_on_the_same_state_is_refused) {
  Desk desk;
  auto first = desk.start();
  ASSERT_TRUE(first);
  const auto second = Daemon::start(desk.parts());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().exit_code, 1);
  EXPECT_THAT(second.error().what, HasSubstr("another adapter"));
  first.reset();
  EXPECT_TRUE(Daemon::start(desk.parts()));
}

TEST(Daemon, says_what_is_wrong_with_what_it_was_given) {
  const struct {
    const char* name;
    std::function<void(Desk&)> break_it;
    std::string says;
  } cases[] = {
      {"no directory", [](Desk& d) { std::filesystem::remove(d.config.directory); }, "directory.json"},
      {"forged directory", [](Desk& d) { link::write_directory(d.scratch / "", link::test_directory(), link::police_seed); }, "directory-unsigned"},
      {"not listed", [](Desk& d) { d.config.agency = schemas::AgencyId{"nhs/none"}; }, "does not list nhs/none"},
      {"another transport key", [](Desk& d) { link::write_text(d.config.curve_secret, std::string(40, 'Q') + "\n" + std::string(40, 'x')); }, "another transport key"},
      {"another signing key", [](Desk& d) { link::write_text(d.config.signing_seed, std::string(64, '7')); }, "no signing key"},
      {"no key", [](Desk& d) { std::filesystem::remove(d.config.curve_secret); }, "curve.secret"},
  };
  for (const auto& wrong : cases) {
    Desk desk;
    wrong.break_it(desk);
    const auto daemon = Daemon::start(desk.parts());
    ASSERT_FALSE(daemon) << wrong.name;
    EXPECT_EQ(daemon.error().exit_code, 3) << wrong.name;
    EXPECT_THAT(daemon.error().what, HasSubstr(wrong.says)) << wrong.name;
  }
}

TEST(Daemon, notices_that_the_directory_names_another_broker) {
  Desk desk;
  const auto daemon = desk.start();
  EXPECT_FALSE(daemon->outdated());
  auto directory = link::test_directory();
  directory.version = 2;
  directory.broker_key = std::string(40, 'C');
  link::write_directory(desk.scratch / "", directory);
  std::filesystem::last_write_time(desk.config.directory, std::filesystem::file_time_type::clock::now() + 1s);
  turns(*daemon, 10);
  EXPECT_TRUE(daemon->outdated());
}

// A whole day at once: school sends, the wire loses, doubles and reorders, the daemon stops and starts.
TEST(Daemon, everything_arrives_once_through_bad_weather_and_restarts) {
  Desk desk{link::school, {.lost = 100, .doubled = 100, .reordered = 100, .seed = 11}};
  auto daemon = desk.start();
  for (int i = 0; i < 20; ++i) {
    desk.drop("case-" + std::to_string(i) + ".txt", "2011-06-09|one\n2012-06-09|two");
    turns(*daemon, 10);
    if (i % 5 == 4) {
      daemon.reset();
      daemon = desk.start();
    }
  }
  turns(*daemon, 1500);
  EXPECT_EQ(desk.broker.accepted.size(), 40U);
  EXPECT_FALSE(desk.broker.changed_bytes);
  EXPECT_EQ(desk.names_in(desk.config.state / "answers").size(), 40U);
  EXPECT_THAT(desk.names_in(desk.config.state / "spool" / "pending"), IsEmpty());
  EXPECT_THAT(desk.names_in(desk.config.state / "alarms"), IsEmpty());
}

// A native system that names every export alike: each is a document of its own, the same bytes again too.
TEST(Daemon, the_same_name_twice_is_two_documents) {
  Desk desk;
  const auto daemon = desk.start();
  for (const char* text : {"2011-06-09|first", "2012-06-09|second", "2012-06-09|second"}) {
    desk.drop("export.txt", text);
    turns(*daemon, 20);
  }
  EXPECT_EQ(desk.broker.accepted.size(), 3U);
  EXPECT_THAT(desk.names_in(desk.config.in), IsEmpty());
  EXPECT_EQ(desk.names_in(desk.config.state / "originals").size(), 3U);
}

TEST(Daemon, hundreds_of_files_at_once_are_each_sent_once) {
  Desk desk;
  const auto daemon = desk.start();
  for (int i = 0; i < 400; ++i) desk.drop("d" + std::to_string(1000 + i) + ".txt", "2011-06-09|" + std::to_string(i));
  for (int i = 0; i < 2000 && desk.broker.accepted.size() < 400; ++i) daemon->turn(100ms);
  EXPECT_EQ(desk.broker.accepted.size(), 400U);
  for (const auto& [id, count] : desk.broker.submissions) EXPECT_EQ(count, 1U);
  EXPECT_THAT(desk.names_in(desk.config.in), IsEmpty());
}

}  // namespace
}  // namespace concordat::adapters
