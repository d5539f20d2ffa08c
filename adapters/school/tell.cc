#include "adapters/json.h"
#include "adapters/school/translate.h"
#include "adapters/told.h"
#include "base/csv_row.h"
#include "base/text.h"

namespace concordat::adapters::school {
namespace {

Native tell_csv(const Told& told) {
  return {".csv", csv_row({"STATE", "WORDS", "CONCERN", "DOCUMENT", "RECIPIENT", "AT", "CALL_NAME", "CALL_TELEPHONE", "ANSWER", "CODE", "MESSAGE"}) +
                      csv_row({told.state, sentence_of(told), told.reference, told.document, told.recipient, format_instant(told.at), told.call_name,
                               told.call_number, told.answer, told.code, told.message})};
}

}  // namespace

// Who sends spreadsheets reads spreadsheets.
Native tell(const Told& told) {
  if (to_lower(told.document).ends_with(".csv")) return tell_csv(told);
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
