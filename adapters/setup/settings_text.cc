#include "adapters/setup/settings_text.h"

namespace concordat::adapters {
namespace {

// Within a TOML basic string.
std::string quoted(std::string_view value) {
  std::string out = "\"";
  for (const char byte : value) {
    if (byte == '"' || byte == '\\') out += '\\';
    out += byte;
  }
  return out + "\"";
}

std::string line(std::string_view key, std::string_view value) { return std::string{key} + " = " + quoted(value) + "\n"; }

std::string line_or_example(std::string_view key, std::string_view value, std::string_view example) {
  return value.empty() ? "# " + std::string{key} + " = " + quoted(example) + "    <- say which, and take the # away\n" : line(key, value);
}

std::string what_it_reads(std::string_view kind) {
  if (kind == "school") return "# A concern form and the class list, CTF or ILR that goes with it: put both into one folder, and the folder into `in`.\n";
  if (kind == "probation") return "# A domain event and its detail: put both into one folder, and the folder into `in`.\n";
  return "# Files that belong together: put them into one folder, and the folder into `in`.\n";
}

}  // namespace

std::string settings_text(const SettingsFacts& facts) {
  std::string out =
      "# concordat-adapter's settings. Paths are relative to this file. docs/adapters/" + facts.kind + ".md is the guide, docs/operations.md the reference.\n"
      "\n# Who we are: the kind of documents we read and write, and our id in the directory.\n" +
      line("kind", facts.kind) + line("agency", facts.agency) +
      "\n# Where the broker listens; several are tried in order.\n"
      "brokers = [" + quoted(facts.broker) + "]\n"
      "\n# Who takes part, signed by the area's approvers (NAME.sig lies beside it), and the approvers we believe. We are given both.\n" +
      line("directory", facts.directory) + line("approvers", facts.approvers) +
      "\n# Our private keys, made on this machine for its owner alone. They are never sent to anybody.\n" + line("curve_secret", "curve.secret") +
      line("signing_seed", "signing.seed") +
      "\n# Folders. Our own system writes into `in` and reads `out`; what could not be sent lies in `rejected` with the reason.\n"
      "# Write a file under a name that ends in .part, and rename it when it is whole.\n" +
      what_it_reads(facts.kind) + line("in", "in") + line("out", "out") + line("rejected", "rejected") +
      "# The adapter's memory. Back it up, and let nobody else write there. `in` and `state` lie on one file system.\n" + line("state", "state") +
      "\n# How often `in` is looked at.\npoll_milliseconds = 200\n"
      "\n# What is done when a passage seems to hold a value of another field: \"report\" sends it and says so, \"refuse\" waits for a person.\n" +
      line("leak_guard", "report") +
      "\n# What our own system is told of each message, in its own format: every step (in out/status), or only what did not arrive (\"failures\").\n" +
      line("feedback", "steps") +
      "\n# How many other agencies must have cosigned the log that a delivery comes from. Take the # away where three or more agencies take part.\n"
      "# cosigners = 1\n"
      "\n# What a document does not say of its message. NAME.envelope.json beside a document overrides it for that one.\n[defaults]\n" +
      line_or_example("scheme", facts.scheme, "prevent") + line_or_example("purpose", facts.purpose, "safeguarding-mash") +
      line_or_example("area", facts.area, "E09000002") +
      "agreement = \"\"     # NAME/VERSION; empty: the one that fits\n"
      "recipients = []    # such as [\"police/met\"]; empty: the agreement's pathway decides\n" +
      line("marking", "officialSensitive") +
      "\n# For a system that would rather use HTTPS than folders: docs/adapters/https.md.\n"
      "# [https]\n# listen = \"127.0.0.1:8443\"\n# certificate = \"https.pem\"\n# key = \"https.key\"\n# tokens = \"tokens\"\n";
  return out;
}

std::vector<std::string> open_settings(const SettingsFacts& facts) {
  std::vector<std::string> open;
  if (facts.scheme.empty()) open.emplace_back("defaults.scheme");
  if (facts.purpose.empty()) open.emplace_back("defaults.purpose");
  if (facts.area.empty()) open.emplace_back("defaults.area");
  return open;
}

}  // namespace concordat::adapters
