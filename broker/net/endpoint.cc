#include "broker/net/endpoint.h"

namespace concordat::broker {
namespace {

Bytes boxed_for(const Session& to, const Bytes& frame) { return to.key ? schemas::box_frame(*to.key, frame) : frame; }

}  // namespace

SendOutcome Endpoint::reply(const Session& to, const Reply& reply) {
  Router& router = std::holds_alternative<schemas::Answer>(reply) ? officers_ : links_;
  const Bytes frame = std::visit([](const auto& said) { return schemas::encode_frame(said); }, reply);
  return router.send(to, boxed_for(to, frame));
}

SendOutcome Endpoint::send(const Session& to, const Dispatch& dispatch, const Evidence& evidence) {
  const Parcel& parcel = dispatch.parcel();
  if (!to.key) return SendOutcome::unreachable;  // never in the open: whoever is found there must hold the session's key
  return links_.send(to, boxed_for(to, schemas::encode_frame(schemas::Deliver{parcel.label().disclosure, parcel.payload(), evidence.receipt,
                                                                              evidence.consistency, evidence.from_size,
                                                                              evidence.witnessed, evidence.continued})));
}

}  // namespace concordat::broker
