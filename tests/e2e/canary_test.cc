// No value where no value may be: a canary of its own in every field that a referral can carry. None may lie in any file that
// the broker keeps or writes, and at a recipient only those that the agreement releases to it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "schemas/draft.h"
#include "schemas/json.h"
#include "tests/e2e/raw_link.h"

namespace concordat::e2e {
namespace {

using namespace std::chrono_literals;
using schemas::ValueType;
namespace fs = std::filesystem;

struct Canary {
  std::string path;   // positional, as explanations write it
  std::string value;  // as it would stand in a file
};

// Something that a field of this type can hold, and no other field does; empty where its few codes leave no room for one.
std::string canary_for(const schemas::FieldEntry& field, std::size_t number) {
  const std::string tag = std::to_string(1000 + number);
  switch (field.type) {
    case ValueType::text: return "canary" + tag + "Quillfeather";
    case ValueType::name: return "Canary" + tag + "Quillfeather";
    case ValueType::binary: return "canary" + tag + "Quillfeather";
    case ValueType::date: return std::to_string(1900 + number % 100) + "-0" + std::to_string(1 + number / 100 % 9) + "-17";
    case ValueType::date_time: return std::to_string(1900 + number % 100) + "-0" + std::to_string(1 + number / 100 % 9) + "-18T07:11:13.000Z";
    case ValueType::uuid: return "01890a5d-ac96-774b-bcce-b302099a" + tag;
    default: return {};
  }
}

// What a field without room for a canary holds instead, so that it is there.
std::string stand_in(const schemas::FieldEntry& field) {
  switch (field.type) {
    case ValueType::code:
    case ValueType::yes_no: return field.path.ends_with("confidential") ? "no" : field.codes.back();
    case ValueType::number: return "7";
    case ValueType::postcode: return "ZE9 9ZZ";
    case ValueType::path: return "subject.names";
    default: return {};
  }
}

struct Laden {
  schemas::Message message;
  std::vector<Canary> canaries;
};

Laden laden_referral() {
  const schemas::FieldTable& table = schemas::FieldTable::get();
  schemas::Draft draft;
  std::map<std::uint16_t, schemas::ElementIndex> elements;  // one of each list
  const std::function<schemas::ElementIndex(schemas::ListId)> element = [&](schemas::ListId list) {
    const auto found = elements.find(list.value());
    if (found != elements.end()) return found->second;
    const auto parent = table[list].parent ? element(*table[list].parent) : schemas::no_element;
    return elements[list.value()] = draft.add(table[list].path, parent);
  };
  Laden out{referral("nhs", {.recipients = {"council/lbbd", "police/met", "school/eastbury", "probation/london"}}), {}};
  std::map<std::string, std::string> values;
  for (std::size_t i = 0; i < table.fields().size(); ++i) {
    const schemas::FieldEntry& field = table.fields()[i];
    if (std::find(field.bodies.begin(), field.bodies.end(), schemas::BodyType::referral) == field.bodies.end()) continue;
    if (field.path.starts_with("sourceRestrictions")) continue;  // it would hold back what the agreement releases
    const std::string canary = canary_for(field, i);
    const std::string value = canary.empty() ? stand_in(field) : canary;
    draft.set(field.path, value, field.list ? element(*field.list) : schemas::no_element);
    if (!canary.empty()) values[field.path] = canary;
  }
  auto body = std::move(draft).finish(schemas::BodyType::referral);
  EXPECT_TRUE(body) << (body ? "" : body.error().front().where + " " + body.error().front().what);
  if (!body) return out;
  for (const schemas::Field& field : body->fields) {
    const auto canary = values.find(table[field.id].path);
    if (canary != values.end()) out.canaries.push_back({schemas::positional_path(*body, field.id, field.element), canary->second});
  }
  out.message.body = std::move(*body);
  return out;
}

std::string everything_in(const fs::path& folder) {
  std::string all;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator{folder})
    if (entry.is_regular_file()) all += read_text(entry.path()) + "\n";
  return all;
}

std::set<std::string> found_in(const std::string& text, const std::vector<Canary>& canaries) {
  std::set<std::string> paths;
  for (const Canary& canary : canaries)
    if (text.find(canary.value) != std::string::npos) paths.insert(canary.path);
  return paths;
}

TEST(CanaryValues, lie_in_no_file_of_the_broker_and_at_recipients_only_where_released) {
  Area area;
  area.start_broker();
  const Laden laden = laden_referral();
  ASSERT_GT(laden.canaries.size(), 100U);
  // Police and council are there; the school's and probation's parcels stay with the broker while we look.
  area.start_adapter("police");
  area.start_adapter("council");
  RawLink nhs{area.endpoint(), area.directory().broker_key, keys_of(area, "nhs")};
  ASSERT_TRUE(nhs.greet());
  nhs.say(sealed(laden.message, signing_key_of(area, "nhs")));
  ASSERT_EQ(nhs.answer(), "council/lbbd disclosed, police/met disclosed, school/eastbury disclosed, probation/london disclosed");
  ASSERT_TRUE(area.wait_for([&] { return area.documents("police").size() == 1 && area.documents("council").size() == 1; }));
  const std::string kept = everything_in(area.path("broker"));
  ASSERT_NE(kept.find("probation/london"), std::string::npos) << "the log's headers are read here";
  EXPECT_EQ(found_in(kept + area.log("broker"), laden.canaries), std::set<std::string>{}) << "with parcels in its outbox";

  area.start_adapter("school");
  area.start_adapter("probation");
  ASSERT_TRUE(area.wait_for([&] { return area.documents("school").size() == 1 && area.documents("probation").size() == 1; }));
  area.stop("broker");
  EXPECT_EQ(found_in(everything_in(area.path("broker")) + area.log("broker"), laden.canaries), std::set<std::string>{}) << "when all is delivered";

  const fs::path message = area.path("message.json");
  write_text(message, schemas::message_to_json(laden.message));
  EXPECT_GT(found_in(read_text(message), laden.canaries).size() + 5, laden.canaries.size()) << "the search finds them where they are, but for bytes in base64";
  for (const std::string kind : {"police", "council", "school", "probation"}) {
    area.stop(kind);
    const Ran explained = area.command({"agreement", "explain", "--agreement", area.path("agreements/lbbd-prevent-v1.agreement").string(), "--agreement",
                                        area.path("agreements/protected-people-v1.agreement").string(), "--directory", area.path("").string(),
                                        "--message", message.string(), "--to", agency_of(kind).value(), "--sender-in-case", "yes",
                                        "--recipient-in-case", "no", "--json"});
    const std::size_t begin = explained.output.find('{');
    ASSERT_NE(begin, std::string::npos) << explained.output;
    const auto explanation = nlohmann::json::parse(explained.output.substr(begin));
    std::set<std::string> released;
    for (const auto& field : explanation["fields"])
      if (field["outcome"] == "full") released.insert(field["path"].get<std::string>());
    ASSERT_GT(released.size(), 5U);
    const std::set<std::string> there = found_in(everything_in(area.adapter_path(kind, "")) + area.log(kind), laden.canaries);
    std::set<std::string> not_allowed;
    std::set_difference(there.begin(), there.end(), released.begin(), released.end(), std::inserter(not_allowed, not_allowed.end()));
    EXPECT_EQ(not_allowed, std::set<std::string>{}) << kind;
    EXPECT_GT(found_in(everything_in(area.adapter_path(kind, "out")), laden.canaries).size(), 1U) << kind << " did get what it may have";
    EXPECT_LT(there.size(), laden.canaries.size()) << kind;
  }
}

}  // namespace
}  // namespace concordat::e2e
