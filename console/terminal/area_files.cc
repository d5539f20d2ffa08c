#include "console/terminal/area_files.h"

namespace concordat::console {
namespace {

std::string line(std::string_view key, std::string_view value) { return std::string{key} + " = \"" + std::string{value} + "\"\n"; }

}  // namespace

std::string endpoint(unsigned port) { return "tcp://127.0.0.1:" + std::to_string(port); }

std::string broker_toml(unsigned port) {
  return "# concordatd's settings (docs/operations.md). Paths are relative to this file.\n" + line("endpoint", endpoint(port)) +
         line("admin_endpoint", endpoint(port + 1)) + line("data", "data") + line("day_keys", "day-keys") + line("parcel_keys", "parcel-keys") +
         line("subject_keys", "subject-keys") + line("search_index", "search-index") +
         line("directory", "../directory.json") + line("agreements", "../agreements") + line("approvers", "approvers.json") +
         line("curve_secret", "curve.secret") + line("log_seed", "log.seed") + line("log_level", "note") +
         "\n[limits]\nfreshness_days = 60\nsubmissions_per_minute = 600\ntick_messages_max = 64\nworkers = 2\nframe_bytes_max = 8388608\n"
         "witnesses_at_start = 1  # links that must bear the log out before anything is appended to it\n";
}

std::string adapter_toml(const DemoAgency& agency, unsigned port) {
  return "# concordat-adapter's settings (docs/operations.md). Paths are relative to this file.\n" + line("kind", agency.kind) + line("agency", agency.id) +
         "brokers = [\"" + endpoint(port) + "\"]\n" + line("directory", "../../directory.json") + line("approvers", "approvers.json") +
         line("curve_secret", "curve.secret") + line("signing_seed", "signing.seed") + line("in", "in") + line("out", "out") + line("rejected", "rejected") +
         line("state", "state") + "poll_milliseconds = 200\n\n# What a native document does not say of its message.\n[defaults]\n" + line("scheme", "prevent") +
         line("purpose", agency.purpose) + line("area", demo_area) + line("agreement", "") +
         "recipients = []  # the agreement's pathway decides\n" + line("marking", "officialSensitive");
}

std::string officer_toml(const AreaOfficer& officer, unsigned port) {
  return "# Who asks, and whom (docs/operations.md). The officer's own keys lie beside this file, in curve.secret.\n" + line("name", officer.name) +
         line("admin_endpoint", endpoint(port + 1)) + line("broker_key", officer.broker_key) + line("log_key", officer.log_key) + line("log_origin", demo_log_origin);
}

}  // namespace concordat::console
