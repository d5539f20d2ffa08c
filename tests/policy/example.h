// The agreement and the message that most policy tests start from.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "policy/book.h"
#include "policy/evaluation.h"
#include "schemas/draft.h"
#include "schemas/submission.h"

namespace concordat::policy {

// Headers and purposes, then the clauses given.
std::string agreement_text(const std::string& clauses);

Parties example_parties();
std::shared_ptr<const AgreementBook> book_of(const std::vector<AgreementSource>& sources);
std::shared_ptr<const AgreementBook> book_of(const std::string& clauses);  // of agreement_text(clauses)

schemas::AgencyId agency(const std::string& id);
Instant day(const std::string& date);  // its first instant in London

// A referral from school/eastbury for channel-referral, with this body.
schemas::Message referral(schemas::Draft draft);
schemas::Message from(const std::string& sender, schemas::Message message);

// Sealed for police/met and decoded again, as the broker gets it.
std::shared_ptr<const schemas::Submission> submitted(schemas::Message message);

// "path=outcome granted_by capped_by" for one field, by positional path; "-" for no clause.
std::string outcome_of(const AgreementBook& book, const schemas::Message& message,
                       const Evaluation& evaluation, const std::string& path);
Evaluation evaluate_for(const AgreementBook& book, const schemas::Message& message,
                        const std::string& recipient);

}  // namespace concordat::policy
