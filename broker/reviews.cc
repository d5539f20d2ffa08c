#include "broker/reviews.h"

#include "broker/row_reader.h"
#include "broker/scan.h"

namespace concordat::broker {
namespace {
constexpr std::uint8_t review_form = 0x13;
constexpr std::uint8_t breach_form = 0x15;  // a review that found one: its beginning follows
}

bool ReviewRow::may_be_called(std::string_view verdict) const {
  return breach ? verdict == "reported" || verdict == "not-reportable" : verdict == "justified" || verdict == "breach";
}

Bytes encode_row(const ReviewRow& row) {
  Bytes out{std::byte{row.breach ? breach_form : review_form}};
  put_bytes(out, row.message.value().bytes);
  put_text(out, row.sender.value());
  put_text(out, row.recipient.value());
  put_text(out, row.code);
  put_text(out, row.declared_by);
  put_u64(out, row.decision);
  put_instant(out, row.since);
  put_instant(out, row.due.value_or(Instant{}));
  if (row.breach) put_instant(out, *row.breach);
  return out;
}

std::optional<ReviewRow> decode_review(ByteView bytes) {
  ByteReader raw{bytes};
  RowReader in{raw};
  const bool is_breach = !bytes.empty() && bytes.front() == std::byte{breach_form};
  in.begins(is_breach ? breach_form : review_form);
  ReviewRow row{.message = in.message(), .sender = in.agency(), .recipient = in.agency(), .code = in.text(), .declared_by = in.text(),
                .decision = in.u64(), .since = in.instant(), .due = {}};
  if (const Instant due = in.instant(); due != Instant{}) row.due = due;
  if (is_breach) row.breach = in.instant();
  return whole(in, std::move(row));
}

Result<Unit, audit::LogError> ReviewTable::recover(const audit::Log& log) {
  rows_.clear();
  return scan_rows(log, audit::Table::waiting, [this](std::uint64_t sequence, ByteView value) {
    if (auto row = decode_review(value)) add(sequence, std::move(*row));
  });
}

}  // namespace concordat::broker
