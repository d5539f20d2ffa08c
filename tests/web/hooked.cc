#include "tests/web/hooked.h"

#include <httplib.h>

#include <mutex>
#include <thread>

namespace concordat::adapters::web {

struct HookTaker::State {
  explicit State(const std::filesystem::path& folder) : server((folder / "server.pem").c_str(), (folder / "server.key").c_str()) {}
  httplib::SSLServer server;
  std::thread thread;
  int port = 0;
  mutable std::mutex mutex;
  std::vector<Post> taken;
  std::vector<std::string> paths;
  std::string refused_body;
  int refused_status = 0;
};

HookTaker::HookTaker(const std::filesystem::path& folder) : state_(std::make_unique<State>(folder)) {
  state_->server.Post(".*", [this](const httplib::Request& request, httplib::Response& response) {
    const std::lock_guard lock{state_->mutex};
    state_->paths.push_back(request.path);
    if (state_->refused_status != 0 && request.body == state_->refused_body) {
      response.status = state_->refused_status;
      response.set_header("Location", "/elsewhere");
      return;
    }
    state_->taken.push_back({request.path, request.get_header_value("Concordat-Name"), request.get_header_value("Concordat-Signature"), request.body});
  });
  state_->port = state_->server.bind_to_any_port("127.0.0.1");
  state_->thread = std::thread{[this] { state_->server.listen_after_bind(); }};
}

HookTaker::~HookTaker() {
  state_->server.stop();
  state_->thread.join();
}

int HookTaker::port() const { return state_->port; }
void HookTaker::refuse(const std::string& body, int status) {
  const std::lock_guard lock{state_->mutex};
  state_->refused_body = body;
  state_->refused_status = status;
}
std::vector<HookTaker::Post> HookTaker::taken() const {
  const std::lock_guard lock{state_->mutex};
  return state_->taken;
}
std::vector<std::string> HookTaker::paths() const {
  const std::lock_guard lock{state_->mutex};
  return state_->paths;
}

}  // namespace concordat::adapters::web
