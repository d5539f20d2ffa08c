#include "broker/rows.h"

#include <algorithm>

namespace concordat::broker {
namespace {

using schemas::AgencyId;

constexpr std::uint8_t row_version = 1;

Bytes begin_row() { return {std::byte{row_version}}; }
void put_text(Bytes& out, std::string_view text) { put_sized(out, as_bytes(text)); }
void put_instant(Bytes& out, Instant at) { put_u64(out, static_cast<std::uint64_t>(at.time_since_epoch().count())); }
void put_date(Bytes& out, Date date) { put_text(out, format_date(date)); }

// Reads the parts of a row; after anything malformed, ok() is false and the values mean nothing.
class RowReader {
public:
  explicit RowReader(ByteReader& reader) : reader_(reader) {}
  std::string text() { return std::string{as_text(reader_.sized())}; }
  std::uint8_t u8() { return reader_.u8(); }
  std::uint32_t u32() { return reader_.u32(); }
  std::uint64_t u64() { return reader_.u64(); }
  Bytes sized() { return to_bytes(reader_.sized()); }
  template <std::size_t N>
  std::array<std::byte, N> fixed() {
    std::array<std::byte, N> out{};
    const ByteView bytes = reader_.take(N);
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
  }
  Digest digest() { return Digest{fixed<32>()}; }
  Instant instant() { return Instant{std::chrono::milliseconds{static_cast<std::int64_t>(reader_.u64())}}; }
  Date date() {
    const auto value = parse_date(text());
    ok_ = ok_ && value;
    return value.value_or(Date{});
  }
  AgencyId agency() {
    const auto value = schemas::parse_agency_id(text());
    ok_ = ok_ && value;
    return value.value_or(AgencyId{"none/none"});
  }
  schemas::MessageId message() { return schemas::MessageId{Uuid{fixed<16>()}}; }
  schemas::CaseId case_id() { return schemas::CaseId{Uuid{fixed<16>()}}; }
  bool version() { return ok_ = ok_ && u8() == row_version; }
  bool ok() const { return ok_ && reader_.ok(); }
  bool done() const { return ok_ && reader_.done(); }
  template <class Enum>
  Enum code(Enum last) {
    const std::uint8_t raw = u8();
    ok_ = ok_ && raw <= static_cast<std::uint8_t>(last);
    return static_cast<Enum>(raw);
  }

private:
  ByteReader& reader_;
  bool ok_ = true;
};

template <class Row>
std::optional<Row> whole(const RowReader& reader, Row row) {
  return reader.done() ? std::optional{std::move(row)} : std::nullopt;
}

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
  in.version();
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
  return out;
}
std::optional<CaseRow> decode_case(ByteView bytes) {
  ByteReader raw{bytes};
  RowReader in{raw};
  in.version();
  const auto case_id = in.case_id();
  const Date opened = in.date();
  const AgencyId agency = in.agency();
  const Bytes disclosure = in.sized();
  if (!disclosure.empty() && disclosure.size() != 32) return std::nullopt;
  std::optional<schemas::DisclosureId> id;
  if (disclosure.size() == 32) {
    Digest digest{};
    std::copy(disclosure.begin(), disclosure.end(), digest.bytes.begin());
    id = schemas::DisclosureId{digest};
  }
  CaseRow row{.case_id = case_id, .opened = opened, .agency = agency, .disclosure = id, .message = in.message(), .sender = in.agency()};
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
  return out;
}
std::optional<NoteRow> decode_note(ByteView bytes) {
  ByteReader raw{bytes};
  RowReader in{raw};
  in.version();
  NoteRow row{.sender = in.agency(), .message = in.message(), .recipient = in.text(), .state = in.text(), .code = in.text(), .at = in.instant()};
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
  in.version();
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
  in.version();
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
