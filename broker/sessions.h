// The links that said hello: who is on which connection, how much it will take, which checkpoint it holds.
// Owned by the pipeline's thread.
#pragma once

#include <map>

#include "broker/network.h"
#include "broker/limits.h"

namespace concordat::broker {

struct LinkSession {
  Session session;
  std::uint32_t window = 0;            // deliveries it will have in flight
  std::uint64_t checkpoint_size = 0;   // of the last checkpoint sent to it on this connection
  Instant heard;
  Instant shown{};                     // when that checkpoint was sent
  std::string software = {};           // as it says of itself
};

class Sessions {
public:
  void open(const schemas::AgencyId& agency, LinkSession session) { links_.insert_or_assign(agency, std::move(session)); }
  void close(const schemas::AgencyId& agency) { links_.erase(agency); }
  LinkSession* find(const schemas::AgencyId& agency) {
    const auto at = links_.find(agency);
    return at == links_.end() ? nullptr : &at->second;
  }
  std::map<schemas::AgencyId, LinkSession>& all() { return links_; }
  const std::map<schemas::AgencyId, LinkSession>& all() const { return links_; }

private:
  std::map<schemas::AgencyId, LinkSession> links_;
};

}  // namespace concordat::broker
