// The guides of docs/adapters: every command that stands in one is run, in order, by a shell, in a folder of its own. Ports are
// ones that nobody listens on; everything else is as a reader would type it.
#include <gtest/gtest.h>

#include <sstream>

#include "tests/e2e/area_fixture.h"
#include "tests/place/place.h"

namespace concordat::e2e {
namespace {

namespace fs = std::filesystem;

// What stands between ```sh and ```.
std::string commands_of(const std::string& page) {
  std::istringstream lines{page};
  std::string out;
  bool is_inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) is_inside = line == "```sh";
    else if (is_inside) out += (line.ends_with(" &") ? "timeout 85 " : "") + line + "\n";  // or it might outlive the shell
  }
  return out;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

// Runs a page's commands in `area`'s folder; what they said. Fails the test unless the shell ends well.
std::string run_page(const Area& area, std::string commands) {
  const std::string port = area.endpoint().substr(area.endpoint().rfind(':') + 1);
  replace_all(commands, "area init demo", "area init demo --port " + port);
  fs::create_directory(area.path("guide"));
  fs::create_directory_symlink(test::source_dir() / "deploy", area.path("guide/deploy"));
  write_text(area.path("guide.sh"), "set -eu\ncd " + area.path("guide").string() + "\nexport PATH=" + test::bin_dir().string() +
                                        ":$PATH\ntrap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\n" + commands);
  Process shell{"/bin/bash", {area.path("guide.sh").string()}, area.path("guide.out")};
  EXPECT_EQ(shell.wait(std::chrono::seconds{90}), 0) << shell.output();
  return shell.output();
}

class Guide : public testing::TestWithParam<std::string> {};

TEST_P(Guide, does_what_it_says) {
  const Area area;  // for its folder, and its ports; the guide makes one of its own
  const std::string commands = commands_of(read_text(test::source_dir() / "docs/adapters" / (GetParam() + ".md")));
  ASSERT_GE(count_of(commands, "concordat-adapter "), 5U);
  const std::string said = run_page(area, commands);
  for (const char* part : {": disclosed, under lbbd-prevent/1", "What to do next:", "-referral.meta.json", "-delivered."})
    EXPECT_NE(said.find(part), std::string::npos) << part << "\n" << said;
}

INSTANTIATE_TEST_SUITE_P(Each, Guide, testing::ValuesIn(all_kinds), [](const auto& tested) { return tested.param; });

TEST(HttpsPage, does_what_it_says) {
  const Area area;
  std::string commands = commands_of(read_text(test::source_dir() / "docs/adapters/https.md"));
  const Area other;  // for a port
  replace_all(commands, "8443", other.endpoint().substr(other.endpoint().rfind(':') + 1));
  const std::string said = run_page(area, commands);
  for (const char* part : {"HTTP/1.1 202", "\"state\": \"sent\"", "\"OperationOutcome\"", "\"kind\": \"delivery\"", "HTTP/1.1 204", "https-listening"})
    EXPECT_NE(said.find(part), std::string::npos) << part << "\n" << said;
  for (const char* value : {"Adaeze", "9991234500"}) {  // what the programs logged; the documents that curl showed are cut away
    for (std::size_t at = said.find(" info "); at != std::string::npos; at = said.find(" info ", at + 1))
      EXPECT_EQ(said.substr(at, said.find('\n', at) - at).find(value), std::string::npos) << value;
  }
}

}  // namespace
}  // namespace concordat::e2e
