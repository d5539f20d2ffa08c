#include "adapters/daemon/address.h"

#include "adapters/daemon/declare.h"
#include "base/crypto.h"

namespace concordat::adapters {
namespace {

constexpr std::size_t siblings_max = 33;

// A version 7 id holds the moment it was made. Age bands are taken on the day the case was opened, so a later message
// of the same case must say the same day, whoever sends it.
Date opened_on(const schemas::CaseId& case_id, Instant now) {
  const auto made = uuid_time(case_id.value());
  return london_date(made && *made < now ? *made : now);
}

// W3C Trace Context: this link begins the trace.
std::string fresh_traceparent() {
  return "00-" + to_hex(random_bytes<16>()) + "-" + to_hex(random_bytes<8>()) + "-01";
}

}  // namespace

Outcome<std::vector<schemas::Message>> address(std::vector<Translation> translations, const std::vector<PlannedIds>& ids,
                                               const Addressing& addressing) {
  CHECK(translations.size() == ids.size(), "every message needs its planned ids");
  const Sidecar& sidecar = addressing.sidecar;
  if (translations.size() > 1 && (sidecar.case_id || sidecar.in_reply_to))
    return Fail{Problems{{"ambiguous-case", sidecar.case_id ? "caseId" : "inReplyTo",
                          "the document gives " + std::to_string(translations.size()) + " messages, each of its own case; send them apart"}}};
  std::vector<schemas::Message> out;
  for (std::size_t i = 0; i < translations.size(); ++i) {
    Translation& from = translations[i];
    declare(from.body, sidecar);
    const schemas::Urgency urgency = sidecar.urgency.value_or(from.urgency);
    const bool is_recall = from.type == schemas::BodyType::recall;
    const schemas::CaseId case_id = sidecar.case_id.value_or(ids[i].case_id);
    schemas::Envelope envelope{.id = ids[i].message,
                               .case_id = case_id,
                               .case_opened = opened_on(case_id, addressing.now),
                               .in_reply_to = sidecar.in_reply_to,
                               .linked = {},
                               .sender = addressing.sender,
                               .recipients = is_recall ? std::vector<schemas::AgencyId>{} : sidecar.recipients.value_or(addressing.settings.recipients),
                               .type = from.type,
                               .scheme = addressing.settings.scheme,
                               .purpose = sidecar.purpose.value_or(addressing.settings.purpose),
                               .area = addressing.settings.area,
                               .agreement = is_recall ? std::nullopt : sidecar.agreement ? sidecar.agreement : addressing.settings.agreement,
                               .marking = from.marking.value_or(addressing.settings.marking),
                               .urgency = sidecar.emergency ? schemas::Urgency::emergency : urgency,
                               .created = addressing.now,
                               .due = sidecar.due,
                               .emergency = sidecar.emergency,
                               .traceparent = fresh_traceparent(),
                               .schema = schema_of(from.body)};
    if (ids.size() <= siblings_max && !is_recall)
      for (const PlannedIds& other : ids)
        if (other.message != envelope.id) envelope.linked.push_back({other.message, schemas::LinkRelation::sibling});
    if (ids[i].continues && !is_recall && envelope.linked.size() + 1 < siblings_max)
      envelope.linked.push_back({*ids[i].continues, schemas::LinkRelation::continuation});
    out.push_back({std::move(envelope), std::move(from.body)});
  }
  return out;
}

}  // namespace concordat::adapters
