// The register: every version of every agreement, who belongs to it, and the directory, as the acts and signed files on disk
// left them. Pure: no clock, no file; the same rows in the same order give the same register.
//
//   Register anew;
//   for (const RecordedRow& row : rows) anew.apply(row);
//   const auto ruling = anew.judge(act, now);      // what it would do, or the code of docs/codes.md why it does not
//   if (ruling) …                                  // record ruling->event with the row, and once both are on disk: apply(row)
//
// Owned by the pipeline's thread. Copies are independent.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "audit/event.h"
#include "base/result.h"
#include "broker/register/row.h"
#include "broker/register/version.h"
#include "schemas/directory.h"

namespace concordat::broker {

struct DirectoryProposal {
  std::shared_ptr<const schemas::Directory> directory;
  std::string json;
  Said proposed;
  std::map<std::string, Said> approvals = {};  // by the approver's name
  std::string signatures = {};                 // a line each, over the file
  std::map<schemas::AgencyId, Said> rejections = {};
};

// One thing that was said or came about, for who reads the history.
struct HistoryLine {
  Said by;
  std::string what;     // "agreement-approve", "imported", "in-force", …
  std::string subject;  // NAME/VERSION, or directory/VERSION
  std::vector<schemas::Particular> says = {};
};

// What an act will do once it is on disk.
struct Ruling {
  audit::EventKind kind;
  std::string code;  // proposed, approved, activated, suspended, …
  std::optional<audit::AgreementRef> agreement = {};
  bool changes_rules = false;
  std::vector<std::string> still_missing = {};  // approvals, after this one
};
using Judgement = Result<Ruling, std::string_view>;

class Register {
public:
  Judgement judge(const ActRow& act, Instant now) const;
  // A file that changes nothing, or may not be taken, is nothing to record.
  std::optional<Ruling> judge(const ImportedDirectory& file) const;
  std::optional<Ruling> judge(const ImportedAgreement& file) const;
  // What the calendar has done since, and nobody has recorded.
  std::vector<Turn> due(Instant now) const;
  Ruling judge(const Turn& turn) const;

  // Rows must be applied in the order of their records; what judge() would refuse must not be.
  void apply(const RecordedRow& row);

  bool is_empty() const { return directory_ == nullptr; }
  const std::shared_ptr<const schemas::Directory>& directory() const { return directory_; }
  const std::string& directory_json() const { return directory_json_; }
  const std::string& directory_signatures() const { return directory_signatures_; }
  const std::optional<DirectoryProposal>& directory_proposal() const { return proposal_; }

  const std::map<std::uint64_t, Version>& versions() const { return versions_; }  // by the record that brought them
  const Version* find(const schemas::AgreementName& name) const;                  // the last draft of that number
  const Version* counting(const std::string& name, Instant now) const;            // which of the name's versions counts, if any
  const Members& members(const std::string& name) const;
  const std::string* text(const Digest& digest) const;  // of an agreement, a difference, a replay: whatever was ever attached
  const std::set<Digest>& heard() const { return heard_; }
  const std::vector<HistoryLine>& history() const { return history_; }  // oldest first

private:
  friend class AgreementActs;
  friend class DirectoryActs;
  Version* find_mutable(const schemas::AgreementName& name);
  void apply_act(const RecordedRow& recorded, const ActRow& row);
  void import(const RecordedRow& recorded, const ImportedAgreement& file);
  void take_directory(std::shared_ptr<const schemas::Directory> directory, std::string json, std::string signatures);
  void keep(const std::string& text);

  std::shared_ptr<const schemas::Directory> directory_;
  std::string directory_json_;
  std::string directory_signatures_;
  std::optional<DirectoryProposal> proposal_;
  std::map<std::uint64_t, Version> versions_;
  std::map<schemas::AgreementName, std::uint64_t> latest_;
  std::map<std::string, Members> members_;
  std::map<Digest, std::string> texts_;
  std::set<Digest> heard_;
  std::vector<HistoryLine> history_;
};

}  // namespace concordat::broker
