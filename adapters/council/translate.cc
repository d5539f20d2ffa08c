#include "adapters/council/translate.h"

#include "adapters/council/formats.h"
#include "adapters/text_encoding.h"

namespace concordat::adapters::council {

Outcome<Translated> translate(const NativeInput& input) {
  switch (syntax_of(input.bytes)) {
    case Syntax::xml: {
      TRY(const XmlDocument document, read_xml(input.bytes));
      return translate_census(document.root);
    }
    case Syntax::json: {
      TRY(const Json document, read_json(input.bytes));
      return is_csc_payload(document) ? translate_csc_payload(document) : translate_care_application(document);
    }
    case Syntax::other:
      break;
  }
  TRY(const DecodedText decoded, decode_text(input.bytes, Undeclared::refuse));
  return refuse("unknown-format", line_place(1),
                "the document is neither census XML nor JSON of a care application or of the social care API");
}

}  // namespace concordat::adapters::council
