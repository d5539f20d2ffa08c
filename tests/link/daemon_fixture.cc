#include "tests/link/daemon_fixture.h"

#include <spdlog/sinks/ostream_sink.h>

#include <algorithm>
#include <sstream>

#include "adapters/told.h"
#include "base/text.h"
#include "schemas/draft.h"

namespace concordat::adapters {
namespace {

Outcome<Translated> translate_lines(const NativeInput& input) {
  std::vector<Translation> out;
  Problems rejected;
  for (const std::string& line : split(trim(as_text(input.bytes)), '\n')) {
    if (line.empty()) continue;
    if (line == "!") return Fail{Problems{{"malformed", "line 1", "is not a line"}, {"missing-person", "line 1", "says of nobody"}}};
    if (line == "?") {
      rejected.push_back({"malformed", "line " + std::to_string(out.size() + 1), "is not a line"});
      continue;
    }
    const auto parts = split(line, '|');
    schemas::Draft draft;
    if (line.front() == '=' || line.front() == '~') {  // "=NUMBER|REF" is a referral about a number; "~NUMBER" takes its whole record back
      const auto identifier = draft.add("subject.identifiers");
      draft.set("subject.identifiers.system", "localId", identifier);
      draft.set("subject.identifiers.value", parts[0].substr(1), identifier);
      const bool is_back = line.front() == '~';
      if (is_back) draft.set("change.kind", "enteredInError");
      const auto type = is_back ? schemas::BodyType::update : schemas::BodyType::referral;
      TRY(schemas::Body body, std::move(draft).finish(type));
      out.push_back({.type = type, .body = std::move(body), .place = "line " + std::to_string(out.size() + 1),
                     .reference = is_back ? parts[0].substr(1) : parts.at(1), .urgency = schemas::Urgency::routine, .marking = {}, .not_carried = {}});
      continue;
    }
    if (line.front() == '+' || line.front() == '-') {  // goes on from what was said under the reference REF, or takes it back
      draft.set("change.kind", line.front() == '+' ? "statusChanged" : "enteredInError", schemas::no_element, "line 1");
      draft.set("subject.birthDate", parts[0].substr(1), schemas::no_element, "line 1");
      TRY(schemas::Body change, std::move(draft).finish(schemas::BodyType::update));
      out.push_back({.type = schemas::BodyType::update, .body = std::move(change), .place = "line " + std::to_string(out.size() + 1),
                     .reference = "REF", .urgency = schemas::Urgency::routine, .marking = {}, .not_carried = {}});
      continue;
    }
    draft.set("subject.birthDate", parts[0], schemas::no_element, "line 1");
    if (parts.size() > 1) {
      const auto concern = draft.add("concern");
      draft.set("concern.category", "neglect", concern);
      const auto narrative = draft.add("concern.narrative", concern);
      draft.set("concern.narrative.status", "fact", narrative);
      draft.set("concern.narrative.text", parts[1], narrative);
    }
    TRY(schemas::Body body, std::move(draft).finish(schemas::BodyType::referral));
    out.push_back({.type = schemas::BodyType::referral, .body = std::move(body), .place = "line " + std::to_string(out.size() + 1),
                   .reference = "REF", .urgency = schemas::Urgency::routine, .marking = {}, .not_carried = {"colour"}});
  }
  return translated(std::move(out), std::move(rejected));
}

Native render_lines(const schemas::Delivered& delivered) {
  std::string text;
  for (const schemas::DeliveredField& field : delivered.fields) text += schemas::FieldTable::get()[field.id].path + "=" + field.value + "\n";
  return {".txt", text};
}

Native tell_lines(const Told& told) { return {".txt", sentence_of(told)}; }

constexpr Kind lines{"lines", "lines", "lines", translate_lines, render_lines, tell_lines};

class Passing final : public link::Transport {
public:
  explicit Passing(link::FakeBroker& broker) : broker_(broker) {}
  bool send(ByteView frame) override { return broker_.send(frame); }
  std::optional<Bytes> receive(std::chrono::milliseconds timeout) override { return broker_.receive(timeout); }
  void reconnect() override { broker_.reconnect(); }

private:
  link::FakeBroker& broker_;
};

}  // namespace

const Kind& line_kind() { return lines; }

std::unique_ptr<link::Transport> wire_to(link::FakeBroker& broker) { return std::make_unique<Passing>(broker); }

Desk::Desk(schemas::AgencyId self, link::Weather weather) : agency(std::move(self)), broker(clock, agency, weather), config(settle_in()) {}

Config Desk::settle_in() const {
  const bool is_school = agency == link::school;
  link::write_directory(scratch / "", link::test_directory());
  const std::string key(40, is_school ? 'S' : 'P');
  link::write_text(scratch / "curve.secret", key + "\n" + std::string(40, 'x') + "\n");
  link::write_text(scratch / "signing.seed", to_hex(link::key_of(is_school ? link::school_seed : link::police_seed).seed().expose()));
  Config out{.kind = "lines", .agency = agency, .brokers = {"tcp://127.0.0.1:1"}, .directory = scratch / "directory.json",
             .approvers = scratch / "approvers.json", .curve_secret = scratch / "curve.secret", .signing_seed = scratch / "signing.seed",
             .in = scratch / "in", .out = scratch / "out", .rejected = scratch / "rejected", .state = scratch / "state", .defaults = {}, .https = {}};
  out.defaults.scheme = "prevent";
  out.defaults.purpose = "channel-referral";
  out.defaults.area = "E09000002";
  out.defaults.recipients = {link::police};
  return out;
}

DaemonParts Desk::parts() {
  auto logger = std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_st>(*log));
  return {config, line_kind(), clock,
          [this](const link::CurveSettings&) -> Result<std::unique_ptr<link::Transport>, std::string> { return wire_to(broker); }, std::move(logger)};
}

std::unique_ptr<Daemon> Desk::start() {
  auto daemon = Daemon::start(parts());
  EXPECT_TRUE(daemon) << daemon.error().what;
  return daemon ? std::move(*daemon) : nullptr;
}

std::vector<std::string> Desk::names_in(const std::filesystem::path& folder) const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string Desk::log_text() const { return log->str(); }

}  // namespace concordat::adapters
