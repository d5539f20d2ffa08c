#include "adapters/json.h"
#include "adapters/school/translate.h"
#include "adapters/told.h"

namespace concordat::adapters::school {

Native tell(const Told& told) {
  Json out = Json::object();
  out.put("form", is_not_delivered(told) ? "not-delivered" : "status").put("state", told.state).put("message", told.message).put("concern", told.reference).put("document", told.document);
  out.put("recipient", told.recipient).put("at", format_instant(told.at)).put("code", told.code);
  Json call = Json::object();
  call.put("name", told.call_name).put("telephone", told.call_number);
  if (!told.call_name.empty() || !told.call_number.empty()) out.put("call", std::move(call));
  out.put("answer", told.answer).put("words", sentence_of(told));
  return {".json", write_json(out)};
}

}  // namespace concordat::adapters::school
