// A message that did not arrive, as each kind's own system is told: whom to call stands in it, and it parses.
#include <gtest/gtest.h>

#include "adapters/json.h"
#include "adapters/told.h"
#include "adapters/xml.h"

namespace concordat::adapters {
namespace {

const Told told{.message = "01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10", .reference = "REF<1>", .document = "case.xml", .recipient = "police/met",
                .state = "not-delivered", .code = "unacknowledged", .at = *parse_instant("2026-05-01T18:00:00.000Z"), .call_name = "Duty desk",
                .call_number = "020 7946 0000"};

class Tell : public testing::TestWithParam<const Kind*> {};

TEST_P(Tell, says_what_and_whom_to_call) {
  const Native native = GetParam()->tell(told);
  for (const char* word : {"01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10", "Duty desk", "020 7946 0000", "unacknowledged", "police/met", "NOT DELIVERED"})
    EXPECT_NE(native.text.find(word), std::string::npos) << word << "\n" << native.text;
  if (native.extension == ".xml") {
    EXPECT_TRUE(read_xml(as_bytes(native.text))) << native.text;
  } else {
    ASSERT_EQ(native.extension, ".json");
    EXPECT_TRUE(read_json(as_bytes(native.text))) << native.text;
  }
}

TEST_P(Tell, where_nobody_is_known_to_call_says_so) {
  Told unknown = told;
  unknown.call_name.clear();
  unknown.call_number.clear();
  EXPECT_NE(GetParam()->tell(unknown).text.find("Call the recipient by telephone"), std::string::npos);
}

std::vector<const Kind*> every_kind() {
  std::vector<const Kind*> out;
  for (const Kind& kind : kinds()) out.push_back(&kind);
  return out;
}
INSTANTIATE_TEST_SUITE_P(Each, Tell, testing::ValuesIn(every_kind()), [](const auto& tested) { return std::string{tested.param->name}; });

}  // namespace
}  // namespace concordat::adapters
