// A broker's admin endpoint that says what a test wants said, in a thread of its own over real CURVE, so that whole pages can be asked for
// of a broker that is hostile, old, or in a state that takes weeks to come about.
//
//   FakeDesk desk;
//   desk.says("queue", R"({"parcels":[]})");
//   Browser browser{desk.officer()};
//   browser.sign_in("ada");
//   EXPECT_EQ(browser.get("/queue").status, 200);
//   EXPECT_EQ(desk.asked("queue").size(), 1U);
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/crypto.h"
#include "schemas/frame.h"

namespace concordat::console::web {

class FakeDesk {
public:
  FakeDesk();
  FakeDesk(const FakeDesk&) = delete;
  FakeDesk& operator=(const FakeDesk&) = delete;
  ~FakeDesk();

  // From now on, whenever it is asked; "unknown-question" is what it says to everything else.
  void says(const std::string& question, schemas::Answer answer);
  void says(const std::string& question, std::string json) { says(question, {.code = {}, .json = std::move(json), .bytes = {}, .more = false}); }
  void refuses(const std::string& question, std::string code) { says(question, {.code = std::move(code), .json = {}, .bytes = {}, .more = false}); }
  std::vector<schemas::Ask> asked(const std::string& question) const;

  // officer.toml of somebody who asks here and trusts this log key.
  std::string officer() const;
  const SigningKey& log_key() const { return log_key_; }

private:
  void serve();
  const SigningKey log_key_ = SigningKey::generate();
  void* context_;
  void* socket_;
  std::string endpoint_;
  std::string public_key_;
  mutable std::mutex mutex_;
  std::map<std::string, schemas::Answer> answers_;
  std::vector<schemas::Ask> asked_;
  std::atomic<bool> is_over_ = false;
  std::thread thread_;
};

}  // namespace concordat::console::web
