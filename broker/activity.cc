#include "broker/activity.h"

#include <filesystem>
#include <nlohmann/json.hpp>

namespace concordat::broker {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t entries_each = 4096;  // some milliseconds of the pipeline's time

struct Kind {
  std::string day, agency, purpose, kind;
  friend auto operator<=>(const Kind&, const Kind&) = default;
};

bool is_counted(audit::EventKind kind) {
  return kind == audit::EventKind::accepted || kind == audit::EventKind::disclosed || kind == audit::EventKind::refused || kind == audit::EventKind::waiting ||
         kind == audit::EventKind::emergency;
}

schemas::Answer told(const ordered_json& json) { return {.code = {}, .json = json.dump(), .bytes = {}, .more = false}; }

std::map<schemas::AgencyId, std::map<Waybill::State, std::size_t>> queues(const Core& core) {
  std::map<schemas::AgencyId, std::map<Waybill::State, std::size_t>> counts;
  for (const Waybill& waybill : core.outbox.all()) ++counts[waybill.label.recipient][waybill.state];
  return counts;
}

}  // namespace

schemas::Answer activity(const Core& core, const schemas::Ask& ask) {
  const auto entries = core.log().entries(audit::Sequence{ask.from}, entries_each);
  if (!entries) return {.code = std::string{audit::log_error_code(entries.error())}, .json = {}, .bytes = {}, .more = false};
  std::map<Kind, std::uint64_t> counts;
  for (const audit::Entry& entry : *entries)
    if (is_counted(entry.kind)) ++counts[{format_date(london_date(entry.at)), entry.actor, entry.purpose, std::string{audit::event_kind_name(entry.kind)}}];
  ordered_json list = ordered_json::array();
  for (const auto& [of, count] : counts) list.push_back({{"day", of.day}, {"agency", of.agency}, {"purpose", of.purpose}, {"kind", of.kind}, {"count", count}});
  const std::uint64_t next = ask.from + entries->size();
  schemas::Answer answer = told({{"counts", list}, {"next", next}, {"entries", core.log().next_sequence().value()}});
  answer.more = !entries->empty() && next < core.log().next_sequence().value();
  return answer;
}

schemas::Answer workings(const Core& core) {
  const auto counts = queues(core);
  ordered_json agencies = ordered_json::array();
  for (const schemas::Organisation& organisation : core.rules.directory->organisations) {
    ordered_json one{{"id", organisation.id.value()}, {"name", organisation.name}, {"dutyContact", organisation.duty_contact}};
    one["standing"] = organisation.standing == schemas::Standing::active ? "active" : organisation.standing == schemas::Standing::suspended ? "suspended" : "left";
    const auto link = core.sessions.all().find(organisation.id);
    const bool is_known = link != core.sessions.all().end();
    one["connected"] = is_known && core.clock.now() - link->second.heard <= core.limits.session_silence;
    if (is_known) {
      one["heard"] = format_instant(link->second.heard);
      one["software"] = link->second.software;
    }
    const auto queue = counts.find(organisation.id);
    const auto count = [&](Waybill::State state) { return queue == counts.end() || !queue->second.contains(state) ? std::size_t{0} : queue->second.at(state); };
    one["queued"] = count(Waybill::State::queued);
    one["sent"] = count(Waybill::State::sent);
    one["waiting"] = count(Waybill::State::parked);
    one["deadLetters"] = count(Waybill::State::dead);
    one["keys"] = ordered_json::array();
    for (const schemas::AgencyKey& key : organisation.signing_keys) {
      ordered_json each{{"fingerprint", to_hex(key.fingerprint.value().bytes)}, {"from", format_instant(key.from)}};
      if (key.until) each["until"] = format_instant(*key.until);
      one["keys"].push_back(std::move(each));
    }
    agencies.push_back(std::move(one));
  }
  ordered_json out{{"agencies", agencies}, {"directoryVersion", core.rules.directory->version}, {"protocol", schemas::protocol_version}, {"software", "concordatd/0.1.0"}};
  std::error_code failed;
  const auto space = std::filesystem::space(core.log_folder, failed);
  if (!failed) out["disk"] = {{"bytes", space.capacity}, {"free", space.available}};
  return told(out);
}

}  // namespace concordat::broker
