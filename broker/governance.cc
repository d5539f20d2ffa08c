#include "broker/governance.h"

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "broker/register/rules_of.h"
#include "policy/parse.h"

namespace concordat::broker {
namespace {

namespace fs = std::filesystem;
using policy::Status;

constexpr std::size_t file_bytes_max = 4U << 20;

using Failed = Fail<GovernanceError>;

Result<std::string, GovernanceError> contents(const fs::path& path) {
  auto bytes = read_file(path, file_bytes_max);
  if (!bytes) return Failed{{"file-unreadable", path.string(), bytes.error().what}};
  return std::string{as_text(*bytes)};
}

fs::path signatures_of(fs::path path) { return path += ".sig"; }

Result<Unit, GovernanceError> need_signed(const fs::path& path, std::string_view text, const schemas::Directory& directory) {
  TRY(const std::string signatures, contents(signatures_of(path)));
  const std::size_t count = schemas::valid_signatures(as_bytes(text), signatures, directory.approvers);
  if (count >= directory.quorum) return Unit{};
  return Failed{{"agreement-unsigned", path.string(), "is signed by " + std::to_string(count) + " of the directory's approvers; " +
                                                          std::to_string(directory.quorum) + " must sign it"}};
}

// "suspended NAME/VERSION" or "withdrawn NAME/VERSION". What is signed names its agreement, so that the status
// of one cannot be laid beside another.
Result<Status, GovernanceError> status_of(fs::path path, const std::string& agreement, const schemas::Directory& directory) {
  path.replace_extension(".status");
  if (!fs::exists(path)) return Status::active;
  TRY(const std::string text, contents(path));
  TRY([[maybe_unused]] const Unit is_signed, need_signed(path, text, directory));
  const std::string_view said = trim(text);
  if (said == "suspended " + agreement) return Status::suspended;
  if (said == "withdrawn " + agreement) return Status::withdrawn;
  return Failed{{"agreement-invalid", path.string(), "must say: suspended " + agreement + ", or: withdrawn " + agreement}};
}

// "agreement NAME/VERSION", then a line each: agencies of a kind that its parties name, and that have signed up.
Result<std::vector<schemas::AgencyId>, GovernanceError> accessions_of(fs::path path, const std::string& agreement, const schemas::Directory& directory) {
  path.replace_extension(".accessions");
  std::vector<schemas::AgencyId> acceded;
  if (!fs::exists(path)) return acceded;
  TRY(const std::string text, contents(path));
  TRY([[maybe_unused]] const Unit is_signed, need_signed(path, text, directory));
  const auto lines = split(text, '\n');
  if (trim(lines.front()) != "agreement " + agreement)
    return Failed{{"agreement-invalid", path.string() + ":1", "must begin with: agreement " + agreement}};
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string_view word = trim(lines[i]);
    if (word.empty() || word.front() == '#') continue;
    const auto agency = schemas::parse_agency_id(word);
    if (!agency) return Failed{{"agreement-invalid", path.string() + ":" + std::to_string(i + 1), "must be an agency id, such as school/eastbury"}};
    acceded.push_back(*agency);
  }
  return acceded;
}

// What is to be recorded of one change, and the register as it will be.
class Import {
public:
  Import(const Register& before, Instant now) : after_(before), now_(now) {}

  void add(const Ruling& ruling, RegisterRow row) {
    events_.push_back({.kind = ruling.kind, .at = now_, .actor = "broker", .code = ruling.code, .agreement = ruling.agreement});
    rows_.push_back({events_.size() - 1, row});
    // Only its order matters here: the record it will have is the commit's to give.
    after_.apply({imported_ + rows_.size(), now_, std::move(row)});
  }
  const Register& after() const { return after_; }
  std::optional<Governance> finish() {
    auto rules = rules_of(after_);
    if (!rules) return std::nullopt;
    for (audit::Event& event : events_) event.reference = event.kind == audit::EventKind::directory ? rules->directory->digest : rules->book->digest();
    return Governance{std::move(events_), std::move(*rules), std::move(rows_)};
  }

private:
  static constexpr std::uint64_t imported_ = std::uint64_t{1} << 62;
  Register after_;
  Instant now_;
  std::vector<audit::Event> events_;
  std::vector<Governance::Row> rows_;
};

Failed invalid(const fs::path& path, const policy::Diagnostic& first) {
  return Failed{{"agreement-invalid", path.string() + ":" + std::to_string(first.place.line) + ":" + std::to_string(first.place.column), first.cause}};
}

// A file that was in force once lies there until somebody puts the newer one in its place: that is no way back.
Result<Unit, GovernanceError> import_directory(const GovernanceFiles& files, const Register& before, Import& import) {
  TRY(const std::string text, contents(files.directory));
  TRY(const std::string signatures, contents(signatures_of(files.directory)));
  if (before.text(sha256(as_bytes(text))) != nullptr) return Unit{};
  auto read = before.is_empty() ? schemas::open_directory(text, signatures, files.pinned, files.quorum)
                                : schemas::open_directory(text, signatures, before.directory()->approvers, before.directory()->quorum);
  if (!read) return Failed{{read.error().code, files.directory.string() + ": " + read.error().where, read.error().what}};
  const ImportedDirectory file{text, signatures};
  const auto ruling = before.judge(file);
  if (!ruling)
    return Failed{{"directory-older", files.directory.string(), "is version " + std::to_string(read->version) + ", and version " +
                                                                    std::to_string(before.directory()->version) + " is in force"}};
  import.add(*ruling, file);
  return Unit{};
}

Result<Unit, GovernanceError> import_agreement(const fs::path& path, const schemas::Directory& directory, Import& import) {
  TRY(std::string text, contents(path));
  const policy::Agreement named = policy::parse(text).agreement;
  const std::string agreement = schemas::format_agreement_name({named.name, named.version});
  const auto facts = read_facts(text);
  // What was taken once was signed by those who approved then.
  const Version* known = facts ? import.after().find(facts->name) : nullptr;
  if (known == nullptr || !known->activated || known->facts.digest != facts->digest) {
    TRY([[maybe_unused]] const Unit is_signed, need_signed(path, text, directory));
  }
  if (!facts) return invalid(path, facts.error().front());
  TRY(const Status status, status_of(path, agreement, directory));
  TRY(std::vector<schemas::AgencyId> acceded, accessions_of(path, agreement, directory));
  TRY(std::string signatures, contents(signatures_of(path)));
  const ImportedAgreement file{std::move(text), std::move(signatures), status, std::move(acceded)};
  if (const auto ruling = import.after().judge(file)) import.add(*ruling, file);
  return Unit{};
}

}  // namespace

Result<Governance, GovernanceError> read_governance(const GovernanceFiles& files, const Register& before, Instant now) {
  Import import{before, now};
  TRY([[maybe_unused]] const Unit directory, import_directory(files, before, import));
  std::vector<fs::path> paths;
  std::error_code listing;
  for (const fs::directory_entry& entry : fs::directory_iterator{files.agreements, listing})
    if (entry.path().extension() == ".agreement") paths.push_back(entry.path());
  if (listing) return Failed{{"file-unreadable", files.agreements.string(), listing.message()}};
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    TRY([[maybe_unused]] const Unit imported, import_agreement(path, *import.after().directory(), import));
  }
  auto change = import.finish();
  if (!change) return Failed{{"agreement-invalid", files.agreements.string(), "an agreement that was active once does not check any more"}};
  return std::move(*change);
}

}  // namespace concordat::broker
