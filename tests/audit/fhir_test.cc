// Our FHIR events beside what the published profiles demand, which is written down as data (tests/golden/fhir): each holds all of it, and
// with anything taken away that a profile demands, it does not.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "audit/reports/events.h"
#include "base/file.h"
#include "tests/place/place.h"

namespace concordat::audit {
namespace {

using nlohmann::json;

const json& profiles() {
  static const json all = json::parse(as_text(*read_file(test::source_dir() / "tests/golden/fhir/balp-1.1.4.json", 1 << 20)));
  return all;
}

// As FHIR has it: what the pattern holds must be there, and more may be.
bool holds(const json& value, const json& pattern) {
  if (pattern.is_object()) {
    for (const auto& [key, wanted] : pattern.items())
      if (!value.is_object() || !value.contains(key) || !holds(value[key], wanted)) return false;
    return true;
  }
  if (pattern.is_array()) {
    for (const json& wanted : pattern) {
      bool found = false;
      for (const json& one : value.is_array() ? value : json::array()) found = found || holds(one, wanted);
      if (!found) return false;
    }
    return true;
  }
  return value == pattern;
}

std::vector<json> values_at(const json& in, const std::string& path) {
  if (!in.is_object() || !in.contains(path)) return {};
  if (!in[path].is_array()) return {in[path]};
  return {in[path].begin(), in[path].end()};
}

void judge(const json& event, const json& in, const json& rules, const std::string& at, std::vector<std::string>& wrong) {
  for (const json& rule : rules) {
    const std::string place = at + rule["path"].get<std::string>();
    std::vector<json> values = values_at(in, rule["path"]);
    if (rule.contains("where")) std::erase_if(values, [&](const json& value) { return !holds(value, rule["where"]); });
    if (values.size() < rule.value("min", std::size_t{0})) wrong.push_back(place + ": too few");
    if (values.size() > rule.value("max", std::size_t{1000})) wrong.push_back(place + ": too many");
    for (const json& value : values) {
      if (rule.contains("is") && value != rule["is"]) wrong.push_back(place + ": another value");
      if (rule.contains("pattern") && !holds(value, rule["pattern"])) wrong.push_back(place + ": not of the pattern");
      if (rule.contains("same") && value != event.value(json::json_pointer{rule["same"].get<std::string>()}, json{})) wrong.push_back(place + ": not the same");
      if (rule.contains("one-of") && std::find(rule["one-of"].begin(), rule["one-of"].end(), value) == rule["one-of"].end()) wrong.push_back(place + ": no such code");
      if (rule.contains("each")) judge(event, value, rule["each"], place + ".", wrong);
    }
  }
}

std::vector<std::string> wrong_with(const json& event) {
  std::vector<std::string> wrong;
  judge(event, event, profiles()["AuditEvent"], "", wrong);
  const auto claimed = event.value(json::json_pointer{"/meta/profile/0"}, std::string{});
  if (!profiles().contains(claimed)) return {"no such profile"};
  judge(event, event, profiles()[claimed], "", wrong);
  return wrong;
}

LogRow disclosed() {
  LogRow row;
  row.sequence = 5;
  row.kind = "disclosed";
  row.at = "2026-05-01T09:30:00.000Z";
  row.actor = "school/oak";
  row.counterpart = "police/met";
  row.message_type = "referral";
  row.purpose = "safeguarding-mash";
  row.agreement = "lbbd-mash/1";
  row.case_id = "0190d000-0000-7000-8000-000000000001";
  row.disclosure = "00ff";
  row.verdicts = {{.path = "subject.birthDate", .outcome = "month", .granted_by = "1.1", .capped_by = {}, .because = {}}};
  return row;
}

LogRow accessed() {
  LogRow row;
  row.sequence = 9;
  row.kind = "access";
  row.at = "2026-05-01T09:30:00.000Z";
  row.actor = "council/lbbd/ig";
  row.code = "account";
  return row;
}

TEST(Balp, our_events_hold_all_that_their_profiles_demand) {
  LogRow bare = disclosed();  // its annex is gone, and it was under no agreement
  bare.verdicts.clear();
  bare.case_id.clear();
  bare.agreement.clear();
  for (const LogRow& row : {disclosed(), bare, accessed()}) {
    const auto event = fhir_audit_event(row, "log.example");
    ASSERT_TRUE(event);
    EXPECT_EQ(wrong_with(json::parse(*event)), std::vector<std::string>{}) << *event;
  }
}

TEST(Balp, what_a_profile_demands_is_missed_when_it_is_not_there) {
  for (const LogRow& row : {disclosed(), accessed()}) {
    const json good = json::parse(*fhir_audit_event(row, "log.example"));
    std::size_t missed = 0;
    for (const char* path : {"/type", "/subtype", "/action", "/recorded", "/outcome", "/agent/0", "/agent/1", "/agent/0/type", "/agent/0/who", "/agent/0/network", "/agent/1/network",
                             "/agent/0/requestor", "/source", "/source/observer", "/entity/0", "/entity/0/role", "/entity/0/type"}) {
      json bad = good;
      const json::json_pointer at{path};
      json& parent = bad.at(at.parent_pointer());
      if (parent.is_array()) parent.erase(static_cast<std::size_t>(std::stoul(at.back())));
      else parent.erase(at.back());
      EXPECT_FALSE(wrong_with(bad).empty()) << path;
      ++missed;
    }
    EXPECT_EQ(missed, 17U);
    json another = good;
    another["agent"][0]["who"]["display"] = "somebody else";
    EXPECT_EQ(wrong_with(another).empty(), row.kind == "access") << "val-audit-source is of disclosures";
    another = good;
    another["agent"].push_back(good["agent"][0]);
    EXPECT_FALSE(wrong_with(another).empty()) << "two sources";
  }
}

}  // namespace
}  // namespace concordat::audit
