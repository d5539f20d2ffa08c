#include <algorithm>

#include "adapters/council/translate.h"
#include "adapters/json.h"
#include "adapters/told.h"

namespace concordat::adapters::council {

Native tell(const Told& told) {
  std::string notice = is_not_delivered(told) ? "not-delivered" : told.state;
  std::replace(notice.begin(), notice.end(), '-', '_');
  Json out = Json::object();
  out.put("notice", notice).put("message_id", told.message).put("reference", told.reference).put("document", told.document);
  out.put("recipient", told.recipient).put("at", format_instant(told.at)).put("code", told.code);
  out.put("call_name", told.call_name).put("call_number", told.call_number).put("answer", told.answer).put("words", sentence_of(told));
  return {".json", write_json(out)};
}

}  // namespace concordat::adapters::council
