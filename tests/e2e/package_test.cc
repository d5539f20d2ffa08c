// The library as somebody else meets it: installed into a prefix of its own, found by pkg-config and by CMake, and at work in a
// real area. Only what is installed is used.
#include <gtest/gtest.h>

#include "tests/e2e/area_fixture.h"
#include "tests/place/place.h"

namespace concordat::e2e {
namespace {

namespace fs = std::filesystem;

class Package : public testing::Test {
protected:
  void SetUp() override {
    const std::string build = test::bin_dir().parent_path().string();
    const Ran installed = shell("cmake --install '" + build + "' --prefix '" + prefix() + "' --component client");
    ASSERT_EQ(installed.exit_code, 0) << installed.output;
    ASSERT_EQ(shell("cp -r '" + (test::source_dir() / "deploy/examples/client").string() + "' '" + area_.path("example").string() + "'").exit_code, 0);
  }
  std::string prefix() const { return area_.path("prefix").string(); }
  Ran shell(const std::string& command) const { return run("/bin/sh", {"-c", command}, area_.path("")); }
  std::string found(const std::string& name) const {
    for (const auto& entry : fs::recursive_directory_iterator{prefix()})
      if (entry.path().filename() == name) return entry.path().parent_path().string();
    return {};
  }
  Area area_;
};

TEST_F(Package, holds_one_header_and_what_is_behind_it) {
  std::size_t headers = 0;
  for (const auto& entry : fs::recursive_directory_iterator{prefix()}) headers += entry.path().extension() == ".h" ? 1 : 0;
  EXPECT_EQ(headers, 1U);
  EXPECT_TRUE(fs::exists(prefix() + "/include/concordat/client.h"));
  EXPECT_EQ(read_text(prefix() + "/include/concordat/client.h").find("#include \""), std::string::npos) << "names nothing that is not installed";
}

TEST_F(Package, builds_with_pkg_config_and_sends_in_a_real_area) {
  const std::string build = "cd '" + area_.path("example").string() + "' && export PKG_CONFIG_PATH='" + found("concordat-client.pc") +
                            "' && c++ -std=c++17 -Wall -Wextra -Werror main.cc $(pkg-config --cflags --libs concordat-client) -o client";
  const Ran built = shell(build);
  ASSERT_EQ(built.exit_code, 0) << built.output;
  area_.start_broker();
  area_.start_adapter("police");
  const std::string client = area_.path("example/client").string();
  const std::vector<std::string> arguments{area_.adapter_path("school", "").string(), "school/eastbury", area_.endpoint(), area_.path("example/referral.json").string()};
  const Ran ran = run(client, arguments, area_.path(""));
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  EXPECT_NE(ran.output.find("accepted police/met"), std::string::npos) << ran.output;
  EXPECT_NE(ran.output.find("delivered police/met"), std::string::npos) << ran.output;
  ASSERT_TRUE(area_.wait_for([&] { return area_.documents("police").size() == 1; }));
  EXPECT_NE(read_text(area_.documents("police").front()).find("Okoro-Lane"), std::string::npos);

  std::vector<std::string> wrong = arguments;
  write_text(area_.path("example/wrong.json"), R"({"body": {"referral": {"subject": {"birthDay": "2011-06-09"}}}})");
  wrong.back() = area_.path("example/wrong.json").string();
  const Ran refused = run(client, wrong, area_.path(""));
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.output.find("unknown-field"), std::string::npos) << refused.output;
}

TEST_F(Package, builds_with_cmake) {
  const std::string example = area_.path("example").string();
  const Ran built = shell("cmake -S '" + example + "' -B '" + example + "/build' -DCMAKE_PREFIX_PATH='" + prefix() + "' && cmake --build '" + example + "/build'");
  EXPECT_EQ(built.exit_code, 0) << built.output;
  EXPECT_TRUE(fs::exists(example + "/build/client"));
}

}  // namespace
}  // namespace concordat::e2e
