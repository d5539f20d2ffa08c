// The webhook: to the one address configured, over TLS that verifies, signed, once, and again until it is taken.
#include "adapters/web/http_hook.h"

#include <gmock/gmock.h>

#include "base/crypto.h"
#include "adapters/web/http_server.h"
#include "tests/web/desk.h"
#include "tests/web/hooked.h"

namespace concordat::adapters::web {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(HookAddress, is_https_and_nothing_else) {
  const auto address = parse_hook_address("https://case.example:8443/in/box?for=abbey");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->host, "case.example");
  EXPECT_EQ(address->port, 8443);
  EXPECT_EQ(address->path, "/in/box?for=abbey");
  EXPECT_EQ(parse_hook_address("https://case.example")->path, "/");
  for (const char* wrong : {"http://case.example/", "https://", "https:///x", "https://a b/", "https://user@case.example/", "https://case.example:0/", "https://case.example:99999/",
                            "https://case.example:x/", "https://case.example/\r\nX: y", "case.example"})
    EXPECT_FALSE(parse_hook_address(wrong)) << wrong;
}

TEST(HookSignature, is_over_time_and_body_under_the_secret) {
  const std::string signature = hook_signature("a secret of the test", 1777500000, as_bytes("body"));
  EXPECT_EQ(signature, "t=1777500000,v1=" + to_hex(hmac_sha256(as_bytes("a secret of the test"), as_bytes("1777500000.body")).bytes));
  EXPECT_NE(signature, hook_signature("a secret of the test", 1777500001, as_bytes("body")));
  EXPECT_NE(signature, hook_signature("another secret", 1777500000, as_bytes("body")));
}

class HookTest : public testing::Test {
protected:
  void SetUp() override {
    make_certificates(web_.desk.scratch / "tls");
    taker_ = std::make_unique<HookTaker>(web_.desk.scratch / "tls");
    link::write_text(web_.desk.scratch / "secret", "a secret of the test\n");
    web_.desk.config.https = WebSettings{};
    set_url("https://localhost:" + std::to_string(taker_->port()) + "/box", web_.desk.scratch / "tls/server.pem");
  }
  void set_url(const std::string& url, const std::filesystem::path& ca) { web_.desk.config.https->webhook = WebhookSettings{url, ca, web_.desk.scratch / "secret"}; }
  std::unique_ptr<HttpHook> open() {
    auto hook = HttpHook::open(web_.desk.config, web_.desk.clock);
    EXPECT_TRUE(hook);
    return hook ? std::move(*hook) : nullptr;
  }
  WebDesk web_;
  std::unique_ptr<HookTaker> taker_;
};

TEST_F(HookTest, each_document_is_posted_once_and_signed) {
  web_.put_out("aaaa-update.meta.json", R"({"disclosure": "cd", "sequence": 9})");
  web_.put_out("aaaa-update.xml", "<first/>");
  const auto hook = open();
  EXPECT_EQ(hook->turn(), 1U);
  ASSERT_THAT(taker_->taken(), SizeIs(1));
  const HookTaker::Post post = taker_->taken()[0];
  EXPECT_EQ(post.body, "<first/>");
  EXPECT_EQ(post.path, "/box");
  EXPECT_EQ(post.name, "aaaa-update.xml");
  const std::int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(web_.desk.clock.at.time_since_epoch()).count();
  EXPECT_EQ(post.signature, hook_signature("a secret of the test", seconds, as_bytes("<first/>")));
  EXPECT_EQ(hook->turn(), 0U);
  EXPECT_EQ(open()->turn(), 0U) << "nor after a restart";
  EXPECT_THAT(taker_->taken(), SizeIs(1));
}

TEST_F(HookTest, what_is_refused_comes_again_later_and_holds_up_nothing) {
  web_.put_out("aaaa-update.xml", "<first/>");
  web_.put_out("bbbb-update.xml", "<second/>");
  taker_->refuse("<first/>", 500);
  const auto hook = open();
  EXPECT_EQ(hook->turn(), 1U) << "the second";
  EXPECT_EQ(hook->turn(), 0U) << "not at once";
  taker_->refuse("", 0);
  web_.desk.clock.at += 3s;
  EXPECT_EQ(hook->turn(), 1U);
}

TEST_F(HookTest, a_redirect_is_not_followed) {
  web_.put_out("aaaa-update.xml", "<first/>");
  taker_->refuse("<first/>", 302);
  EXPECT_EQ(open()->turn(), 0U);
  EXPECT_THAT(taker_->paths(), SizeIs(1));
}

TEST_F(HookTest, a_server_that_cannot_prove_its_name_gets_nothing) {
  web_.put_out("aaaa-update.xml", "<first/>");
  set_url("https://localhost:" + std::to_string(taker_->port()) + "/box", web_.desk.scratch / "tls/ca.pem");  // another authority
  EXPECT_EQ(open()->turn(), 0U);
  set_url("https://ip6-localhost:" + std::to_string(taker_->port()) + "/box", web_.desk.scratch / "tls/server.pem");
  EXPECT_EQ(open()->turn(), 0U);
  EXPECT_THAT(taker_->paths(), IsEmpty());
}

TEST_F(HookTest, settings_that_are_wrong_are_named) {
  set_url("http://localhost/box", {});
  EXPECT_THAT(HttpHook::open(web_.desk.config, web_.desk.clock).error(), HasSubstr("https.webhook.url"));
  set_url("https://localhost/box", {});
  link::write_text(web_.desk.scratch / "secret", "short");
  EXPECT_THAT(HttpHook::open(web_.desk.config, web_.desk.clock).error(), HasSubstr("at least 16"));
}

}  // namespace
}  // namespace concordat::adapters::web
