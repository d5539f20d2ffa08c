#include "golden.h"
#include "tests/place/place.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace concordat::adapters::golden {
namespace {

std::string read_whole(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::filesystem::path golden_path(const std::string& path) {
  return test::source_dir() / "tests" / "golden" / path;
}

}  // namespace

std::string listing(const std::vector<Translation>& messages) {
  std::string out;
  for (const Translation& message : messages) {
    out += "type " + std::string{name_of(message.type)} + "\nplace " + message.place + "\n";
    out += "reference " + message.reference + "\nurgency " + std::string{name_of(message.urgency)} + "\n";
    if (message.marking) out += "marking " + std::string{name_of(*message.marking)} + "\n";
    for (const schemas::Field& field : message.body.fields) {
      out += schemas::positional_path(message.body, field.id, field.element) + " = ";
      for (const char c : field.value) out += c == '\n' ? std::string{"\\n"} : std::string{c};
      out += "\n";
    }
    for (const std::string& path : message.not_carried) out += "not carried " + path + "\n";
    for (const schemas::Problem& problem : message.left_out) out += "left out " + listing(Problems{problem});
    out += "\n";
  }
  return out;
}

std::string listing(const Problems& problems) {
  std::string out;
  for (const schemas::Problem& problem : problems)
    out += problem.code + " " + problem.where + ": " + problem.what + "\n";
  return out;
}

std::string listing(const Outcome<Translated>& outcome) {
  if (!outcome.has_value()) return listing(outcome.error());
  std::string out = listing(outcome->messages);
  for (const schemas::Problem& problem : outcome->rejected) out += "rejected " + listing(Problems{problem});
  return out;
}

NativeInput fixture(const std::string& path) {
  const auto file = golden_path(path);
  return {.name = file.filename().string(), .bytes = to_bytes(as_bytes(read_whole(file))), .beside = {}};
}

std::vector<NativeInput> samples(const std::string& kind) {
  std::vector<NativeInput> found;
  const char* const root = std::getenv("CONCORDAT_SAMPLES");
  if (root == nullptr) return found;
  for (const auto& entry : std::filesystem::directory_iterator{std::filesystem::path{root} / kind})
    found.push_back({.name = entry.path().filename().string(),
                     .bytes = to_bytes(as_bytes(read_whole(entry.path()))),
                     .beside = {}});
  std::sort(found.begin(), found.end(),
            [](const NativeInput& a, const NativeInput& b) { return a.name < b.name; });
  return found;
}

std::string expected(const std::string& path, const std::string& actual) {
  if (std::getenv("CONCORDAT_GOLDEN_UPDATE") != nullptr)
    std::ofstream{golden_path(path), std::ios::binary} << actual;
  return read_whole(golden_path(path));
}

schemas::Delivered delivered(const Translation& translation) {
  const auto uuid = parse_uuid("01890a5d-ac96-774b-bcce-b302099a8057");
  const auto created = parse_instant("2026-04-01T09:30:00Z");
  schemas::Message message{.envelope = {.id = schemas::MessageId{*uuid},
                                        .case_id = schemas::CaseId{*uuid},
                                        .case_opened = *parse_date("2026-04-01"),
                                        .in_reply_to = {},
                                        .linked = {},
                                        .sender = schemas::AgencyId{"police/met"},
                                        .recipients = {schemas::AgencyId{"council/barking"}},
                                        .type = translation.type,
                                        .scheme = "mash",
                                        .purpose = "safeguarding-referral",
                                        .area = "E09000002",
                                        .agreement = {},
                                        .urgency = translation.urgency,
                                        .created = *created,
                                        .due = {},
                                        .emergency = {},
                                        .traceparent = {}},
                           .body = translation.body};
  schemas::Delivered out = schemas::deliver_whole(message);
  out.notices = {{"subject.address", "barking-mash/3"}, {"referrer", "barking-mash/3"}};
  out.terms.agreement = "barking-mash/3";
  out.terms.caveats = {"not to be shown to the subject"};
  out.terms.keep = "6 years after closure";
  return out;
}

}  // namespace concordat::adapters::golden
