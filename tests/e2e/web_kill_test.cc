// The adapter's HTTPS, killed while it answers: what got a 202 is sent, what did not can be sent again under the same key, and
// each document is delivered once.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tests/e2e/area_fixture.h"

namespace concordat::e2e {
namespace {

using namespace std::chrono_literals;

constexpr int documents = 5;
constexpr const char* token = "a-token-of-the-test";

class WebKill : public testing::Test {
protected:
  void SetUp() override {
    const std::string home = area_.adapter_path("nhs", "").string();
    const Ran made = run("/bin/sh", {"-c", "cd '" + home + "' && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout https.key -out https.pem "
                                           "-subj /CN=localhost -addext subjectAltName=DNS:localhost && chmod 600 https.key && "
                                           "echo \"case-system $(printf %s " + std::string{token} + " | sha256sum | cut -d' ' -f1)\" > tokens"}, area_.path(""));
    ASSERT_EQ(made.exit_code, 0) << made.output;
    const Area another;  // for a port that nobody listens on
    port_ = another.endpoint().substr(another.endpoint().rfind(':') + 1);
    write_text(home + "/adapter.toml", read_text(home + "/adapter.toml") + "\n[https]\nlisten = \"127.0.0.1:" + port_ +
                                           "\"\ncertificate = \"https.pem\"\nkey = \"https.key\"\ntokens = \"tokens\"\n");
    area_.start_broker();
    area_.start_adapter("police");
  }
  void start() {
    const std::size_t before = count_of(area_.log("nhs"), " https-listening ");
    area_.launch_adapter("nhs");
    ASSERT_TRUE(area_.wait_for([&] { return count_of(area_.log("nhs"), " https-listening ") > before; })) << area_.log("nhs");
  }
  std::vector<std::string> post(int serial) const {
    return {"--silent", "--max-time", "20", "--cacert", area_.adapter_path("nhs", "https.pem").string(), "-H", std::string{"Authorization: Bearer "} + token,
            "-H", "Content-Type: application/fhir+json", "-H", "Idempotency-Key: kill-" + std::to_string(serial), "-H", R"(Concordat-Envelope: {"recipients": ["police/met"]})",
            "--data-binary", "@" + area_.path("document.json").string(), "--write-out", "%{http_code}", "--output", "/dev/null", "https://localhost:" + port_ + "/referrals"};
  }
  std::string status_of(int serial) const { return run("/usr/bin/curl", post(serial), area_.path("")).output; }
  Area area_;
  std::string port_;
};

TEST_F(WebKill, loses_nothing_and_sends_nothing_twice) {
  write_text(area_.path("document.json"), sample("nhs"));
  int answered = 0;
  for (int serial = 0; serial < documents; ++serial) {
    start();
    Process posting{"/usr/bin/curl", post(serial), area_.path("posting.out")};
    std::this_thread::sleep_for(std::chrono::milliseconds{15 * serial});
    area_.kill9("nhs");
    posting.wait(30s);
    answered += posting.output() == "202" ? 1 : 0;
    start();
    EXPECT_EQ(status_of(serial), "202") << "the same key again, whatever became of the first";
    EXPECT_EQ(status_of(serial), "202");
    if (serial + 1 < documents) area_.kill9("nhs");  // at once after the answer
  }
  ASSERT_TRUE(area_.wait_for([&] { return area_.documents("police").size() >= documents; }, 40s)) << area_.log("nhs");
  ASSERT_TRUE(area_.wait_for([&] { return area_.answers("nhs") >= documents; }));
  EXPECT_EQ(area_.documents("police").size(), static_cast<std::size_t>(documents)) << answered << " were answered before the kill";
  EXPECT_EQ(area_.answers("nhs"), static_cast<std::size_t>(documents));
}

}  // namespace
}  // namespace concordat::e2e
