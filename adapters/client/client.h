// A Concordat client in a program of your own: an agency's end of the wire, without the adapter. What is sent is on disk
// before `send` returns, and is sent until the broker answers, over every restart; what comes has verified (receipt, seal, log)
// and is kept until your hook says that it has it. docs/adapters/link.md is the guide.
//
// One thread: call everything from the one that calls `turn`, hooks are called inside it. One client for a state folder.
// Everything is value or function, so that this header promises no more than it says.
//
//   concordat::Error why;
//   auto client = concordat::Client::open(settings, hooks, why);
//   std::string id = client->send(R"({"body": {"referral": {…}}})", why);   // empty: why says what is wrong
//   while (running) client->turn(std::chrono::milliseconds{200});
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace concordat {

struct ClientSettings {
  std::string agency;                // "school/abbey"
  std::vector<std::string> brokers;  // "tcp://HOST:PORT", tried in order
  std::string directory;             // files: directory.json (its .sig beside it), approvers.json,
  std::string approvers;             //   curve.secret and signing.seed, as `concordat-adapter init` makes them
  std::string curve_secret;
  std::string signing_seed;
  std::string state;                 // a folder of this client's own
  std::string scheme, purpose, area;  // of a message that does not say
};

struct Error {
  std::string code;  // of docs/codes.md; "could-not-run" where a file or socket refused
  std::string where;
  std::string what;
};

struct ClientDelivery {
  std::string disclosure;  // id; acknowledge by it. The same one may come twice: know it by this
  std::string message, case_id, type, sender;
  std::string json;        // fields, terms and what may be withheld
};

struct ClientStatus {
  std::string message;    // what `send` returned
  std::string recipient;  // empty: the whole message
  std::string state;      // accepted, waiting, refused, delivered, acknowledged, returned, not-delivered, recall-due, …
  std::string code;       // why; may be empty
  std::string call_name, call_number;  // of not-delivered: whom to call, now
};

// Each returns true once it has what it was given, on its own disk; false: it comes again later. A crash may make one come twice.
struct ClientHooks {
  std::function<bool(const ClientDelivery&)> on_delivery;
  std::function<bool(const ClientStatus&)> on_status;
  std::function<void(std::string_view code, std::string_view subject)> on_alarm;  // a person must look
};

class Client {
public:
  // Nothing, and `why`, where a setting or file is wrong.
  static std::unique_ptr<Client> open(const ClientSettings& settings, ClientHooks hooks, Error& why);
  virtual ~Client() = default;

  // A message as canonical JSON; returns its id, or "" and `why`.
  virtual std::string send(std::string_view canonical_json, Error& why) = 0;
  // Sends what is due, and takes what comes: waits for the first of it at most so long.
  virtual void turn(std::chrono::milliseconds patience) = 0;
  virtual bool is_connected() const = 0;
  virtual bool is_idle() const = 0;  // nothing waits for an answer, or for a hook
  // A person has it; of a recall, `did` says erased, rectified, restricted or not-done (and `because`). Call again until true:
  // then the broker has it on disk.
  virtual bool acknowledge(std::string_view disclosure, std::string_view name, std::string_view telephone, std::string_view did = {}, std::string_view because = {}) = 0;
};

}  // namespace concordat
