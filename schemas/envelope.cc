#include "schemas/envelope.h"

#include <algorithm>

#include "base/text.h"

namespace concordat::schemas {
namespace {

bool is_token(std::string_view text) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= 64 && is_plain(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return is_plain(c) || c == '-'; });
}
// ONS (GSS) code: a letter and eight digits.
bool is_area(std::string_view text) {
  return text.size() == 9 && text.front() >= 'A' && text.front() <= 'Z' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
// W3C Trace Context: version, trace id, parent id, flags.
bool is_traceparent(std::string_view text) {
  constexpr std::string_view shape = "00-hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh-hhhhhhhhhhhhhhhh-hh";
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool is_hex = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
    if (shape[i] == 'h' ? !is_hex : text[i] != shape[i]) return false;
  }
  return true;
}

class EnvelopeReader {
public:
  explicit EnvelopeReader(Written written) : written_(written) {}

  // A value that must be there and must parse; `format` gives its one canonical form.
  template <class Parse, class Format>
  auto required(std::string_view name, capnp::Text::Reader text, Parse parse, Format format, std::string_view expected)
      -> decltype(parse(std::string_view{})) {
    if (text.size() == 0) {
      problem("missing-field", name, "the envelope must say it: " + std::string{expected});
      return std::nullopt;
    }
    return optional(name, text, parse, format, expected);
  }
  template <class Parse, class Format>
  auto optional(std::string_view name, capnp::Text::Reader text, Parse parse, Format format, std::string_view expected)
      -> decltype(parse(std::string_view{})) {
    if (text.size() == 0) return std::nullopt;
    const std::string_view given{text.begin(), text.size()};
    auto value = parse(given);
    if (!value) {
      problem("invalid-value", name, "must be " + std::string{expected});
    } else if (written_ == Written::made_by_us && format(*value) != given) {
      problem("not-canonical", name, "must be written in its canonical form");
    }
    return value;
  }
  std::string shaped(std::string_view name, capnp::Text::Reader text, bool (*is_shape)(std::string_view), std::string_view expected) {
    const auto parse = [&](std::string_view given) { return is_shape(given) ? std::optional{std::string{given}} : std::nullopt; };
    return required(name, text, parse, [](const std::string& s) { return s; }, expected).value_or("");
  }
  void problem(std::string_view code, std::string_view name, std::string what) {
    problems_.push_back({std::string{code}, "envelope." + std::string{name}, std::move(what)});
  }
  std::vector<Problem> take() && { return std::move(problems_); }
  bool is_sound() const { return problems_.empty(); }

private:
  Written written_;
  std::vector<Problem> problems_;
};

constexpr std::string_view uuid_expected = "a UUID, such as 01900000-0000-7000-8000-000000000001";
constexpr std::string_view date_expected = "a date that exists, written YYYY-MM-DD";
constexpr std::string_view agency_expected = "an agency id, such as police/met";
constexpr std::string_view token_expected = "a name of lower-case letters, digits and hyphens";

template <class Id>
std::string format_id(const Id& id) {
  return format_uuid(id.value());
}
std::string format_agency(const AgencyId& agency) { return agency.value(); }

std::vector<AgencyId> read_recipients(EnvelopeReader& reader, wire::Envelope::Reader in) {
  std::vector<AgencyId> recipients;
  if (in.getRecipients().size() > recipients_max) reader.problem("too-large", "recipients", "at most 32 recipients");
  for (unsigned i = 0; i < std::min<std::size_t>(in.getRecipients().size(), recipients_max); ++i) {
    const std::string name = "recipients[" + std::to_string(i) + "]";
    const auto agency = reader.required(name, in.getRecipients()[i], parse_agency_id, format_agency, agency_expected);
    if (!agency) continue;
    if (std::find(recipients.begin(), recipients.end(), *agency) != recipients.end())
      reader.problem("invalid-value", name, "the same recipient is named twice");
    recipients.push_back(*agency);
  }
  return recipients;
}

std::vector<Link> read_linked(EnvelopeReader& reader, wire::Envelope::Reader in) {
  std::vector<Link> linked;
  if (in.getLinked().size() > linked_max) reader.problem("too-large", "linked", "at most 32 linked messages");
  for (unsigned i = 0; i < std::min<std::size_t>(in.getLinked().size(), linked_max); ++i) {
    const std::string name = "linked[" + std::to_string(i) + "]";
    const auto entry = in.getLinked()[i];
    const auto message = reader.required(name + ".message", entry.getMessage(), parse_message_id, format_id<MessageId>, uuid_expected);
    const auto raw = static_cast<std::uint16_t>(entry.getRelation());
    if (raw == 0 || raw > 3) reader.problem("unknown-code", name + ".relation", "must be sibling, household or continuation");
    else if (message) linked.push_back({*message, static_cast<LinkRelation>(raw - 1)});
  }
  return linked;
}

}  // namespace

void write_envelope(const Envelope& envelope, wire::Envelope::Builder out) {
  const auto text = [](const std::string& value) { return capnp::Text::Reader{value.c_str(), value.size()}; };
  out.setMessageId(text(format_id(envelope.id)));
  out.setCaseId(text(format_id(envelope.case_id)));
  out.setCaseOpened(text(format_date(envelope.case_opened)));
  if (envelope.in_reply_to) out.setInReplyTo(text(format_id(*envelope.in_reply_to)));
  if (!envelope.linked.empty()) {
    auto linked = out.initLinked(static_cast<unsigned>(envelope.linked.size()));
    for (unsigned i = 0; i < linked.size(); ++i) {
      linked[i].setMessage(text(format_id(envelope.linked[i].message)));
      linked[i].setRelation(static_cast<wire::LinkRelation>(static_cast<unsigned>(envelope.linked[i].relation) + 1));
    }
  }
  out.setSender(text(envelope.sender.value()));
  if (!envelope.recipients.empty()) {
    auto recipients = out.initRecipients(static_cast<unsigned>(envelope.recipients.size()));
    for (unsigned i = 0; i < recipients.size(); ++i) recipients.set(i, text(envelope.recipients[i].value()));
  }
  out.setScheme(text(envelope.scheme));
  out.setPurpose(text(envelope.purpose));
  out.setArea(text(envelope.area));
  if (envelope.agreement) out.setAgreement(text(format_agreement_name(*envelope.agreement)));
  out.setMarking(static_cast<wire::Marking>(static_cast<unsigned>(envelope.marking) + 1));
  out.setUrgency(static_cast<wire::Urgency>(static_cast<unsigned>(envelope.urgency) + 1));
  out.setCreated(text(format_instant(envelope.created)));
  if (envelope.due) out.setDue(text(format_date(*envelope.due)));
  if (envelope.emergency) out.setEmergency(static_cast<wire::Emergency>(static_cast<unsigned>(*envelope.emergency) + 1));
  if (!envelope.traceparent.empty()) out.setTraceparent(text(envelope.traceparent));
  out.setSchema(envelope.schema);
}

Result<Envelope, std::vector<Problem>> read_envelope(wire::Envelope::Reader in, BodyType type, Written written) {
  EnvelopeReader reader{written};
  const auto id = reader.required("messageId", in.getMessageId(), parse_message_id, format_id<MessageId>, uuid_expected);
  const auto case_id = reader.required("caseId", in.getCaseId(), parse_case_id, format_id<CaseId>, uuid_expected);
  const auto opened = reader.required("caseOpened", in.getCaseOpened(), parse_date, format_date, date_expected);
  const auto reply = reader.optional("inReplyTo", in.getInReplyTo(), parse_message_id, format_id<MessageId>, uuid_expected);
  const auto sender = reader.required("sender", in.getSender(), parse_agency_id, format_agency, agency_expected);
  const auto created = reader.required("created", in.getCreated(), parse_instant, format_instant,
                                       "a time with its offset, such as 2026-04-01T09:30:00Z");
  auto recipients = read_recipients(reader, in);
  auto linked = read_linked(reader, in);
  auto scheme = reader.shaped("scheme", in.getScheme(), is_token, token_expected);
  auto purpose = reader.shaped("purpose", in.getPurpose(), is_token, token_expected);
  auto area = reader.shaped("area", in.getArea(), is_area, "an ONS code, such as E09000002");
  auto agreement = reader.optional("agreement", in.getAgreement(), parse_agreement_name, format_agreement_name,
                                   "the name and version of an agreement, such as lbbd-prevent/3");
  const auto due = reader.optional("due", in.getDue(), parse_date, format_date, date_expected);
  std::string traceparent{in.getTraceparent().cStr(), in.getTraceparent().size()};
  if (!traceparent.empty() && !is_traceparent(traceparent))
    reader.problem("invalid-value", "traceparent", "must be a W3C traceparent of version 00");

  const auto marking = static_cast<std::uint16_t>(in.getMarking());
  const auto urgency = static_cast<std::uint16_t>(in.getUrgency());
  const auto emergency = static_cast<std::uint16_t>(in.getEmergency());
  if (marking == 0) reader.problem("missing-field", "marking", "the envelope must say it: official or officialSensitive");
  if (marking > 2) reader.problem("marking-too-high", "marking", "nothing above OFFICIAL may be sent through here");
  if (urgency == 0) reader.problem("missing-field", "urgency", "the envelope must say it: routine, urgent or emergency");
  if (urgency > 3) reader.problem("unknown-code", "urgency", "must be routine, urgent or emergency");
  if (emergency > 3) reader.problem("unknown-code", "emergency", "must be riskToLife, seriousHarm or missingPerson");
  if (in.getSchema() == 0) reader.problem("missing-field", "schema", "the envelope must say its schema version");
  if (in.getSchema() > schema_newest) reader.problem("unsupported-version", "schema", "this schema version is not known here");

  if (!reader.is_sound() || !id || !case_id || !opened || !sender || !created) return Fail{std::move(reader).take()};
  return Envelope{.id = *id, .case_id = *case_id, .case_opened = *opened, .in_reply_to = reply, .linked = std::move(linked),
                  .sender = *sender, .recipients = std::move(recipients), .type = type, .scheme = std::move(scheme),
                  .purpose = std::move(purpose), .area = std::move(area), .agreement = std::move(agreement),
                  .marking = static_cast<Marking>(marking - 1), .urgency = static_cast<Urgency>(urgency - 1),
                  .created = *created, .due = due,
                  .emergency = emergency == 0 ? std::nullopt : std::optional{static_cast<Emergency>(emergency - 1)},
                  .traceparent = std::move(traceparent), .schema = in.getSchema()};
}

}  // namespace concordat::schemas
