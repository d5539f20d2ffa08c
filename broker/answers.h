// What a sender is told of its own submission, read from the entries that record it: so the first answer
// and the answer to a repeat, years of restarts apart, are made by one function from one source.
#pragma once

#include "audit/annex.h"
#include "audit/event.h"
#include "audit/log.h"
#include "broker/network.h"
#include "broker/seen.h"
#include "policy/gate.h"

namespace concordat::broker {

// Annex keys of the broker's events; docs/audit-format.md lists them for auditors.
inline constexpr std::string_view annex_message = "message-id";
inline constexpr std::string_view annex_case = "case-id";
inline constexpr std::string_view annex_verdict = "verdict";  // path \t outcome \t granted \t capped \t because
inline constexpr std::string_view annex_where = "where";
inline constexpr std::string_view annex_fact = "fact";
inline constexpr std::string_view annex_reason = "reason";
inline constexpr std::string_view annex_question = "question";
inline constexpr std::string_view annex_witness = "witness";
inline constexpr std::string_view annex_keep = "keep";        // "6 years after closure"
inline constexpr std::string_view annex_footing = "footing";  // "lapsed": by the emergency clauses of an agreement that had
inline constexpr std::string_view annex_answers = "answers";  // of accepted: a message that this one answers or continues
inline constexpr std::string_view annex_recalled = "recalled";          // of recall: the message recalled
inline constexpr std::string_view annex_asked = "asked";                // of recall: an agency that was asked
inline constexpr std::string_view annex_open_address = "open-address";  // an address released that was not confidential
// Code of the `waiting` entry that says an address went out which is confidential now: its recall is due.
inline constexpr std::string_view address_due = "address-confidential";
inline constexpr std::string_view annex_no_tell = "no-tell";  // who is not to be told of it: "subject", "relatedPersons[1]"

// The annex of a decision: message, case, one verdict for each submitted field, the facts used in words, for
// how long the recipient may keep it (empty if nothing says), and who is not to be told of it. `footing`: the
// governing agreement's, of a disclosure.
Bytes verdict_annex(const schemas::Message& message, const std::vector<policy::Verdict>& verdicts,
                    const std::vector<std::string>& facts, const policy::AgreementBook& book, std::string_view keep,
                    policy::Footing footing = policy::Footing::in_force);

// One recipient's outcome from its event (before it is written) or its entry (after).
schemas::RecipientOutcome outcome_of(audit::EventKind kind, std::string_view recipient, std::string_view code,
                                     const std::optional<audit::AgreementRef>& agreement, std::uint64_t sequence, ByteView annex);

// The answer the entries from `seen.first` give; nothing if the log cannot be read.
std::optional<Reply> first_answer(const audit::Log& log, const schemas::MessageId& message, const Seen& seen);

}  // namespace concordat::broker
