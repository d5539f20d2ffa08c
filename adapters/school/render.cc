#include "adapters/delivered_json.h"
#include "adapters/school/form.h"
#include "adapters/school/translate.h"

namespace concordat::adapters::school {

Native render(const schemas::Delivered& delivered) {
  const schemas::Envelope& envelope = delivered.envelope;
  Json out = Json::object();
  out.put("form", form_name).put("type", name_of(envelope.type)).put("urgency", name_of(envelope.urgency));
  out.put("marking", envelope.marking == schemas::Marking::official ? "OFFICIAL" : "OFFICIAL-SENSITIVE");
  out.put("message", delivered_envelope(envelope));
  Json fields = delivered_fields(delivered, form_path);
  for (Json& item : fields.items) out.push(std::move(item));
  out.put("mayBeWithheld", delivered_notices(delivered, form_path))
      .put("missing", delivered_missing(delivered, form_path));
  out.put("terms", delivered_terms(delivered, form_path));
  return {".json", write_json(out)};
}

}  // namespace concordat::adapters::school
