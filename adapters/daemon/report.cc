#include "adapters/daemon/report.h"

#include "base/crypto.h"

namespace concordat::adapters {
namespace {
constexpr std::size_t name_bytes_max = 180;

}  // namespace

std::string short_name(const std::string& name) {
  if (name.size() <= name_bytes_max) return name;
  return to_hex(ByteView{sha256(as_bytes(name)).bytes}.first(8)) + std::filesystem::path{name}.extension().string().substr(0, 16);
}

std::string free_name(const std::filesystem::path& folder, const std::string& name) {
  const std::string base = short_name(name);
  std::error_code failed;
  std::string tried = base;
  for (unsigned serial = 2; std::filesystem::exists(folder / tried, failed); ++serial) tried = std::to_string(serial) + "-" + base;
  return tried;
}

Result<Unit, FileError> write_report(const std::filesystem::path& folder, const std::string& stem, const Report& report) {
  TRY(const Unit json, write_file(folder / (stem + ".report.json"), as_bytes(report_json(report)), FileMode::owner_only));
  TRY(const Unit csv, write_file(folder / (stem + ".report.csv"), as_bytes(report_csv(report)), FileMode::owner_only));
  static_cast<void>(json), static_cast<void>(csv);
  return write_file(folder / (stem + ".report.txt"), as_bytes(report_text(report)), FileMode::owner_only);
}

}  // namespace concordat::adapters
