#include "adapters/daemon/report.h"

#include "adapters/json.h"
#include "base/csv_row.h"
#include "base/crypto.h"

namespace concordat::adapters {
namespace {
constexpr std::size_t name_bytes_max = 180;

std::string said_of(const std::string& outcome) {
  if (outcome == "refused") return " was refused by the broker";
  if (outcome == "part") return " was sent in part: what follows was not";
  return outcome == "sent" ? " was sent, with a warning" : " was not sent";
}

}  // namespace

std::string report_json(const Report& report) {
  Json out = Json::object();
  out.put("native", report.native).put("outcome", report.outcome).put("message", report.message);
  Json problems = Json::array();
  for (const schemas::Problem& problem : report.problems) {
    Json row = Json::object();
    row.put("code", problem.code).put("where", problem.where).put("what", problem.what);
    problems.push(std::move(row));
  }
  out.put("problems", std::move(problems));
  return write_json(out);
}

std::string report_text(const Report& report) {
  const std::size_t count = report.problems.size();
  std::string out = report.native + said_of(report.outcome) + ": " +
                    std::to_string(count) + (count == 1 ? " problem.\n" : " problems.\n");
  if (!report.message.empty()) out += "Message " + report.message + ".\n";
  for (std::size_t i = 0; i < count; ++i) {
    const schemas::Problem& problem = report.problems[i];
    out += "\n" + std::to_string(i + 1) + ". " + problem.code + (problem.where.empty() ? "" : ", at " + problem.where) + "\n";
    if (!problem.what.empty()) out += "   " + problem.what + "\n";
  }
  return out;
}

std::string report_csv(const Report& report) {
  std::string out = csv_row({"document", "outcome", "message", "code", "where", "what"});
  for (const schemas::Problem& problem : report.problems)
    out += csv_row({report.native, report.outcome, report.message, problem.code, problem.where, problem.what});
  return out;
}

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
