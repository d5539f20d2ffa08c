#include "broker/register/row.h"

#include "broker/row_reader.h"

namespace concordat::broker {
namespace {

constexpr std::uint8_t act_form = 0x31;
constexpr std::uint8_t directory_form = 0x32;
constexpr std::uint8_t agreement_form = 0x33;
constexpr std::uint8_t turn_form = 0x34;
constexpr std::uint32_t parts_max = 4096;

Bytes begun(std::uint8_t form, Instant at) {
  Bytes out{std::byte{form}};
  put_instant(out, at);
  return out;
}

struct Encoder {
  Instant at;
  Bytes operator()(const ActRow& row) const {
    Bytes out = begun(act_form, at);
    put_text(out, row.act.statement);
    put_bytes(out, row.act.signature.bytes);
    put_u32(out, static_cast<std::uint32_t>(row.attached.size()));
    for (const auto& [what, text] : row.attached) {
      put_text(out, what);
      put_text(out, text);
    }
    return out;
  }
  Bytes operator()(const ImportedDirectory& row) const {
    Bytes out = begun(directory_form, at);
    put_text(out, row.json);
    put_text(out, row.signatures);
    return out;
  }
  Bytes operator()(const ImportedAgreement& row) const {
    Bytes out = begun(agreement_form, at);
    put_text(out, row.text);
    put_text(out, row.signatures);
    put_code(out, row.status);
    put_u32(out, static_cast<std::uint32_t>(row.acceded.size()));
    for (const schemas::AgencyId& agency : row.acceded) put_text(out, agency.value());
    return out;
  }
  Bytes operator()(const Turn& row) const {
    Bytes out = begun(turn_form, at);
    put_code(out, row.what);
    put_u32(out, row.days);
    put_text(out, schemas::format_agreement_name(row.name));
    put_bytes(out, row.text.bytes);
    return out;
  }
};

std::optional<RegisterRow> read_act(RowReader& in) {
  ActRow row{{in.text(), Signature{in.fixed<64>()}}, {}};
  const std::uint32_t count = in.u32();
  for (std::uint32_t i = 0; i < count && i < parts_max && in.ok(); ++i) {
    std::string what = in.text();
    row.attached.insert_or_assign(std::move(what), in.text());
  }
  return in.done() && row.attached.size() == count ? std::optional<RegisterRow>{std::move(row)} : std::nullopt;
}

std::optional<RegisterRow> read_agreement_file(RowReader& in) {
  ImportedAgreement row{.text = in.text(), .signatures = in.text(), .status = in.code(policy::Status::superseded), .acceded = {}};
  const std::uint32_t count = in.u32();
  for (std::uint32_t i = 0; i < count && i < parts_max && in.ok(); ++i) row.acceded.push_back(in.agency());
  return in.done() && row.acceded.size() == count ? std::optional<RegisterRow>{std::move(row)} : std::nullopt;
}

std::optional<RegisterRow> read_turn(RowReader& in) {
  const auto what = in.code(Turn::What::expired);
  const std::uint32_t days = in.u32();
  const auto name = schemas::parse_agreement_name(in.text());
  const Digest text = in.digest();
  if (!in.done() || !name || days > 0xffff) return std::nullopt;
  return Turn{what, static_cast<std::uint16_t>(days), *name, text};
}

std::optional<RegisterRow> read_row(std::uint8_t form, RowReader& in) {
  switch (form) {
    case act_form: return read_act(in);
    case agreement_form: return read_agreement_file(in);
    case turn_form: return read_turn(in);
    case directory_form: {
      ImportedDirectory row{in.text(), in.text()};
      return in.done() ? std::optional<RegisterRow>{std::move(row)} : std::nullopt;
    }
    default: return std::nullopt;
  }
}

}  // namespace

std::string_view name_of(Turn::What what) {
  switch (what) {
    case Turn::What::in_force: return "in-force";
    case Turn::What::superseded: return "superseded";
    case Turn::What::review_due: return "review-due";
    case Turn::What::expiry_due: return "expiry-due";
    case Turn::What::expired: return "expired";
  }
  return "expired";
}

Bytes encode_row(Instant at, const RegisterRow& row) { return std::visit(Encoder{at}, row); }

std::optional<RecordedRow> decode_register_row(std::uint64_t record, ByteView bytes) {
  ByteReader raw{bytes};
  RowReader in{raw};
  const std::uint8_t form = in.u8();
  const Instant at = in.instant();
  auto row = read_row(form, in);
  if (!row) return std::nullopt;
  return RecordedRow{record, at, std::move(*row)};
}

}  // namespace concordat::broker
