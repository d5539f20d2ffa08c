#include "adapters/daemon/report.h"

#include "tests/link/area.h"

namespace concordat::adapters {
namespace {

const Report report{"case.xml", "rejected", "", {{"invalid-value", "line 4", "must be a day"}, {"missing-person", "", "says of nobody"}}};

TEST(Report, the_same_faults_give_the_same_bytes) {
  EXPECT_EQ(report_text(report),
            "case.xml was not sent: 2 problems.\n\n1. invalid-value, at line 4\n   must be a day\n\n2. missing-person\n   says of nobody\n");
  EXPECT_EQ(report_json(report),
            "{\n  \"native\": \"case.xml\",\n  \"outcome\": \"rejected\",\n  \"problems\": [\n    {\n      \"code\": \"invalid-value\",\n"
            "      \"where\": \"line 4\",\n      \"what\": \"must be a day\"\n    },\n    {\n      \"code\": \"missing-person\",\n"
            "      \"what\": \"says of nobody\"\n    }\n  ]\n}\n");
}

TEST(Report, opens_in_a_spreadsheet) {
  EXPECT_EQ(report_csv({"=1.csv", "part", "0196", {{"invalid-value", "line 4, DOB", "must be a day, not more"}}}),
            "document,outcome,message,code,where,what\r\n'=1.csv,part,0196,invalid-value,\"line 4, DOB\",\"must be a day, not more\"\r\n");
}

TEST(Report, says_who_refused) {
  const Report refused{"case.xml", "refused", "0196", {{"too-old", "", ""}}};
  EXPECT_EQ(report_text(refused), "case.xml was refused by the broker: 1 problem.\nMessage 0196.\n\n1. too-old\n");
}

TEST(Report, never_takes_a_name_that_is_taken_or_too_long) {
  const link::Scratch scratch;
  EXPECT_EQ(free_name(scratch / "", "a.xml"), "a.xml");
  link::write_text(scratch / "a.xml", "x");
  EXPECT_EQ(free_name(scratch / "", "a.xml"), "2-a.xml");
  link::write_text(scratch / "2-a.xml", "x");
  EXPECT_EQ(free_name(scratch / "", "a.xml"), "3-a.xml");
  const std::string longest = std::string(250, 'n') + ".xml";
  EXPECT_LT(free_name(scratch / "", longest).size(), 60U);
  EXPECT_TRUE(free_name(scratch / "", longest).ends_with(".xml"));
  EXPECT_TRUE(write_report(scratch / "", free_name(scratch / "", longest), report));
}

}  // namespace
}  // namespace concordat::adapters
