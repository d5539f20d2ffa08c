#include "adapters/report.h"

#include "adapters/json.h"
#include "base/csv_row.h"
#include "base/text.h"

namespace concordat::adapters {
namespace {

std::string said_of(const std::string& outcome) {
  if (outcome == "refused") return " was refused by the broker";
  if (outcome == "part") return " was sent in part: what follows was not";
  if (outcome == "translated") return " can be sent";
  return outcome == "sent" ? " was sent, with a warning" : " was not sent";
}

std::string numbered(const Problems& problems) {
  std::string out;
  std::size_t number = 0;
  for (const schemas::Problem& problem : problems) {
    out += "\n" + std::to_string(++number) + ". " + problem.code + (problem.where.empty() ? "" : ", at " + problem.where) + "\n";
    if (!problem.what.empty()) out += "   " + problem.what + "\n";
  }
  return out;
}

}  // namespace

Json problem_rows(const Problems& problems) {
  Json rows = Json::array();
  for (const schemas::Problem& problem : problems) {
    Json row = Json::object();
    row.put("code", problem.code).put("where", problem.where).put("what", problem.what);
    rows.push(std::move(row));
  }
  return rows;
}

Report report_of(std::string native, const Outcome<Translated>& outcome) {
  Report report{.native = std::move(native), .outcome = "rejected", .message = {}, .problems = {}};
  if (!outcome) {
    report.problems = outcome.error();
    return report;
  }
  report.outcome = outcome->rejected.empty() ? "translated" : "part";
  report.problems = outcome->rejected;
  for (const Translation& message : outcome->messages) {
    report.left_out.insert(report.left_out.end(), message.left_out.begin(), message.left_out.end());
    if (!message.not_carried.empty()) report.not_carried.push_back({message.place, message.not_carried});
  }
  return report;
}

std::string report_json(const Report& report) {
  Json out = Json::object();
  out.put("native", report.native).put("outcome", report.outcome).put("message", report.message);
  out.put("problems", problem_rows(report.problems)).put("leftOut", problem_rows(report.left_out));
  Json not_carried = Json::array();
  for (const NotCarried& of_one : report.not_carried) {
    Json row = Json::object();
    Json paths = Json::array();
    for (const std::string& path : of_one.paths) paths.push(Json::string(path));
    row.put("place", of_one.place).put("paths", std::move(paths));
    not_carried.push(std::move(row));
  }
  out.put("notCarried", std::move(not_carried));
  return write_json(out);
}

std::string report_text(const Report& report) {
  const std::size_t count = report.problems.size();
  std::string out = report.native + said_of(report.outcome) + ": " +
                    std::to_string(count) + (count == 1 ? " problem.\n" : " problems.\n");
  if (!report.message.empty()) out += "Message " + report.message + ".\n";
  out += numbered(report.problems);
  if (!report.left_out.empty()) out += "\nLeft out, for they cannot be believed:\n" + numbered(report.left_out);
  for (const NotCarried& of_one : report.not_carried)
    out += "\nNot carried, for there is no field for it (" + of_one.place + "):\n   " + join(of_one.paths, "\n   ") + "\n";
  return out;
}

std::string report_csv(const Report& report) {
  std::string out = csv_row({"document", "outcome", "message", "code", "where", "what"});
  const auto row = [&](std::string_view code, const std::string& where, const std::string& what) {
    out += csv_row({report.native, report.outcome, report.message, std::string{code}, where, what});
  };
  for (const schemas::Problem& problem : report.problems) row(problem.code, problem.where, problem.what);
  for (const schemas::Problem& problem : report.left_out) row(problem.code, problem.where, "left out: " + problem.what);
  for (const NotCarried& of_one : report.not_carried)
    for (const std::string& path : of_one.paths) row("not-carried", of_one.place, path);
  return out;
}

}  // namespace concordat::adapters
