#include "broker/governance.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "policy/parse.h"

namespace concordat::broker {
namespace {

namespace fs = std::filesystem;
using policy::AgreementSource;
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

std::string_view code_for(Status status) {
  switch (status) {
    case Status::active: return "active";
    case Status::suspended: return "suspended";
    case Status::withdrawn: return "withdrawn";
    case Status::superseded: return "superseded";
  }
  return "active";
}

bool holds(const policy::AgreementBook& book, const policy::CompiledAgreement& agreement) {
  return std::any_of(book.agreements().begin(), book.agreements().end(), [&](const policy::CompiledAgreement& known) {
    return known.digest == agreement.digest && known.status == agreement.status;
  });
}

std::vector<audit::Event> events_for(const Rules& after, const Rules* before, Instant now) {
  std::vector<audit::Event> events;
  if (before == nullptr || before->directory->digest != after.directory->digest)
    events.push_back({.kind = audit::EventKind::directory, .at = now, .actor = "broker",
                      .code = "version-" + std::to_string(after.directory->version), .reference = after.directory->digest});
  for (const policy::CompiledAgreement& agreement : after.book->agreements()) {
    if (before != nullptr && holds(*before->book, agreement)) continue;
    events.push_back({.kind = audit::EventKind::agreement, .at = now, .actor = "broker", .code = std::string{code_for(agreement.status)},
                      .agreement = audit::AgreementRef{schemas::format_agreement_name(agreement.name), agreement.digest.value()},
                      .reference = after.book->digest()});
  }
  for (const auto& [agreement, agencies] : after.accessions) {
    for (const schemas::AgencyId& agency : agencies) {
      const bool is_known = before != nullptr && before->accessions.contains(agreement) && before->accessions.at(agreement).contains(agency);
      if (!is_known) events.push_back({.kind = audit::EventKind::accession, .at = now, .actor = agency.value(), .code = agreement});
    }
  }
  return events;
}

}  // namespace

Result<Governance, GovernanceError> read_governance(const GovernanceFiles& files, const Rules* before, Instant now) {
  TRY(const std::string directory_text, contents(files.directory));
  TRY(const std::string directory_signatures, contents(signatures_of(files.directory)));
  auto directory = schemas::open_directory(directory_text, directory_signatures, files.pinned, files.quorum);
  if (!directory) return Failed{{directory.error().code, files.directory.string() + ": " + directory.error().where, directory.error().what}};
  if (before != nullptr && directory->version < before->directory->version)
    return Failed{{"directory-older", files.directory.string(), "is version " + std::to_string(directory->version) + ", older than the one in force"}};

  std::vector<fs::path> paths;
  std::error_code listing;
  for (const fs::directory_entry& entry : fs::directory_iterator{files.agreements, listing})
    if (entry.path().extension() == ".agreement") paths.push_back(entry.path());
  if (listing) return Failed{{"file-unreadable", files.agreements.string(), listing.message()}};
  std::sort(paths.begin(), paths.end());

  std::vector<AgreementSource> sources;
  for (const fs::path& path : paths) {
    TRY(std::string text, contents(path));
    TRY([[maybe_unused]] const Unit is_signed, need_signed(path, text, *directory));
    const policy::Agreement named = policy::parse(text).agreement;  // what is wrong with it, compile() says
    const std::string agreement = schemas::format_agreement_name({named.name, named.version});
    TRY(const Status status, status_of(path, agreement, *directory));
    TRY(std::vector<schemas::AgencyId> acceded, accessions_of(path, agreement, *directory));
    sources.push_back({std::move(text), status, std::move(acceded)});
  }
  auto book = policy::AgreementBook::compile(sources, policy::parties_of(*directory));
  if (!book) {
    const policy::RefusedAgreement& refused = book.error().front();
    const policy::Diagnostic& first = refused.diagnostics.front();
    return Failed{{"agreement-invalid", paths[refused.source].string() + ":" + std::to_string(first.place.line) + ":" + std::to_string(first.place.column),
                   first.cause}};
  }
  std::map<std::string, std::set<schemas::AgencyId>> accessions;
  for (std::size_t i = 0; i < paths.size(); ++i)
    if (!sources[i].acceded.empty()) accessions[paths[i].stem().string()] = {sources[i].acceded.begin(), sources[i].acceded.end()};
  Governance change{{}, {std::make_shared<const schemas::Directory>(std::move(*directory)), *book, std::move(accessions)}};
  change.events = events_for(change.rules, before, now);
  return change;
}

}  // namespace concordat::broker
