// The ledger: which messages came of which native document, and under which reference of the sending system. By it an
// update, a cancellation or a recall finds the message it is about, and an answer the document that asked.
//
//   STATE/ledger/messages/ID             one message: its case, type, document, place, reference, person
//   STATE/ledger/{references,documents,cases,subjects}/KEY   the ids of the messages of one reference, document or case, or about
//                                        whoever one identifier names
//
// Writing the same message again changes nothing. Files are for their owner alone: a reference may name a person.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "schemas/message.h"

namespace concordat::adapters {

struct LedgerEntry {
  schemas::MessageId message;
  schemas::CaseId case_id;
  schemas::BodyType type = schemas::BodyType::referral;
  std::string document;   // the native document's file name
  std::string place;      // where in it
  std::string reference;  // the sending system's own; may be empty
  std::string person;     // person_key() of its body; empty where it names nobody
  std::vector<std::string> numbers = {};  // identifiers of its subject: written to the index, and not read back
};

class Ledger {
public:
  explicit Ledger(const std::filesystem::path& state) : folder_(state / "ledger") {}

  Result<Unit, FileError> write(const std::vector<LedgerEntry>& entries) const;  // of one document
  std::optional<LedgerEntry> find(const schemas::MessageId& message) const;
  // In the order in which they were made.
  std::vector<LedgerEntry> of_reference(std::string_view reference) const;
  std::vector<LedgerEntry> of_document(std::string_view document) const;
  std::vector<LedgerEntry> of_case(const schemas::CaseId& case_id) const;
  std::vector<LedgerEntry> of_subject(std::string_view number) const;

private:
  std::filesystem::path index_file(std::string_view kind, std::string_view key) const;
  std::vector<schemas::MessageId> listed(const std::filesystem::path& file) const;
  std::vector<LedgerEntry> entries_in(const std::filesystem::path& file) const;
  Result<Unit, FileError> list(const std::filesystem::path& file, const std::vector<schemas::MessageId>& more) const;

  std::filesystem::path folder_;
};

// Whom a body is about, for telling two people under one reference apart: name and birth date, folded; empty where it says
// neither. Never leaves the state folder.
std::string person_key(const schemas::Body& body);

// The identifiers of a body's subject, as it says them.
std::vector<std::string> subject_numbers(const schemas::Body& body);

// The earlier messages, but for recalls, that a later one with this reference and person goes on from, oldest first: those of
// the same person, or of the only case under that reference where either says nobody. None where two cases could be meant.
std::vector<LedgerEntry> earlier_than(const Ledger& ledger, std::string_view reference, std::string_view person,
                                      const std::vector<schemas::MessageId>& but);

}  // namespace concordat::adapters
