#include "console/terminal/outgoing.h"

#include <algorithm>

#include "adapters/json.h"
#include "adapters/link/folders.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t document_bytes_max = 64U << 20;
constexpr std::size_t report_bytes_max = 16U << 20;

std::vector<fs::path> listed(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed)) files.push_back(at->path());
  std::sort(files.begin(), files.end());
  return files;
}

Result<Unit, FileError> copy_document(const fs::path& from, const fs::path& to) {
  TRY(const Bytes bytes, read_file(from, document_bytes_max));
  return write_file(to, bytes, FileMode::owner_only);
}

Result<Unit, FileError> copy_all(const fs::path& document, const std::vector<fs::path>& beside, const fs::path& folder) {
  TRY(const Unit made, link::make_private_folder(folder));
  TRY(const Unit copied, copy_document(document, folder / document.filename()));
  static_cast<void>(made), static_cast<void>(copied);
  for (const fs::path& file : beside) {
    TRY(const Unit also, copy_document(file, folder / file.filename()));
    static_cast<void>(also);
  }
  return Unit{};
}

}  // namespace

Outgoing::Outgoing(const adapters::Config& config, fs::path document)
    : config_(config), document_(std::move(document)), name_(document_.filename().string()) {
  for (const fs::path& folder : {config_.state / "answers", config_.rejected})
    for (const fs::path& file : listed(folder)) before_.insert(file);
}

Result<Unit, FileError> Outgoing::put(const std::vector<fs::path>& beside) const {
  const fs::path place = config_.in / name_;
  const fs::path part = config_.in / ("." + name_ + ".part");  // the adapter passes over names that begin with a dot
  std::error_code failed;
  if (fs::exists(place, failed)) return Fail{FileError{FileError::Kind::other, place.string() + ": lies there already, not yet taken"}};
  fs::remove_all(part, failed);
  TRY(const Unit copied, beside.empty() ? copy_document(document_, part) : copy_all(document_, beside, part));
  static_cast<void>(copied);
  return link::move_file(part, place);
}

std::vector<fs::path> Outgoing::fresh(const fs::path& folder, std::string_view ending) const {
  std::vector<fs::path> found;
  for (const fs::path& file : listed(folder))
    if (file.string().ends_with(ending) && !before_.contains(file)) found.push_back(file);
  return found;
}

Result<std::vector<SentAnswer>, Exit> Outgoing::answers(const Terminal& terminal) const {
  std::vector<SentAnswer> found;
  for (const fs::path& file : fresh(config_.state / "answers", ".json")) {
    if (file.filename().string().find(".new-") != std::string::npos) continue;
    TRY(SentAnswer answer, read_answer(file, terminal));
    if (answer.native == name_) found.push_back(std::move(answer));
  }
  return found;
}

std::optional<std::string> Outgoing::rejection() const {
  for (const fs::path& file : fresh(config_.rejected, ".report.json")) {
    const auto bytes = read_file(file, report_bytes_max);
    if (!bytes) continue;
    const auto report = adapters::read_json(*bytes);
    if (!report || (*report)["native"].text != name_ || (*report)["outcome"].text != "rejected") continue;
    const auto text = read_file(fs::path{file}.replace_extension(".txt"), report_bytes_max);
    return text ? std::string{as_text(*text)} : std::string{as_text(*bytes)};
  }
  return std::nullopt;
}

bool Outgoing::is_taken() const {
  std::error_code failed;
  return !fs::exists(config_.in / name_, failed) && listed(config_.state / "taking").empty() && listed(config_.state / "spool" / "pending").empty();
}

}  // namespace concordat::console
