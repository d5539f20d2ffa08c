#include "broker/rows.h"

#include <algorithm>

#include "broker/row_reader.h"

namespace concordat::broker {
namespace {

constexpr std::uint8_t row_version = 1;

Bytes begin_row() { return {std::byte{row_version}}; }
}  // namespace

Bytes encode_row(const SeenRow& row) {
  Bytes out = begin_row();
  put_bytes(out, row.message.value().bytes);
  put_text(out, row.sender.value());
  put_bytes(out, row.content.bytes);
  put_u32(out, row.entries);
  put_instant(out, row.at);
  return out;
}
std::optional<SeenRow> decode_seen(ByteView bytes) {
  ByteReader raw{bytes};
  RowReader in{raw};
  in.begins(row_version);
  SeenRow row{.message = in.message(), .sender = in.agency(), .content = in.digest(), .entries = in.u32(), .at = in.instant()};
  return whole(in, std::move(row));
}

Bytes encode_row(const CaseRow& row) {
  Bytes out = begin_row();
  put_bytes(out, row.case_id.value().bytes);
  put_date(out, row.opened);
  put_text(out, row.agency.value());
  put_sized(out, row.disclosure ? ByteView{row.disclosure->value().bytes} : ByteView{});
  put_bytes(out, row.message.value().bytes);
  put_text(out, row.sender.value());
  put_code(out, row.step);
  put_text(out, row.moved_to ? row.moved_to->agreement : "");
  put_text(out, row.moved_to ? row.moved_to->stage : "");
  return out;
}
std::optional<CaseRow> decode_case(ByteView bytes) {
  ByteReader raw{bytes};
  RowReader in{raw};
  in.begins(row_version);
  const auto case_id = in.case_id();
  const Date opened = in.date();
  const schemas::AgencyId agency = in.agency();
  const Bytes disclosure = in.sized();
  if (!disclosure.empty() && disclosure.size() != 32) return std::nullopt;
  std::optional<schemas::DisclosureId> id;
  if (disclosure.size() == 32) {
    Digest digest{};
    std::copy(disclosure.begin(), disclosure.end(), digest.bytes.begin());
    id = schemas::DisclosureId{digest};
  }
  CaseRow row{.case_id = case_id, .opened = opened, .agency = agency, .disclosure = id, .message = in.message(), .sender = in.agency(),
              .step = in.code(CaseRow::Step::moved)};
  policy::CaseStage stage{.agreement = in.text(), .stage = in.text()};
  if (stage.agreement.empty() != stage.stage.empty()) return std::nullopt;
  if (!stage.stage.empty()) row.moved_to = std::move(stage);
  return whole(in, std::move(row));
}

Bytes encode_row(const NoteRow& row) {
  Bytes out = begin_row();
  put_text(out, row.sender.value());
  put_bytes(out, row.message.value().bytes);
  put_text(out, row.recipient);
  put_text(out, row.state);
  put_text(out, row.code);
  put_instant(out, row.at);
  put_text(out, row.call_name);
  put_text(out, row.call_number);
  return out;
}
std::optional<NoteRow> decode_note(ByteView bytes) {
  ByteReader raw{bytes};
  RowReader in{raw};
  in.begins(row_version);
  NoteRow row{.sender = in.agency(), .message = in.message(), .recipient = in.text(), .state = in.text(), .code = in.text(), .at = in.instant(),
              .call_name = in.text(), .call_number = in.text()};
  return whole(in, std::move(row));
}

Bytes encode_row(const ParcelRow& row) {
  Bytes out = begin_row();
  put_bytes(out, row.disclosure.value().bytes);
  put_text(out, row.recipient);
  put_u64(out, row.record);
  out.push_back(static_cast<std::byte>(row.shelf));
  put_u32(out, row.generation);
  put_bytes(out, row.salt);
  put_sized(out, row.sealed);
  return out;
}
std::optional<ParcelRow> decode_parcel(ByteView bytes) {
  ByteReader raw{bytes};
  RowReader in{raw};
  in.begins(row_version);
  ParcelRow row{.disclosure = schemas::DisclosureId{in.digest()}, .recipient = in.text(), .record = in.u64(),
                .shelf = in.code(Shelf::dead), .generation = in.u32(), .salt = in.fixed<32>(), .sealed = in.sized()};
  return whole(in, std::move(row));
}

Bytes encode_row(const WaitingRow& row) {
  Bytes out = begin_row();
  put_text(out, row.recipient);
  put_u32(out, row.generation);
  put_bytes(out, row.salt);
  put_sized(out, row.sealed);
  return out;
}
std::optional<WaitingRow> decode_waiting(ByteView bytes) {
  ByteReader raw{bytes};
  RowReader in{raw};
  in.begins(row_version);
  WaitingRow row{.recipient = in.text(), .generation = in.u32(), .salt = in.fixed<32>(), .sealed = in.sized()};
  return whole(in, std::move(row));
}

Bytes encode_label(const ParcelLabel& label) {
  Bytes out;
  put_bytes(out, label.disclosure.value().bytes);
  put_bytes(out, label.message.value().bytes);
  put_bytes(out, label.case_id.value().bytes);
  put_date(out, label.case_opened);
  put_text(out, label.sender.value());
  put_text(out, label.recipient.value());
  out.push_back(static_cast<std::byte>(label.type));
  out.push_back(static_cast<std::byte>(label.urgency));
  put_text(out, label.purpose);
  put_text(out, label.agreement);
  put_bytes(out, label.agreement_digest.value().bytes);
  put_instant(out, label.accepted);
  return out;
}
std::optional<ParcelLabel> decode_label(ByteReader& reader) {
  RowReader in{reader};
  ParcelLabel label{.disclosure = schemas::DisclosureId{in.digest()},
                    .message = in.message(),
                    .case_id = in.case_id(),
                    .case_opened = in.date(),
                    .sender = in.agency(),
                    .recipient = in.agency(),
                    .type = in.code(schemas::BodyType::recall),
                    .urgency = in.code(schemas::Urgency::emergency),
                    .purpose = in.text(),
                    .agreement = in.text(),
                    .agreement_digest = schemas::AgreementDigest{in.digest()},
                    .accepted = in.instant()};
  return in.ok() ? std::optional{std::move(label)} : std::nullopt;
}

}  // namespace concordat::broker
