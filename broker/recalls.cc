#include "broker/recalls.h"

#include "broker/row_reader.h"
#include "broker/scan.h"

namespace concordat::broker {
namespace {

constexpr std::uint8_t recall_form = 0x14;

Bytes bound_to(const RecallRow& row) {
  Bytes bound = to_bytes(as_bytes("concordat recall 1"));
  put_bytes(bound, row.recall.value().bytes);
  return bound;
}

void put_asked(Bytes& out, const AskedRow& asked) {
  put_text(out, asked.agency.value());
  put_bytes(out, asked.disclosure.value().bytes);
  put_u64(out, asked.record);
  put_instant(out, asked.delivered);
  put_instant(out, asked.answered);
  put_text(out, asked.answer);
  put_u64(out, asked.answer_record);
}

AskedRow read_asked(RowReader& in) {
  return {.agency = in.agency(), .disclosure = schemas::DisclosureId{in.digest()}, .record = in.u64(), .delivered = in.instant(),
          .answered = in.instant(), .answer = in.text(), .answer_record = in.u64()};
}

}  // namespace

Bytes encode_row(const RecallRow& row) {
  Bytes out{std::byte{recall_form}};
  put_bytes(out, row.recall.value().bytes);
  put_bytes(out, row.message.value().bytes);
  put_bytes(out, row.case_id.value().bytes);
  put_text(out, row.sender.value());
  put_text(out, row.action);
  put_instant(out, row.since);
  put_code(out, row.stage);
  put_u32(out, static_cast<std::uint32_t>(row.asked.size()));
  for (const AskedRow& asked : row.asked) put_asked(out, asked);
  put_u32(out, row.content.generation);
  put_bytes(out, row.content.salt);
  put_sized(out, row.content.sealed);
  return out;
}

std::optional<RecallRow> decode_recall(ByteView bytes) {
  ByteReader raw{bytes};
  RowReader in{raw};
  if (!in.begins(recall_form)) return std::nullopt;
  RecallRow row{.recall = in.message(), .message = in.message(), .case_id = in.case_id(), .sender = in.agency(), .action = in.text(),
                .since = in.instant(), .stage = in.code(RecallRow::Stage::going)};
  const std::uint32_t count = in.u32();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) row.asked.push_back(read_asked(in));
  row.content = {in.u32(), in.fixed<32>(), in.sized()};
  return whole(in, std::move(row));
}

SealedBox seal_recall(const RecallRow& row, const RecallContent& content, const Vault& vault) {
  Bytes plain;
  put_instant(plain, content.accepted);
  put_sized(plain, content.frame);
  SealedBox box = vault.seal(bound_to(row), plain);
  cleanse(plain);
  return box;
}

std::optional<RecallContent> open_recall(const RecallRow& row, const Vault& vault) {
  const auto plain = vault.open_box(bound_to(row), row.content);
  if (!plain) return std::nullopt;
  ByteReader raw{*plain};
  RowReader in{raw};
  RecallContent content{.accepted = in.instant(), .frame = in.sized()};
  return whole(in, std::move(content));
}

std::optional<Bytes> reseal_recall(ByteView bytes, const Vault& vault) {
  auto row = decode_recall(bytes);
  if (!row || row->stage != RecallRow::Stage::undecided || row->content.generation == vault.generation()) return std::nullopt;
  const auto content = open_recall(*row, vault);
  if (!content) return std::nullopt;
  row->content = seal_recall(*row, *content, vault);
  return encode_row(*row);
}

void RecallTable::add(std::uint64_t sequence, RecallRow row) {
  row.content = {};
  for (const AskedRow& asked : row.asked) by_disclosure_.insert_or_assign(asked.disclosure, sequence);
  rows_.insert_or_assign(sequence, std::move(row));
}

void RecallTable::remove(std::uint64_t sequence) {
  const auto at = rows_.find(sequence);
  if (at == rows_.end()) return;
  for (const AskedRow& asked : at->second.asked) by_disclosure_.erase(asked.disclosure);
  rows_.erase(at);
}

const RecallRow* RecallTable::find(std::uint64_t sequence) const {
  const auto at = rows_.find(sequence);
  return at == rows_.end() ? nullptr : &at->second;
}

std::optional<std::uint64_t> RecallTable::asked_by(const schemas::DisclosureId& disclosure) const {
  const auto at = by_disclosure_.find(disclosure);
  return at == by_disclosure_.end() ? std::nullopt : std::optional{at->second};
}

Result<Unit, audit::LogError> RecallTable::recover(const audit::Log& log) {
  rows_.clear();
  by_disclosure_.clear();
  return scan_rows(log, audit::Table::waiting, [this](std::uint64_t sequence, ByteView value) {
    if (auto row = decode_recall(value)) add(sequence, std::move(*row));
  });
}

}  // namespace concordat::broker
