#include "broker/held.h"

#include "broker/row_reader.h"
#include "broker/scan.h"

namespace concordat::broker {
namespace {

constexpr std::uint8_t held_form = 0x11;

Bytes bound_to(const HeldRow& row) {
  Bytes bound = to_bytes(as_bytes("concordat held 1"));
  put_bytes(bound, row.message.value().bytes);
  put_text(bound, row.recipient.value());
  return bound;
}

void put_approvals(Bytes& out, const std::vector<policy::Approval>& approvals) {
  put_u32(out, static_cast<std::uint32_t>(approvals.size()));
  for (const policy::Approval& approval : approvals) {
    put_code(out, approval.why);
    put_text(out, approval.agreement);
    put_text(out, approval.clause);
  }
}

std::vector<policy::Approval> approvals(RowReader& in) {
  std::vector<policy::Approval> out;
  const std::uint32_t count = in.u32();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) out.push_back({in.code(policy::Hold::Why::leak_guard), in.text(), in.text()});
  return out;
}

}  // namespace

Bytes encode_row(const HeldRow& row) {
  Bytes out{std::byte{held_form}};
  put_bytes(out, row.message.value().bytes);
  put_text(out, row.sender.value());
  put_text(out, row.recipient.value());
  put_instant(out, row.since);
  put_instant(out, row.due.value_or(Instant{}));
  put_text(out, row.call_name);
  put_text(out, row.call_number);
  put_u32(out, row.content.generation);
  put_bytes(out, row.content.salt);
  put_sized(out, row.content.sealed);
  return out;
}

std::optional<HeldRow> decode_held(ByteView bytes) {
  ByteReader raw{bytes};
  RowReader in{raw};
  in.begins(held_form);
  const schemas::MessageId message = in.message();
  const schemas::AgencyId sender = in.agency();
  const schemas::AgencyId recipient = in.agency();
  const Instant since = in.instant();
  const Instant due = in.instant();
  HeldRow row{.message = message, .sender = sender, .recipient = recipient, .since = since,
              .due = due == Instant{} ? std::nullopt : std::optional{due}, .call_name = in.text(), .call_number = in.text(), .content = {}};
  row.content = {in.u32(), in.fixed<32>(), in.sized()};
  return whole(in, std::move(row));
}

SealedBox seal_held(const HeldRow& row, const HeldContent& content, const Vault& vault) {
  Bytes plain;
  put_instant(plain, content.accepted);
  put_sized(plain, content.frame);
  put_approvals(plain, content.let_go);
  put_approvals(plain, content.refused);
  SealedBox box = vault.seal(bound_to(row), plain);
  cleanse(plain);
  return box;
}

std::optional<HeldContent> open_held(const HeldRow& row, const Vault& vault) {
  const auto plain = vault.open_box(bound_to(row), row.content);
  if (!plain) return std::nullopt;
  ByteReader raw{*plain};
  RowReader in{raw};
  HeldContent content{.accepted = in.instant(), .frame = in.sized(), .let_go = {}, .refused = {}};
  content.let_go = approvals(in);
  content.refused = approvals(in);
  return whole(in, std::move(content));
}

std::optional<Bytes> reseal_held(ByteView bytes, const Vault& vault) {
  auto row = decode_held(bytes);
  if (!row || row->content.generation == vault.generation()) return std::nullopt;
  const auto content = open_held(*row, vault);
  if (!content) return std::nullopt;
  row->content = seal_held(*row, *content, vault);
  return encode_row(*row);
}

Result<Unit, audit::LogError> HeldTable::recover(const audit::Log& log) {
  rows_.clear();
  return scan_rows(log, audit::Table::waiting, [this](std::uint64_t sequence, ByteView value) {
    if (auto row = decode_held(value)) add(sequence, std::move(*row));
  });
}

}  // namespace concordat::broker
