// Committed paths: what a recipient reads back from the paths of the leaves it was given.
#include "schemas/committed_path.h"

#include <gtest/gtest.h>

#include "tests/schemas/sealed_example.h"

namespace concordat::schemas {
namespace {

TEST(CommittedPath, every_field_of_a_body_is_found_again) {
  const Body body = example_message().body;
  PathReader reader;
  std::vector<PathReader::Place> places;
  for (const Field& field : body.fields) {
    const auto place = reader.read(committed_path(body, field.id, field.element));
    ASSERT_TRUE(place) << committed_path(body, field.id, field.element);
    EXPECT_EQ(place->field, field.id);
    places.push_back(*place);
  }
  Body again{reader.take(), {}};
  for (std::size_t i = 0; i < places.size(); ++i)
    EXPECT_EQ(committed_path(again, places[i].field, places[i].element), committed_path(body, body.fields[i].id, body.fields[i].element));
}

TEST(CommittedPath, elements_that_were_not_released_leave_no_gap) {
  PathReader reader;
  const std::string last(32, '4');
  ASSERT_TRUE(reader.read("concern[" + last + "].category"));
  const auto elements = reader.take();
  ASSERT_EQ(elements.size(), 1U);
  EXPECT_EQ(elements[0].position, 0U);
}

class Misshapen : public testing::TestWithParam<std::string> {};
TEST_P(Misshapen, paths_are_nothing) { EXPECT_FALSE(PathReader{}.read(GetParam())) << GetParam(); }
INSTANTIATE_TEST_SUITE_P(Each, Misshapen,
                         testing::Values("", "subject", "subject.shoeSize", "concern.category", "concern[].category", "concern[00].category",
                                         "concern[" + std::string(32, 'g') + "].category", 
                                         "concern[" + std::string(32, '1'), "subject[" + std::string(32, '1') + "].birthDate",
                                         "concern[" + std::string(32, '1') + "]category", "concern[" + std::string(32, '1') + "].category.",
                                         "concern[" + std::string(32, '1') + "][" + std::string(32, '1') + "].category"));

TEST(CommittedPath, one_id_is_not_two_elements) {
  PathReader reader;
  const std::string id(32, '1');
  ASSERT_TRUE(reader.read("concern[" + id + "].category"));
  EXPECT_FALSE(reader.read("subject.names[" + id + "].family"));
}

}  // namespace
}  // namespace concordat::schemas
