#include "adapters/police/translate.h"

#include "adapters/json.h"
#include "adapters/police/formats.h"
#include "adapters/text_encoding.h"

namespace concordat::adapters::police {
namespace {

Outcome<Translated> translate_root(const XmlElement& root) {
  if (is_lexs(root)) return translate_lexs(root);
  if (is_hearing_outcome(root)) return translate_hearing_outcome(root);
  if (is_court_result(root)) return translate_court_result(root);
  if (is_juvenile_history(root)) return translate_juvenile_history(root);
  return refuse("unknown-format", root.place(),
                "the outermost element is of none of the formats read: a LEXS incident report, a "
                "ResultedCaseMessage, an AnnotatedHearingOutcome or a JuvenileReferralHistoryResponse");
}

// A document inside a document: its places are told from where it lies.
Outcome<Translated> translate_inner(const std::string& text, const std::string& where) {
  const auto moved = [&](Problems problems) {
    for (schemas::Problem& problem : problems) problem.where = where + ", its " + problem.where;
    return Fail{std::move(problems)};
  };
  const auto document = read_xml(as_bytes(text));
  if (!document) return moved(document.error());
  auto messages = translate_root(document->root);
  if (!messages) return moved(messages.error());
  for (Translation& message : messages->messages) {
    message.place = where + ", its " + message.place;
    for (std::string& place : message.not_carried) place = where + ", its " + place;
  }
  for (schemas::Problem& problem : messages->rejected) problem.where = where + ", its " + problem.where;
  return messages;
}

Outcome<Translated> translate_json(const NativeInput& input) {
  TRY(const Json document, read_json(input.bytes));
  const Json& outcome = document["hearingOutcomeXml"];
  if (!outcome.is_string())
    return refuse("unknown-format", line_place(document.line),
                  "JSON from the police must hold hearingOutcomeXml: no other JSON is read");
  return translate_inner(outcome.text, line_place(outcome.line) + ", hearingOutcomeXml");
}

}  // namespace

Outcome<Translated> translate(const NativeInput& input) {
  if (syntax_of(input.bytes) == Syntax::json) return translate_json(input);
  TRY(const XmlDocument document, read_xml(input.bytes));
  // The CJSE wrapper carries its message as escaped text.
  const XmlElement& content = document.root.descendant("DataStreamContent");
  if (document.root.name == "RouteData" && !content.is_absent() && content.children.empty())
    return translate_inner(content.text, content.place() + ", DataStreamContent");
  return translate_root(document.root);
}

}  // namespace concordat::adapters::police
