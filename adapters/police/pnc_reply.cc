#include <array>

#include "adapters/police/court.h"
#include "adapters/police/formats.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::police {
namespace {

// The fixed places inside a segment, after its update letter.
std::string_view cut(std::string_view segment, std::size_t from, std::size_t size) {
  return from >= segment.size() ? std::string_view{} : trim(segment.substr(from, size));
}

// "12022024" -> "2024-02-12"; empty where it is no date.
std::string day_in(std::string_view digits) {
  if (digits.size() != 8) return {};
  const std::string day = std::string{digits.substr(4, 4)} + "-" + std::string{digits.substr(2, 2)} + "-" + std::string{digits.substr(0, 2)};
  return parse_date(day) ? day : std::string{};
}

// IDS: PNC identifier 11, check name 12, CRO number 12.
void read_identity(Reading& reading, const XmlElement& ids) {
  const std::string_view text = ids.text;
  const auto say_identifier = [&](std::string_view system, std::string_view value) {
    if (value.empty()) return;
    const ElementIndex identifier = reading.add("subject.identifiers");
    reading.say("subject.identifiers.system", system, ids, identifier);
    reading.say("subject.identifiers.value", value, ids, identifier);
  };
  say_identifier("pncId", cut(text, 1, 11));
  say_identifier("croNumber", cut(text, 24, 12));
  if (const std::string_view name = cut(text, 12, 12); !name.empty()) {
    // The check name is the family name's first twelve letters: how the register spells it, not the whole name.
    const ElementIndex element = reading.add("subject.names");
    reading.say("subject.names.asWritten", name, ids, element);
  }
  reading.pass_over(ids);
}

// COF: number 3, qualifiers 4, ACPO code 13, CJS code 8, start date 8 and time 4, end date 8 and time 4.
// ADJ, after it: plea 13, verdict 14, hearing date 8.
std::vector<CourtOffence> read_offences(Reading& reading, const XmlElement& reply) {
  std::vector<CourtOffence> out;
  for (const XmlElement& segment : reply.children) {
    const std::string_view text = segment.text;
    if (segment.name == "COF") {
      CourtOffence& offence = out.emplace_back();
      offence.code = cut(text, 21, 8);
      offence.date = day_in(cut(text, 29, 8));
      if (offence.code.empty()) offence.code = cut(text, 8, 13);
      reading.pass_over(segment);
    } else if (segment.name == "ADJ" && !out.empty()) {
      out.back().plea = cut(text, 1, 13);
      out.back().finding = cut(text, 14, 14);
      out.back().is_convicted = out.back().finding == "GUILTY";
      out.back().is_acquitted = out.back().finding == "NOT GUILTY";
      reading.pass_over(segment);
    } else if (segment.name == "DIS" && !out.empty()) {
      const std::string_view code = cut(text, 1, 4);
      const std::string_view words = cut(text, 41, 64);
      out.back().results.push_back("Disposal " + std::string{code} + (words.empty() ? "" : ": " + std::string{words}));
      reading.pass_over(segment);
    }
  }
  return out;
}

const XmlElement& reply_in(const XmlElement& root) {
  return root.name == "CXE01" ? root : root.descendant("CXE01");
}

}  // namespace

bool is_pnc_reply(const XmlElement& root) { return !reply_in(root).is_absent(); }

Outcome<Translated> translate_pnc_reply(const XmlElement& root) {
  const XmlElement& envelope = reply_in(root);
  const XmlElement& reply = envelope.child("ASI");
  const XmlElement& said = envelope.descendant("TXT");
  if (reply.is_absent())
    return refuse("missing-subject", (said.is_absent() ? envelope : said).place() + ", " + (said.is_absent() ? envelope : said).name,
                  "the reply names nobody: the enquiry found no record, or failed");
  if (is_overlong(reply)) return refuse("too-large", reply.place() + ", ASI", "says more of one person than a message may carry");
  Reading reading;
  read_identity(reading, reply.child("IDS"));
  const XmlElement& court_case = reply.child("CCR");
  const std::vector<CourtOffence> offences = read_offences(reading, reply);
  write_offences(reading, offences, reply);
  reading.say("offending.crimeReference", cut(court_case.text, 1, 15), court_case);
  reading.say("change.kind", "added", reply);
  reading.say("change.summary", "What the Police National Computer holds", reply);
  reading.say("change.reference", cut(court_case.text, 1, 15), court_case);
  if (!reading.names_somebody()) reading.problem("missing-subject", reply, "the reply has no PNC identifier and no name");
  Translation translation{.type = schemas::BodyType::update,
                          .body = {},
                          .place = reply.place() + ", ASI",
                          .reference = std::string{cut(court_case.text, 1, 15)},
                          .marking = schemas::Marking::official_sensitive,
                          .not_carried = reading.not_taken(reply)};
  auto body = std::move(reading).finish(translation.type);
  if (!body) return Fail{body.error()};
  translation.body = std::move(*body);
  return translated(std::move(translation));
}

}  // namespace concordat::adapters::police
