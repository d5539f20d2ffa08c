#include "broker/watches.h"

#include "broker/row_reader.h"
#include "broker/scan.h"

namespace concordat::broker {
namespace {
constexpr std::uint8_t watch_form = 0x12;
}

Bytes encode_row(const WatchRow& row) {
  Bytes out{std::byte{watch_form}};
  put_bytes(out, row.disclosure.value().bytes);
  put_bytes(out, row.message.value().bytes);
  put_text(out, row.sender.value());
  put_text(out, row.recipient);
  put_text(out, row.call_name);
  put_text(out, row.call_number);
  put_instant(out, row.deliver_by);
  put_instant(out, row.answer_by);
  put_code(out, row.told);
  return out;
}

std::optional<WatchRow> decode_watch(ByteView bytes) {
  ByteReader raw{bytes};
  RowReader in{raw};
  in.begins(watch_form);
  WatchRow row{.disclosure = schemas::DisclosureId{in.digest()}, .message = in.message(), .sender = in.agency(), .recipient = in.text(),
               .call_name = in.text(), .call_number = in.text(), .deliver_by = in.instant(), .answer_by = in.instant(),
               .told = in.code(WatchRow::Told::undelivered)};
  return whole(in, std::move(row));
}

void WatchTable::add(std::uint64_t sequence, WatchRow row) {
  by_disclosure_.insert_or_assign(row.disclosure, sequence);
  rows_.insert_or_assign(sequence, std::move(row));
}

const WatchRow* WatchTable::find(const schemas::DisclosureId& disclosure) const {
  const auto at = by_disclosure_.find(disclosure);
  return at == by_disclosure_.end() ? nullptr : &rows_.at(at->second);
}

std::optional<std::uint64_t> WatchTable::remove(const schemas::DisclosureId& disclosure) {
  const auto at = by_disclosure_.find(disclosure);
  if (at == by_disclosure_.end()) return std::nullopt;
  const std::uint64_t sequence = at->second;
  rows_.erase(sequence);
  by_disclosure_.erase(at);
  return sequence;
}

Result<Unit, audit::LogError> WatchTable::recover(const audit::Log& log) {
  rows_.clear();
  by_disclosure_.clear();
  return scan_rows(log, audit::Table::waiting, [this](std::uint64_t sequence, ByteView value) {
    if (auto row = decode_watch(value)) add(sequence, std::move(*row));
  });
}

}  // namespace concordat::broker
