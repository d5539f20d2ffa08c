#include "tests/policy/example.h"

#include <iostream>

#include "base/check.h"
#include "schemas/decode.h"

namespace concordat::policy {

std::string agreement_text(const std::string& clauses) {
  return R"(agreement "example" version 1
title     "Example"
schema    1
scheme    prevent
area      E09000002
parties   council/lbbd, police/met, nhs/nelft, school/eastbury, school/riverside, probation/london
in force  2026-04-01 until 2027-04-01
policy document "APD-17"
purpose channel-referral
  means "Assess and support"
  basis ukgdpr.6.1.e, ukgdpr.9.2.g, ukgdpr.10, dpa2018.sch1.18, ctsa2015.s26, confidentiality.public-interest
purpose mash
  means "Safeguard"
  basis ukgdpr.6.1.e, ukgdpr.9.2.g, ukgdpr.10, dpa2018.sch1.18, confidentiality.public-interest
)" + clauses;
}

Parties example_parties() {
  Parties parties;
  for (const char* id :
       {"council/lbbd", "police/met", "nhs/nelft", "school/eastbury", "school/riverside", "probation/london"})
    parties.agencies.push_back({agency(id), {"E09000002"}, Agency::Standing::active, std::string{"duty desk of "} + id});
  return parties;
}

std::shared_ptr<const AgreementBook> book_of(const std::vector<AgreementSource>& sources) {
  auto book = AgreementBook::compile(sources, example_parties());
  if (!book)
    for (const RefusedAgreement& refused : book.error())
      for (const Diagnostic& found : refused.diagnostics)
        std::cerr << render("test", sources[refused.source].text, found);
  return *book;
}
std::shared_ptr<const AgreementBook> book_of(const std::string& clauses) {
  return book_of(std::vector<AgreementSource>{{agreement_text(clauses), Status::active, {}}});
}

schemas::AgencyId agency(const std::string& id) {
  const auto parsed = schemas::parse_agency_id(id);
  CHECK(parsed, "test: not an agency id");
  return *parsed;
}
Instant day(const std::string& date) {
  return london_midnight(parse_date(date).value());
}

schemas::Message referral(schemas::Draft draft) {
  auto body = std::move(draft).finish(schemas::BodyType::referral);
  if (!body)
    for (const schemas::Problem& problem : body.error())
      std::cerr << problem.where << ": " << problem.what << "\n";
  return {schemas::Envelope{.id = *schemas::parse_message_id("01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10"),
                            .case_id = *schemas::parse_case_id("01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a11"),
                            .case_opened = *parse_date("2026-04-20"),
                            .in_reply_to = {},
                            .linked = {},
                            .sender = agency("school/eastbury"),
                            .recipients = {},
                            .type = schemas::BodyType::referral,
                            .scheme = "prevent",
                            .purpose = "channel-referral",
                            .area = "E09000002",
                            .agreement = {},
                            .created = day("2026-05-01"),
                            .due = {},
                            .emergency = {},
                            .traceparent = {}},
          *body};
}
schemas::Message from(const std::string& sender, schemas::Message message) {
  message.envelope.sender = agency(sender);
  return message;
}

std::shared_ptr<const schemas::Submission> submitted(schemas::Message message) {
  message.envelope.recipients = {agency("police/met")};
  const SigningKey key = SigningKey::generate();
  const auto frame = schemas::seal_message(message, key);
  CHECK(frame, "test: not sealed");
  auto decoded = schemas::Decoder::decode(*frame, [&](const auto&...) { return key.verify_key(); });
  CHECK(decoded, "test: not decoded");
  return *decoded;
}

Evaluation evaluate_for(const AgreementBook& book, const schemas::Message& message,
                        const std::string& recipient) {
  return evaluate(book, message, agency(recipient), day("2026-05-01"), {});
}

std::string outcome_of(const AgreementBook& book, const schemas::Message& message,
                       const Evaluation& evaluation, const std::string& path) {
  for (const Verdict& verdict : evaluation.verdicts) {
    const schemas::Field& field = message.body.fields[verdict.field];
    if (schemas::positional_path(message.body, field.id, field.element) != path) continue;
    return std::string{schemas::name_of(verdict.outcome)} + " " +
           (verdict.granted_by ? book.label(*verdict.granted_by) : "-") + " " +
           (verdict.capped_by ? book.label(*verdict.capped_by) : "-");
  }
  return "no such field";
}

}  // namespace concordat::policy
