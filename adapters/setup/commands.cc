#include "adapters/setup/commands.h"

#include <algorithm>
#include <ostream>

#include "adapters/daemon/in_folder.h"
#include "adapters/daemon/report.h"
#include "adapters/link/folders.h"
#include "adapters/setup/trial.h"
#include "base/text.h"

namespace concordat::adapters {
namespace {

namespace fs = std::filesystem;

constexpr int done = 0;
constexpr int could_not_run = 1;
constexpr int answered_no = 2;
constexpr int invalid_input = 3;
constexpr std::size_t sidecar_bytes_max = 65536;

struct Stop {  // with what was wrong already said
  int exit_code;
};

class Tried {
public:
  Tried(const TryCommand& asked, std::ostream& out, std::ostream& err) : asked_(asked), out_(out), err_(err) {}

  Result<int, Stop> run() {
    TRY(const Config config, settings());
    const Kind* kind = find_kind(config.kind);
    if (kind == nullptr) return stop(invalid_input, "--kind: is none of those that --help lists");
    TRY(const AreaRules rules, area_rules(config));
    TRY(const EnvelopeSettings envelope, envelope_settings(config, rules));
    TRY(const NativeInput input, document());
    TRY(const Sidecar sidecar, sidecar_beside());
    TRY(const Instant at, instant());
    auto trial = try_out({*kind, config.agency, envelope, config.leak_guard, rules, input, sidecar, Ledger{config.state}, at});
    if (!trial) {
      const Report report{input.name, "rejected", {}, trial.error()};
      (asked_.is_json ? out_ : err_) << (asked_.is_json ? report_json(report) : report_text(report));
      return invalid_input;
    }
    out_ << (asked_.is_json ? trial_json(*trial) : trial_text(*trial));
    TRY(const Unit written, write_documents(*trial));
    static_cast<void>(written);
    return trial->is_disclosed() ? done : answered_no;
  }

private:
  Fail<Stop> stop(int code, const std::string& what) const {
    err_ << "concordat-adapter: " << what << "\n";
    return Fail{Stop{code}};
  }

  Result<Config, Stop> settings() const {
    Config config;
    if (!asked_.config.empty()) {
      auto read = read_config(asked_.config);
      if (!read) return stop(invalid_input, format_error(read.error()));
      config = std::move(*read);
    } else {
      config.kind = asked_.kind;
      if (asked_.agency.empty() || asked_.kind.empty() || asked_.directory.empty())
        return stop(invalid_input, "say --config adapter.toml, or --kind, --agency, --directory and --agreements");
      const auto agency = schemas::parse_agency_id(asked_.agency);
      if (!agency) return stop(invalid_input, "--agency: must be an agency id, such as school/abbey");
      config.agency = *agency;
    }
    if (!asked_.directory.empty()) config.directory = asked_.directory;
    if (!asked_.scheme.empty()) config.defaults.scheme = asked_.scheme;
    if (!asked_.purpose.empty()) config.defaults.purpose = asked_.purpose;
    if (!asked_.area.empty()) config.defaults.area = asked_.area;
    if (!asked_.to.empty()) config.defaults.recipients.clear();
    for (const std::string& text : asked_.to) {
      const auto agency = schemas::parse_agency_id(text);
      if (!agency) return stop(invalid_input, "--to: must be an agency id, such as police/met");
      config.defaults.recipients.push_back(*agency);
    }
    return config;
  }

  // Where nobody says otherwise, the agreements lie in the folder beside the directory, as in an area.
  Result<AreaRules, Stop> area_rules(const Config& config) const {
    std::error_code failed;
    AreaFiles files{fs::is_directory(config.directory, failed) ? config.directory / "directory.json" : config.directory,
                    {asked_.agreements.begin(), asked_.agreements.end()}};
    if (files.agreements.empty()) files.agreements = {files.directory.parent_path() / "agreements"};
    auto rules = read_area_rules(files);
    if (rules) return std::move(*rules);
    for (const std::string& what : rules.error().what) err_ << "concordat-adapter: " << what << "\n";
    if (rules.error().kind == AreaUnread::Kind::unreadable && asked_.agreements.empty())
      err_ << "concordat-adapter: say where the agreements lie: --agreements FOLDER\n";
    return Fail{Stop{rules.error().kind == AreaUnread::Kind::invalid ? invalid_input : could_not_run}};
  }

  // What only one agreement could mean need not be said.
  Result<EnvelopeSettings, Stop> envelope_settings(const Config& config, const AreaRules& rules) const {
    EnvelopeSettings out = config.defaults;
    std::vector<std::string> schemes, purposes, areas;
    const auto add = [](std::vector<std::string>& to, const std::string& text) {
      if (text != "any" && std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
    };
    for (const policy::CompiledAgreement& agreement : rules.book->agreements()) {
      add(schemes, agreement.scheme);
      for (const std::string& purpose : agreement.purposes) add(purposes, purpose);
      for (const std::string& area : agreement.areas) add(areas, area);
    }
    const auto settle = [&](std::string& value, const std::vector<std::string>& known, const char* option) -> Result<Unit, Stop> {
      if (value.empty() && known.size() == 1) value = known.front();
      if (value.empty()) return stop(invalid_input, std::string{option} + ": say which; the agreements know " + join(known, ", "));
      return Unit{};
    };
    TRY(const Unit scheme, settle(out.scheme, schemes, "--scheme"));
    TRY(const Unit purpose, settle(out.purpose, purposes, "--purpose"));
    TRY(const Unit area, settle(out.area, areas, "--area"));
    static_cast<void>(scheme), static_cast<void>(purpose), static_cast<void>(area);
    return out;
  }

  Result<NativeInput, Stop> document() const {
    auto input = read_input(asked_.file);
    if (!input && input.error().kind == FileError::Kind::too_large) return stop(invalid_input, asked_.file + ": is larger than this adapter takes: 64 MiB, or 256 files");
    if (!input) return stop(could_not_run, input.error().what);
    for (const std::string& file : asked_.beside) {
      auto bytes = read_file(file, native_bytes_max);
      if (!bytes) return stop(could_not_run, bytes.error().what);
      input->beside.push_back({fs::path{file}.filename().string(), std::move(*bytes)});
    }
    return std::move(*input);
  }

  Result<Sidecar, Stop> sidecar_beside() const {
    const fs::path file = asked_.file + std::string{sidecar_ending};
    const auto bytes = read_file(file, sidecar_bytes_max);
    if (!bytes && bytes.error().kind == FileError::Kind::missing) return Sidecar{};
    if (!bytes) return stop(could_not_run, bytes.error().what);
    auto sidecar = read_sidecar(*bytes);
    if (sidecar) return std::move(*sidecar);
    err_ << report_text({file.filename().string(), "rejected", {}, sidecar.error()});
    return Fail{Stop{invalid_input}};
  }

  Result<Instant, Stop> instant() const {
    if (asked_.at.empty()) return SystemClock{}.now();
    if (const auto date = parse_date(asked_.at)) return london_midnight(*date);
    if (const auto exact = parse_instant(asked_.at)) return *exact;
    return stop(invalid_input, "--at: must be a day, such as 2026-05-01, or a time with its offset, such as 2026-05-01T09:30:00Z");
  }

  Result<Unit, Stop> write_documents(const Trial& trial) const {
    if (asked_.write.empty()) return Unit{};
    if (auto made = link::make_private_folder(asked_.write); !made) return stop(could_not_run, made.error().what);
    for (std::size_t i = 0; i < trial.messages.size(); ++i)
      for (const TriedRecipient& one : trial.messages[i].recipients) {
        if (!one.document) continue;
        std::string agency = one.recipient.value();
        std::replace(agency.begin(), agency.end(), '/', '-');
        const fs::path file = fs::path{asked_.write} / (std::to_string(i + 1) + "-" + agency + one.document->extension);
        if (auto written = write_file(file, as_bytes(one.document->text), FileMode::owner_only); !written)
          return stop(could_not_run, written.error().what);
      }
    return Unit{};
  }

  const TryCommand& asked_;
  std::ostream& out_;
  std::ostream& err_;
};

}  // namespace

int run_try(const TryCommand& asked, std::ostream& out, std::ostream& err) {
  const auto ran = Tried{asked, out, err}.run();
  return ran ? *ran : ran.error().exit_code;
}

int run_init(const SettleAsked& asked, std::ostream& out, std::ostream& err) {
  const auto made = settle(asked, SystemClock{}.now());
  if (made) {
    out << *made;
    return done;
  }
  err << "concordat-adapter: " << made.error().what << "\n";
  return made.error().kind == NotSettled::Kind::wrong_input ? invalid_input : could_not_run;
}

}  // namespace concordat::adapters
