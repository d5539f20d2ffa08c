#include "adapters/link/desks.h"

#include <algorithm>

namespace concordat::link {
namespace {

constexpr std::uint8_t desks_version = 1;
constexpr std::size_t desks_bytes_max = 1024 * 1024;

Bytes encode(const std::vector<schemas::Desk>& desks) {
  Bytes out{std::byte{desks_version}};
  put_u32(out, static_cast<std::uint32_t>(desks.size()));
  for (const schemas::Desk& desk : desks)
    for (const std::string* part : {&desk.type, &desk.purpose, &desk.name, &desk.number}) put_sized(out, as_bytes(*part));
  return out;
}

std::vector<schemas::Desk> decode(ByteView bytes) {
  ByteReader in{bytes};
  if (in.u8() != desks_version) return {};
  std::vector<schemas::Desk> desks;
  const std::uint32_t count = in.u32();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    schemas::Desk desk;
    for (std::string* part : {&desk.type, &desk.purpose, &desk.name, &desk.number}) *part = as_text(in.sized());
    desks.push_back(std::move(desk));
  }
  return in.done() ? desks : std::vector<schemas::Desk>{};
}

}  // namespace

Desks Desks::open(const std::filesystem::path& file) {
  Desks desks{file};
  if (const auto bytes = read_file(file, desks_bytes_max)) desks.desks_ = decode(*bytes);
  return desks;
}

Result<Unit, FileError> Desks::keep(std::vector<schemas::Desk> desks) {
  if (desks.empty() || desks == desks_) return Unit{};
  TRY(const Unit written, write_file(file_, encode(desks), FileMode::owner_only));
  desks_ = std::move(desks);
  return written;
}

const schemas::Desk* Desks::find(std::string_view type, std::string_view purpose) const {
  const auto first = [&](auto fits) {
    const auto at = std::find_if(desks_.begin(), desks_.end(), fits);
    return at == desks_.end() ? nullptr : &*at;
  };
  if (const auto* desk = first([&](const schemas::Desk& d) { return d.type == type && d.purpose == purpose; })) return desk;
  if (const auto* desk = first([&](const schemas::Desk& d) { return d.purpose == purpose; })) return desk;
  return first([](const schemas::Desk&) { return true; });
}

}  // namespace concordat::link
