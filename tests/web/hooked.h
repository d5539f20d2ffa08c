// A system that takes webhooks, for a test: HTTPS on a free port of loopback, under FOLDER/server.{pem,key}.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace concordat::adapters::web {

class HookTaker {
public:
  struct Post {
    std::string path;
    std::string name;
    std::string signature;
    std::string body;
  };
  explicit HookTaker(const std::filesystem::path& folder);
  ~HookTaker();

  int port() const;
  void refuse(const std::string& body, int status);  // what has that body; none: nothing
  std::vector<Post> taken() const;
  std::vector<std::string> paths() const;  // of every request

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace concordat::adapters::web
