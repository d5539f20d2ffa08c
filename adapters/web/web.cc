#include "adapters/web/web.h"

#include <thread>

#include "adapters/web/http_hook.h"
#include "adapters/web/http_server.h"

namespace concordat::adapters::web {
namespace {

using namespace std::chrono_literals;

constexpr auto look_again_after = 250ms;
constexpr auto move_on_every = 5s;

class Running final : public Web {
public:
  explicit Running(WebParts parts)
      : parts_(std::move(parts)), service_({parts_.config, parts_.kind, parts_.clock, [stopping = stopping_] { return stopping->load(); }}) {}
  ~Running() override {
    *stopping_ = true;
    if (house_.joinable()) house_.join();
    server_.reset();
  }

  Result<Unit, std::string> begin() {
    const WebSettings& settings = *parts_.config.https;
    Tokens tokens;
    if (!settings.tokens.empty()) {
      TRY(tokens, Tokens::read(settings.tokens));
    }
    if (auto opened = service_.open(); !opened) return Fail{opened.error().what};
    service_.move_on();
    if (settings.webhook) {
      TRY(hook_, HttpHook::open(parts_.config, parts_.clock));
    }
    const ClientCertificate client = tokens.empty() ? ClientCertificate::demanded : ClientCertificate::asked_for;
    TRY(server_, HttpServer::start({.host = settings.host, .port = settings.port,
                                    .tls = {settings.certificate, settings.key, settings.client_ca, client},
                                    .tokens = std::move(tokens), .service = service_,
                                    .note = [note = parts_.note](std::string_view code) { note(code, ""); }, .stopping = stopping_}));
    house_ = std::thread{[this] { keep_house(); }};
    parts_.note("https-listening", std::to_string(server_->port()));
    return Unit{};
  }
  int port() const override { return server_->port(); }

private:
  void keep_house() {
    auto due = std::chrono::steady_clock::now();
    while (!*stopping_) {
      if (std::chrono::steady_clock::now() >= due) {
        if (!service_.move_on()) parts_.note("disk-refused", "");
        due = std::chrono::steady_clock::now() + move_on_every;
      }
      if (hook_) {
        for (std::size_t left = hook_->turn(); left > 0; --left) parts_.note("webhook-posted", "");
      }
      std::this_thread::sleep_for(look_again_after);
    }
  }

  WebParts parts_;
  std::shared_ptr<std::atomic<bool>> stopping_ = std::make_shared<std::atomic<bool>>(false);
  Service service_;
  std::unique_ptr<HttpHook> hook_;
  std::unique_ptr<HttpServer> server_;
  std::thread house_;
};

}  // namespace

Result<std::unique_ptr<Web>, std::string> Web::start(WebParts parts) {
  if (!parts.config.https) return std::unique_ptr<Web>{};
  auto running = std::make_unique<Running>(std::move(parts));
  TRY(const Unit begun, running->begin());
  static_cast<void>(begun);
  return std::unique_ptr<Web>{std::move(running)};
}

}  // namespace concordat::adapters::web
