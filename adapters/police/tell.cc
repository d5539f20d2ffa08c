#include "adapters/police/translate.h"
#include "adapters/told.h"
#include "adapters/xml.h"

namespace concordat::adapters::police {

// One element a line, as our POLE documents are.
Native tell(const Told& told) {
  const std::string root = is_not_delivered(told) ? "NotDelivered" : "Status";
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root + " xmlns=\"urn:concordat:status:1\">\n";
  const auto line = [&](std::string_view name, std::string_view text) {
    if (!text.empty()) out += "  <" + std::string{name} + ">" + xml_escaped(text) + "</" + std::string{name} + ">\n";
  };
  line("State", told.state);
  line("MessageId", told.message);
  line("OriginalReference", told.reference);
  line("OriginalDocument", told.document);
  line("Recipient", told.recipient);
  line("At", format_instant(told.at));
  line("Code", told.code);
  line("CallName", told.call_name);
  line("CallNumber", told.call_number);
  line("Answer", told.answer);
  line("Words", sentence_of(told));
  return {".xml", out + "</" + root + ">\n"};
}

}  // namespace concordat::adapters::police
