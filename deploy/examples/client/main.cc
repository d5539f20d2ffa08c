// A client of Concordat in one file: sends a referral, waits until every recipient has it, prints what came meanwhile.
//   client HOME AGENCY BROKER CANONICAL.json      HOME: a folder of an area, as AREA/adapters/school
#include <concordat/client.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 60s;

std::string text_of(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "client HOME AGENCY BROKER CANONICAL.json\n";
    return 3;
  }
  const std::string home = argv[1];
  concordat::ClientSettings settings;
  settings.agency = argv[2];
  settings.brokers = {argv[3]};
  settings.directory = home + "/../../directory.json";
  settings.approvers = home + "/approvers.json";
  settings.curve_secret = home + "/curve.secret";
  settings.signing_seed = home + "/signing.seed";
  settings.state = home + "/client-state";
  settings.scheme = "prevent";
  settings.purpose = "channel-referral";
  settings.area = "E09000002";

  std::set<std::string> awaited;  // recipients that are to have it
  bool is_answered = false;
  bool is_refused = false;
  concordat::ClientHooks hooks;
  hooks.on_delivery = [](const concordat::ClientDelivery& delivery) {
    std::cout << "came " << delivery.type << " from " << delivery.sender << "\n";  // store delivery.json before saying true
    return true;
  };
  hooks.on_status = [&](const concordat::ClientStatus& status) {
    std::cout << status.state << " " << status.recipient << " " << status.code << "\n";
    is_answered = true;
    is_refused = is_refused || status.state == "refused";
    if (status.state == "accepted") awaited.insert(status.recipient);
    if (status.state == "delivered") awaited.erase(status.recipient);
    return true;
  };
  hooks.on_alarm = [](std::string_view code, std::string_view subject) { std::cerr << "alarm " << code << " " << subject << "\n"; };

  concordat::Error why;
  const auto client = concordat::Client::open(settings, hooks, why);
  const std::string id = client ? client->send(text_of(argv[4]), why) : std::string{};
  if (id.empty()) {
    std::cerr << why.code << " " << why.where << ": " << why.what << "\n";
    return 1;
  }
  std::cout << "sent " << id << "\n";
  const auto until = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < until && !(is_answered && awaited.empty() && client->is_idle())) client->turn(100ms);
  return is_answered && !is_refused && awaited.empty() ? 0 : 2;
}
