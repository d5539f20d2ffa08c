#include "tests/sim/network.h"

namespace concordat::sim {

using broker::SendOutcome;

SimNetwork::SimNetwork(const Area& area, const SimClock& clock, Dice& dice, Oracle& oracle, const WireFaults& faults)
    : area_(area), clock_(clock), dice_(dice), oracle_(oracle), faults_(faults) {
  for (std::size_t i = 0; i < area_.agencies().size(); ++i) lines_.push_back({broker::ConnectionId{++connections_}, {}, {}});
}

void SimNetwork::put(Wire& wire, ByteView frame) {
  using std::chrono::milliseconds;
  if (dice_.falls(faults_.lost)) return;
  for (std::size_t copies = dice_.falls(faults_.doubled) ? 2 : 1; copies > 0; --copies) {
    Instant due = clock_.now() + milliseconds{dice_.below(40)};
    if (dice_.falls(faults_.late)) due += milliseconds{dice_.below(20000)};
    if (!dice_.falls(faults_.overtaking)) due = std::max(due, wire.last);
    wire.last = std::max(wire.last, due);
    wire.frames.emplace(due, to_bytes(frame));
  }
}

std::optional<Bytes> SimNetwork::take_due(Wire& wire) {
  if (wire.frames.empty() || wire.frames.begin()->first > clock_.now()) return std::nullopt;
  Bytes frame = std::move(wire.frames.begin()->second);
  wire.frames.erase(wire.frames.begin());
  return frame;
}

SendOutcome SimNetwork::put_down(const broker::Session& to, ByteView frame) {
  if (dice_.falls(faults_.full)) return SendOutcome::full;
  for (Line& line : lines_) {
    if (line.connection != to.connection) continue;
    put(line.down, to.key ? schemas::box_frame(*to.key, frame) : to_bytes(frame));
    return SendOutcome::sent;
  }
  return SendOutcome::unreachable;
}

SendOutcome SimNetwork::reply(const broker::Session& to, const broker::Reply& reply) {
  oracle_.told(to, reply, log_());
  return put_down(to, std::visit([](const auto& said) { return schemas::encode_frame(said); }, reply));
}

SendOutcome SimNetwork::send(const broker::Session& to, const broker::Dispatch& dispatch, const broker::Evidence& evidence) {
  oracle_.dispatched(to, dispatch, log_());
  return put_down(to, schemas::encode_frame(schemas::Deliver{dispatch.parcel().label().disclosure, dispatch.parcel().payload(), evidence.receipt,
                                                             evidence.consistency, evidence.from_size, evidence.witnessed, evidence.continued}));
}

std::optional<SimNetwork::Arrived> SimNetwork::receive() {
  for (std::size_t i = 0; i < lines_.size(); ++i)
    if (auto frame = take_due(lines_[i].up))
      return Arrived{{lines_[i].connection, area_.agencies()[i].value(), area_.transport_key(i)}, std::move(*frame)};
  return std::nullopt;
}

void SimNetwork::broker_lost() {
  for (std::size_t i = 0; i < lines_.size(); ++i) reconnect(i);
}

bool SimNetwork::submit(std::size_t agency, ByteView frame) {
  if (dice_.falls(faults_.full)) return false;
  put(lines_[agency].up, frame);
  return true;
}

std::optional<Bytes> SimNetwork::take(std::size_t agency) { return take_due(lines_[agency].down); }

void SimNetwork::reconnect(std::size_t agency) { lines_[agency] = {broker::ConnectionId{++connections_}, {}, {}}; }

}  // namespace concordat::sim
