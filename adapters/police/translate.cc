#include "adapters/police/translate.h"

#include <array>

#include "adapters/json.h"
#include "adapters/police/formats.h"
#include "adapters/text_encoding.h"
#include "adapters/unread.h"

namespace concordat::adapters::police {
namespace {

Outcome<Translated> translate_known(const XmlElement& root) {
  if (is_pole(root)) return translate_pole(root);
  if (is_lexs(root)) return translate_lexs(root);
  if (is_hearing_outcome(root)) return translate_hearing_outcome(root);
  if (is_court_result(root)) return translate_court_result(root);
  if (is_juvenile_history(root)) return translate_juvenile_history(root);
  if (is_behavioral_health(root)) return translate_behavioral_health(root);
  if (is_person_health(root)) return translate_person_health(root);
  if (is_pnc_reply(root)) return translate_pnc_reply(root);
  return refuse("unknown-format", root.place(),
                "the outermost element is of none of the formats read: a LEXS incident report, a "
                "ResultedCaseMessage, an AnnotatedHearingOutcome, a juvenile history response, a behavioural or person "
                "health record, a PoleMessage, or a reply of the Police National Computer");
}

Outcome<Translated> translate_root(const XmlElement& root) {
  auto taken = translate_known(root);
  if (taken) note_unread(taken->messages.front().not_carried, unread(root, root.name));
  return taken;
}

// A document inside a document: its places are told from where it lies.
Outcome<Translated> translate_inner(const std::string& text, const std::string& where, Outcome<Translated> (*open)(const XmlElement&)) {
  const auto moved = [&](Problems problems) {
    for (schemas::Problem& problem : problems) problem.where = where + ", its " + problem.where;
    return Fail{std::move(problems)};
  };
  const auto document = read_xml(as_bytes(text));
  if (!document) return moved(document.error());
  auto messages = open(document->root);
  if (!messages) return moved(messages.error());
  for (Translation& message : messages->messages) {
    message.place = where + ", its " + message.place;
    for (std::string& place : message.not_carried) place = where + ", its " + place;
  }
  for (schemas::Problem& problem : messages->rejected) problem.where = where + ", its " + problem.where;
  return messages;
}

// The CJSE wrapper carries its message as escaped text.
Outcome<Translated> translate_document(const XmlElement& root) {
  if (root.name != "RouteData") return translate_root(root);
  const XmlElement& content = root.descendant("DataStreamContent");
  if (content.is_absent() || !content.children.empty()) return translate_root(root);
  auto taken = translate_inner(content.text, content.place() + ", DataStreamContent", translate_root);
  if (taken) note_unread(taken->messages.front().not_carried, unread(root, root.name));
  return taken;
}

// JSON that carries an XML document as a string: a hearing outcome as Bichard stores it, a message as it came in with what
// was made of it (which says more, and is read), or what the Police National Computer replied.
constexpr std::array<std::string_view, 4> carriers{"hearingOutcomeXml", "annotatedHearingOutcome", "incomingMessage", "response"};

Outcome<Translated> translate_carried(const Json& document) {
  for (const std::string_view name : carriers)
    if (const Json& carried = document[name]; carried.is_string())
      return translate_inner(carried.text, line_place(carried.line) + ", " + std::string{name}, translate_document);
  return refuse("unknown-format", line_place(document.line),
                "JSON from the police must hold hearingOutcomeXml, annotatedHearingOutcome, incomingMessage or response: no other JSON is read");
}

Outcome<Translated> translate_json(const NativeInput& input) {
  TRY(const Json document, read_json(input.bytes));
  std::vector<Translation> messages;
  Problems rejected;
  const auto take = [&](Outcome<Translated> taken) {
    if (!taken) return rejected.insert(rejected.end(), taken.error().begin(), taken.error().end()), void();
    std::move(taken->messages.begin(), taken->messages.end(), std::back_inserter(messages));
    rejected.insert(rejected.end(), taken->rejected.begin(), taken->rejected.end());
  };
  if (document.is_array())
    for (const Json& item : document.items) take(translate_carried(item));
  else
    take(translate_carried(document));
  if (messages.empty() && rejected.empty()) return refuse("empty-file", line_place(document.line), "the list is empty");
  if (!messages.empty()) note_unread(messages.front().not_carried, unread(document, ""));
  return translated(std::move(messages), std::move(rejected));
}

}  // namespace

Outcome<Translated> translate(const NativeInput& input) {
  if (syntax_of(input.bytes) == Syntax::json) return translate_json(input);
  TRY(const XmlDocument document, read_xml(input.bytes));
  return translate_document(document.root);
}

}  // namespace concordat::adapters::police
