#include "adapters/daemon/sidecar.h"

#include "adapters/daemon/member_reader.h"
#include "adapters/link/inbox.h"
#include "base/text.h"
#include "schemas/recall.h"

namespace concordat::adapters {
namespace {

constexpr std::size_t person_bytes_max = 256;
constexpr std::size_t reason_bytes_max = 4000;

std::optional<std::vector<schemas::AgencyId>> read_recipients(const Json& from, MemberReader& in) {
  if (from.is_null()) return std::nullopt;
  std::vector<schemas::AgencyId> out;
  for (const Json& item : from.items) {
    const auto id = item.is_string() ? schemas::parse_agency_id(item.text) : std::nullopt;
    if (!id) in.fail("recipients", "must list agency ids, such as police/met");
    else out.push_back(*id);
  }
  if (!from.is_array()) in.fail("recipients", "must be a list");
  return out;
}

std::optional<std::string> person_text(std::string_view text) {
  const std::string_view trimmed = trim(text);
  if (trimmed.empty() || trimmed.size() > person_bytes_max || !is_utf8(trimmed)) return std::nullopt;
  return std::string{trimmed};
}

std::optional<std::string> reason_text(std::string_view text) {
  const std::string_view trimmed = trim(text);
  if (trimmed.empty() || trimmed.size() > reason_bytes_max || !is_utf8(trimmed)) return std::nullopt;
  return std::string{trimmed};
}

std::vector<std::string> read_paths(const Json& from, MemberReader& in) {
  std::vector<std::string> out;
  if (from.is_null()) return out;
  for (const Json& item : from.items) {
    const auto path = item.is_string() ? person_text(item.text) : std::nullopt;
    if (!path) in.fail("cleared", "must list paths, such as concern[0].narrative[0].text");
    else out.push_back(*path);
  }
  if (!from.is_array()) in.fail("cleared", "must be a list");
  return out;
}

}  // namespace

Outcome<Sidecar> read_sidecar(ByteView json) {
  TRY(const Json document, read_json(json));
  MemberReader in{document};
  Sidecar out;
  out.purpose = in.read<std::string>("purpose", person_text, "must be a code");
  out.recipients = read_recipients(in.member("recipients"), in);
  out.agreement = in.read<schemas::AgreementName>("agreement", schemas::parse_agreement_name, "must be NAME/VERSION");
  out.urgency = in.read<schemas::Urgency>("urgency", schemas::urgency_named, "must be routine, urgent or emergency");
  out.emergency = in.read<schemas::Emergency>("emergency", schemas::emergency_named, "must be an emergency code");
  out.case_id = in.read<schemas::CaseId>("caseId", schemas::parse_case_id, "must be a case id");
  out.in_reply_to = in.read<schemas::MessageId>("inReplyTo", schemas::parse_message_id, "must be a message id");
  out.declared_by = in.read<std::string>("declaredBy", person_text, "must name the person who declares the emergency");
  out.emergency_reason = in.read<std::string>("emergencyReason", reason_text, "must say why it is an emergency");
  out.cleared = read_paths(in.member("cleared"), in);
  out.cleared_by = in.read<std::string>("clearedBy", person_text, "must name the person who checked");
  in.need(!out.emergency || out.declared_by, "declaredBy", "an emergency needs the named person who declares it");
  in.need(!out.emergency || out.emergency_reason, "emergencyReason", "an emergency needs its reason");
  in.need(out.cleared.empty() || out.cleared_by, "clearedBy", "what is cleared is cleared by a named person");
  out.due = in.read<Date>("due", parse_date, "must be a day, such as 2026-04-01");
  Problems problems = in.finish();
  if (!problems.empty()) return Fail{std::move(problems)};
  return out;
}

Sidecar over(Sidecar lower, const Sidecar& upper) {
  const auto lay = [](auto& below, const auto& above) {
    if (above) below = above;
  };
  lay(lower.purpose, upper.purpose), lay(lower.recipients, upper.recipients), lay(lower.agreement, upper.agreement);
  lay(lower.urgency, upper.urgency), lay(lower.emergency, upper.emergency), lay(lower.case_id, upper.case_id);
  lay(lower.in_reply_to, upper.in_reply_to), lay(lower.due, upper.due), lay(lower.declared_by, upper.declared_by);
  lay(lower.emergency_reason, upper.emergency_reason), lay(lower.cleared_by, upper.cleared_by);
  if (!upper.cleared.empty()) lower.cleared = upper.cleared;
  return lower;
}

Outcome<schemas::Acknowledged> read_acknowledgement(ByteView json) {
  TRY(const Json document, read_json(json));
  MemberReader in{document};
  const auto disclosure = in.read<schemas::DisclosureId>("disclosure", link::parse_disclosure_id, "must be a disclosure id of 64 hexadecimal digits");
  const auto name = in.read<std::string>("name", person_text, "must name the person who has it");
  const auto telephone = in.read<std::string>("telephone", person_text, "must be how to reach them");
  const auto did = in.read<schemas::RecallAnswer>("did", schemas::recall_answer_named, "must be erased, rectified, restricted or not-done");
  const auto because = in.read<std::string>("because", reason_text, "must say why");
  in.need(disclosure.has_value(), "disclosure", "say which delivery");
  in.need(name.has_value(), "name", "say who has it");
  in.need(telephone.has_value(), "telephone", "say how to reach them");
  in.need(did != schemas::RecallAnswer::not_done || because, "because", "what was asked and not done needs its reason");
  in.need(!because || did == schemas::RecallAnswer::not_done, "did", "a reason belongs to not-done");
  Problems problems = in.finish();
  if (!problems.empty()) return Fail{std::move(problems)};
  return schemas::Acknowledged{*disclosure, *name, *telephone, did ? std::string{schemas::name_of(*did)} : std::string{}, because.value_or("")};
}

}  // namespace concordat::adapters
