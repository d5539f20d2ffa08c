#include "adapters/json.h"
#include "adapters/probation/translate.h"
#include "adapters/told.h"

namespace concordat::adapters::probation {

Native tell(const Told& told) {
  Json about = Json::object();
  about.put("messageId", told.message).put("reference", told.reference).put("document", told.document).put("recipient", told.recipient);
  about.put("code", told.code).put("callName", told.call_name).put("callNumber", told.call_number).put("answer", told.answer);
  Json out = Json::object();
  out.put("eventType", "concordat.message." + (is_not_delivered(told) ? std::string{"not-delivered"} : told.state)).put("version", Json::number("1")).put("description", sentence_of(told));
  out.put("occurredAt", format_instant(told.at)).put("additionalInformation", std::move(about));
  return {".json", write_json(out)};
}

}  // namespace concordat::adapters::probation
