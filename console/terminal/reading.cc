#include "console/terminal/reading.h"

#include "base/file.h"

namespace concordat::console {
namespace fs = std::filesystem;

Result<std::string, Exit> read_text(const fs::path& file, const Terminal& terminal) {
  auto bytes = read_file(file, input_bytes_max);
  if (bytes) return std::string{as_text(*bytes)};
  if (bytes.error().kind == FileError::Kind::too_large) return Fail{terminal.invalid(file.string(), "is larger than 64 MiB")};
  return Fail{terminal.failed(bytes.error().what)};
}

Result<schemas::Directory, Exit> read_directory(const fs::path& place, const Terminal& terminal) {
  std::error_code failed;
  const fs::path file = fs::is_directory(place, failed) ? place / "directory.json" : place;
  TRY(const std::string text, read_text(file, terminal));
  auto directory = schemas::parse_directory(text);
  if (directory) return std::move(*directory);
  const schemas::DirectoryError& error = directory.error();
  return Fail{terminal.invalid(file.string() + (error.where.empty() ? "" : ": " + error.where), error.what + " [" + error.code + "]")};
}

Result<Instant, Exit> read_instant(const std::string& text, const std::string& option, const Terminal& terminal) {
  if (text.empty()) return SystemClock{}.now();
  if (const auto date = parse_date(text)) return london_midnight(*date);
  if (const auto instant = parse_instant(text)) return *instant;
  return Fail{terminal.invalid(option, "must be a day, such as 2026-05-01, or a time with its offset, such as 2026-05-01T09:30:00Z")};
}

Result<schemas::AgencyId, Exit> read_agency(const std::string& text, const std::string& option, const Terminal& terminal) {
  if (auto agency = schemas::parse_agency_id(text)) return std::move(*agency);
  return Fail{terminal.invalid(option, "must be an agency id, such as police/met")};
}

}  // namespace concordat::console
