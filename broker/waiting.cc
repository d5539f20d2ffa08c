#include "broker/waiting.h"

namespace concordat::broker {
namespace {

Bytes bound_to(std::string_view recipient) {
  Bytes bound = to_bytes(as_bytes("concordat waiting 1"));
  put_sized(bound, as_bytes(recipient));
  return bound;
}

Bytes seal_row(const std::string& recipient, ByteView plain, const Vault& vault) {
  SealedBox box = vault.seal(bound_to(recipient), plain);
  return encode_row(WaitingRow{recipient, box.generation, box.salt, std::move(box.sealed)});
}

}  // namespace

Bytes stow_waiting(const schemas::AgencyId& recipient, Instant accepted, ByteView frame, const Vault& vault) {
  Bytes plain;
  put_u64(plain, static_cast<std::uint64_t>(accepted.time_since_epoch().count()));
  put_sized(plain, frame);
  Bytes row = seal_row(recipient.value(), plain, vault);
  cleanse(plain);
  return row;
}

std::optional<WaitingSubmission> open_waiting(ByteView bytes, const Vault& vault) {
  const auto row = decode_waiting(bytes);
  const auto recipient = row ? schemas::parse_agency_id(row->recipient) : std::nullopt;
  if (!recipient) return std::nullopt;
  const auto plain = vault.open_box(bound_to(row->recipient), {row->generation, row->salt, row->sealed});
  if (!plain) return std::nullopt;
  ByteReader reader{*plain};
  const Instant accepted{std::chrono::milliseconds{static_cast<std::int64_t>(reader.u64())}};
  const ByteView frame = reader.sized();
  return reader.done() ? std::optional{WaitingSubmission{*recipient, accepted, to_bytes(frame)}} : std::nullopt;
}

std::optional<Bytes> reseal_waiting(ByteView bytes, const Vault& vault) {
  const auto row = decode_waiting(bytes);
  if (!row || row->generation == vault.generation()) return std::nullopt;
  auto plain = vault.open_box(bound_to(row->recipient), {row->generation, row->salt, row->sealed});
  if (!plain) return std::nullopt;
  Bytes anew = seal_row(row->recipient, *plain, vault);
  cleanse(*plain);
  return anew;
}

}  // namespace concordat::broker
