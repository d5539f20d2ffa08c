#include "broker/net/endpoint.h"

namespace concordat::broker {

SendOutcome Endpoint::reply(const Session& to, const Reply& reply) {
  Router& router = std::holds_alternative<schemas::Answer>(reply) ? officers_ : links_;
  const Bytes frame = std::visit([](const auto& said) { return schemas::encode_frame(said); }, reply);
  return router.send(to, frame);
}

SendOutcome Endpoint::send(const Session& to, const Dispatch& dispatch, const Evidence& evidence) {
  const Parcel& parcel = dispatch.parcel();
  return links_.send(to, schemas::encode_frame(schemas::Deliver{parcel.label().disclosure, parcel.payload(), evidence.receipt,
                                                                evidence.consistency, evidence.from_size}));
}

}  // namespace concordat::broker
