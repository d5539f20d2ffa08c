#include "adapters/setup/area_rules.h"

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "policy/parse.h"
#include "policy/parties.h"

namespace concordat::adapters {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t rules_bytes_max = 4U << 20;

AreaUnread unreadable(std::string what) { return {AreaUnread::Kind::unreadable, {std::move(what)}}; }
AreaUnread invalid(std::string what) { return {AreaUnread::Kind::invalid, {std::move(what)}}; }

Result<std::string, AreaUnread> contents(const fs::path& file) {
  const auto bytes = read_file(file, rules_bytes_max);
  if (!bytes) return Fail{unreadable(bytes.error().what)};
  return std::string{as_text(*bytes)};
}

Result<std::vector<fs::path>, AreaUnread> agreement_files(const std::vector<fs::path>& places) {
  std::vector<fs::path> found;
  for (const fs::path& place : places) {
    std::error_code failed;
    if (!fs::is_directory(place, failed)) {
      found.push_back(place);
      continue;
    }
    std::vector<fs::path> inside;
    for (fs::directory_iterator at{place, failed}, end; !failed && at != end; at.increment(failed))
      if (at->path().extension() == ".agreement") inside.push_back(at->path());
    if (failed) return Fail{unreadable("read " + place.string() + ": " + failed.message())};
    std::sort(inside.begin(), inside.end());
    found.insert(found.end(), inside.begin(), inside.end());
  }
  if (found.empty()) return Fail{invalid("no *.agreement file: say --agreements FILE, or a folder that holds some")};
  return found;
}

// The words that lie beside an agreement once somebody has suspended or withdrawn it.
Result<policy::Status, AreaUnread> status_beside(fs::path file) {
  std::error_code failed;
  if (!fs::exists(file.replace_extension(".status"), failed)) return policy::Status::active;
  TRY(const std::string text, contents(file));
  if (text.starts_with("suspended ")) return policy::Status::suspended;
  if (text.starts_with("withdrawn ")) return policy::Status::withdrawn;
  return Fail{invalid(file.string() + ": must begin with suspended or withdrawn")};
}

Result<std::vector<schemas::AgencyId>, AreaUnread> accessions_beside(fs::path file) {
  std::vector<schemas::AgencyId> acceded;
  std::error_code failed;
  if (!fs::exists(file.replace_extension(".accessions"), failed)) return acceded;
  TRY(const std::string text, contents(file));
  const auto lines = split(text, '\n');
  for (std::size_t i = 1; i < lines.size(); ++i)  // the first names the agreement
    if (auto agency = schemas::parse_agency_id(trim(lines[i]))) acceded.push_back(std::move(*agency));
  return acceded;
}

}  // namespace

Result<AreaRules, AreaUnread> read_area_rules(const AreaFiles& files) {
  TRY(const std::string text, contents(files.directory));
  auto directory = schemas::parse_directory(text);
  if (!directory) return Fail{invalid(files.directory.string() + ": " + directory.error().where + ": " + directory.error().what)};
  TRY(const std::vector<fs::path> paths, agreement_files(files.agreements));
  std::vector<policy::AgreementSource> sources;
  for (const fs::path& path : paths) {
    TRY(std::string agreement, contents(path));
    TRY(const policy::Status status, status_beside(path));
    TRY(std::vector<schemas::AgencyId> acceded, accessions_beside(path));
    sources.push_back({std::move(agreement), status, std::move(acceded)});
  }
  auto book = policy::AgreementBook::compile(sources, policy::parties_of(*directory));
  if (book) return AreaRules{std::move(*directory), std::move(*book)};
  AreaUnread unread{AreaUnread::Kind::invalid, {}};
  for (const policy::RefusedAgreement& refused : book.error())
    for (const policy::Diagnostic& found : refused.diagnostics)
      unread.what.push_back(policy::render(paths[refused.source].string(), sources[refused.source].text, found));
  return Fail{std::move(unread)};
}

}  // namespace concordat::adapters
