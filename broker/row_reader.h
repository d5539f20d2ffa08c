// How the broker's rows are put into bytes and read back, part by part. Reading is total: after anything
// malformed ok() is false and the values mean nothing.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/digest.h"
#include "schemas/ids.h"

namespace concordat::broker {

inline void put_text(Bytes& out, std::string_view text) { put_sized(out, as_bytes(text)); }
inline void put_instant(Bytes& out, Instant at) { put_u64(out, static_cast<std::uint64_t>(at.time_since_epoch().count())); }
inline void put_date(Bytes& out, Date date) { put_text(out, format_date(date)); }
template <class Enum>
void put_code(Bytes& out, Enum code) {
  out.push_back(static_cast<std::byte>(code));
}

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
  schemas::AgencyId agency() {
    const auto value = schemas::parse_agency_id(text());
    ok_ = ok_ && value;
    return value.value_or(schemas::AgencyId{"none/none"});
  }
  schemas::MessageId message() { return schemas::MessageId{Uuid{fixed<16>()}}; }
  schemas::CaseId case_id() { return schemas::CaseId{Uuid{fixed<16>()}}; }
  // The first byte, which says what kind of row this is.
  bool begins(std::uint8_t form) { return ok_ = ok_ && u8() == form; }
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

}  // namespace concordat::broker
