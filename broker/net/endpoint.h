// Both sockets as the pipeline's Network: links at one endpoint, officers at another.
#pragma once

#include "broker/net/router.h"
#include "broker/network.h"

namespace concordat::broker {

class Endpoint final : public Network {
public:
  Endpoint(Router& links, Router& officers) : links_(links), officers_(officers) {}
  SendOutcome reply(const Session& to, const Reply& reply) override;
  SendOutcome send(const Session& to, const Dispatch& dispatch, const Evidence& evidence) override;

private:
  Router& links_;
  Router& officers_;
};

}  // namespace concordat::broker
