// The overview: what it counts, and what it says of the log.
#include <gtest/gtest.h>

#include "audit/checkpoint.h"
#include "audit/key_change.h"
#include "console/web/pages/disclosure.h"
#include "console/web/pages/overview.h"
#include "console/web/render.h"
#include "tests/link/area.h"

namespace concordat::console::web {
namespace {

Told counted(std::uint64_t next, const std::string& rows) { return *Told::parse("{\"next\":" + std::to_string(next) + ",\"counts\":[" + rows + "]}"); }
std::string row(const char* day, const char* agency, const char* kind, int count) {
  return std::string{"{\"day\":\""} + day + "\",\"agency\":\"" + agency + "\",\"purpose\":\"safeguarding-mash\",\"kind\":\"" + kind + "\",\"count\":" + std::to_string(count) + "}";
}

TEST(Activity, adds_up_what_it_is_told_once) {
  Activity activity;
  activity.take(0, counted(10, row("2026-05-01", "police/met", "disclosed", 2) + "," + row("2026-05-01", "nhs/nelft", "disclosed", 1)));
  activity.take(10, counted(20, row("2026-05-01", "police/met", "disclosed", 3)));
  activity.take(0, counted(10, row("2026-05-01", "police/met", "disclosed", 99)));  // another page asked from there too
  EXPECT_EQ(activity.next(), 20U);
  EXPECT_EQ(activity.total("disclosed", "2026-05-01", "2026-05-01"), 6U);
  EXPECT_EQ(activity.total("disclosed", "2026-05-02", "2026-05-09"), 0U);
  const auto days = activity.days(Activity::By::agency, "disclosed", "2026-04-30", "2026-05-02");
  EXPECT_EQ(days.at("2026-05-01").at("police/met"), 5U);
  EXPECT_EQ(activity.days(Activity::By::purpose, "disclosed", "2026-04-30", "2026-05-02").at("2026-05-01").at("safeguarding-mash"), 6U);
}

struct Log {
  SigningKey key = SigningKey::generate();
  OfficerFacts facts{"ig", "tcp://x", std::string(40, 'a'), key.verify_key(), "log.example"};
  Officer officer{facts, {std::string(40, 'b'), Secret<40>{as_bytes(std::string(40, 'c')).first<40>()}}};
};

TEST(Overview, shows_what_waits_in_its_colour_and_charts_as_tables) {
  const Log log;
  Activity activity;
  activity.take(0, counted(10, row("2026-05-01", "police/met", "disclosed", 2)));
  const auto status = Told::parse(R"({"entries":10,"holds":3,"emergencies":1,"emergenciesOverdue":1,"recalls":0,"undelivered":0,"deadLetters":0,"checkpoint":"","cosigned":""})");
  const View view = overview_view(*status, log.officer, activity, "2026-05-02");
  const auto& figures = view.part("waiting").list("figures");
  EXPECT_EQ(figures.at(0).said("number"), "3");
  EXPECT_EQ(figures.at(0).said("colour"), "waits");
  EXPECT_EQ(figures.at(1).said("colour"), "wrong") << "one is overdue";
  EXPECT_EQ(figures.at(2).said("colour"), "");
  EXPECT_FALSE(view.shows("is_signed"));
  EXPECT_EQ(view.part("by_agency").list("rows").size(), 14U);
  const std::string page = render("overview", view);
  EXPECT_NE(page.find("is not signed by the log"), std::string::npos) << "a checkpoint that is none is said loudly";
  EXPECT_NE(page.find("<table class=\"govuk-table\" id=\"by-agency\">"), std::string::npos);
}

TEST(Overview, checks_the_checkpoint_itself) {
  const Log log;
  const Log other;
  const Activity activity;
  const auto status_of = [&](const SigningKey& key) {
    const std::string note = audit::sign_checkpoint({"log.example", 10, Digest{}}, key);
    std::string escaped;
    for (const char c : note) escaped += c == '\n' ? std::string{"\\n"} : std::string{c};
    return *Told::parse("{\"entries\":10,\"checkpoint\":\"" + escaped + "\",\"cosigned\":\"\"}");
  };
  EXPECT_TRUE(overview_view(status_of(log.key), log.officer, activity, "2026-05-02").shows("is_signed"));
  EXPECT_FALSE(overview_view(status_of(other.key), log.officer, activity, "2026-05-02").shows("is_signed"));
}

std::string escaped(const std::string& note) {
  std::string out;
  for (const char c : note) out += c == '\n' ? std::string{"\\n"} : std::string{c};
  return out;
}

// The officer was given the first key; a change that it signed leads to the next, and a change that it did not sign leads nowhere.
TEST(Overview, follows_a_changed_log_key_from_the_one_that_the_officer_was_given) {
  const Log log;
  const SigningKey next = SigningKey::generate();
  const SigningKey stranger = SigningKey::generate();
  const Activity activity;
  const auto shown = [&](const SigningKey& signer, const std::string& change) {
    const std::string note = audit::sign_checkpoint({"log.example", 10, Digest{}}, signer);
    const auto status = Told::parse("{\"entries\":10,\"checkpoint\":\"" + escaped(note) + "\",\"keyChanges\":[\"" + escaped(change) + "\"]}");
    return overview_view(*status, log.officer, activity, "2026-05-02");
  };
  const std::string change = audit::sign_key_change({"log.example", 5, Digest{}}, log.key, next);
  EXPECT_TRUE(shown(next, change).shows("is_signed"));
  EXPECT_TRUE(shown(next, change).shows("has_changed"));
  EXPECT_FALSE(shown(log.key, change).shows("is_signed")) << "the old key signs no more";
  EXPECT_FALSE(shown(stranger, audit::sign_key_change({"log.example", 5, Digest{}}, stranger, next)).shows("is_signed"));
  EXPECT_FALSE(shown(next, "").shows("is_signed"));
}

TEST(ProofPage, follows_a_changed_log_key_too) {
  constexpr unsigned old_seed = 8, new_seed = 9;
  link::MemoryLog memory{new_seed};
  for (int i = 0; i < 3; ++i) memory.append(link::disclosed_entry(schemas::DisclosureId{Digest{}}, link::school, link::police, *parse_instant("2026-04-01T09:30:00.000Z")));
  const OfficerFacts officer{"ig", "tcp://x", std::string(40, 'a'), link::key_of(old_seed).verify_key(), std::string{link::log_origin}};
  const std::string change = audit::sign_key_change({std::string{link::log_origin}, 1, Digest{}}, link::key_of(old_seed), link::key_of(new_seed));
  const auto answer = [&](const std::string& notes) {
    return schemas::Answer{.code = {}, .json = "{\"keyChanges\":[" + notes + "]}", .bytes = memory.receipt(audit::Sequence{1}, 3), .more = false};
  };
  const View view = proof_view(officer, answer("\"" + escaped(change) + "\""), 1);
  EXPECT_TRUE(view.shows("holds")) << view.said("why");
  EXPECT_TRUE(view.shows("has_changed"));
  EXPECT_EQ(view.said("key"), to_hex(link::key_of(new_seed).verify_key().bytes));
  EXPECT_NE(render("proof", view).find("key was changed"), std::string::npos);
  EXPECT_FALSE(proof_view(officer, answer("\"" + escaped(change) + "\""), 2).shows("holds")) << "of another entry";
  EXPECT_FALSE(proof_view(officer, answer(""), 1).shows("holds")) << "nothing leads to that key";
}

}  // namespace
}  // namespace concordat::console::web
