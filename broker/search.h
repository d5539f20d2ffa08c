// One search of the log, as far as it has come. It works to the size that the log had when it began, a bounded piece at a time,
// so that deliveries go on between; the pipeline's thread owns it. Pieces: first the runs that the index lacks, then the
// entries it lacks that are about others, then rows.
//
//   Search search{query, core};
//   while (!search.is_ready()) if (!search.prepare(core)) …;
//   if (search.needs_decision()) …;      // before the first row is shown
//   const Page page = search.next(core);
#pragma once

#include <map>
#include <vector>

#include "broker/core.h"
#include "broker/query.h"

namespace concordat::broker {

struct FoundRow {
  audit::Entry entry;
  std::vector<audit::AnnexPair> annex;
  bool is_annex_gone = false;               // erased, or its day key is destroyed
  std::optional<audit::Grade> grade;        // of what was asked by handle
  std::optional<audit::Bearing> bearing;
};

struct Page {
  std::vector<FoundRow> rows;
  std::uint64_t looked_to = 0;  // entries before this are done
  bool has_more = false;
};

class Search {
public:
  Search(Query query, const Core& core);

  Result<Unit, audit::LogError> prepare(const Core& core);
  bool is_ready() const { return is_ready_; }
  // Of those found, some are not to be told, and nobody has decided.
  bool needs_decision() const;
  Result<Page, audit::LogError> next(const Core& core);
  const Query& query() const { return query_; }
  std::uint64_t size() const { return size_; }
  // What was asked by, as handles: for the record of the access.
  const std::vector<std::pair<audit::Handle, audit::Grade>>& handles() const { return handles_; }

private:
  struct Match {
    audit::Grade grade;
    audit::Bearing bearing;
  };
  using Matches = std::map<std::uint64_t, Match>;

  Result<Unit, audit::LogError> begin(const Core& core);
  void take(const audit::HandleRow& row, audit::Grade grade, Matches& into) const;
  Result<Unit, audit::LogError> add_abouts(const Core& core);
  Result<Unit, audit::LogError> look_in_runs(const Core& core);
  void narrow();
  Result<Unit, audit::LogError> add_row(const Core& core, audit::Entry entry, std::optional<Match> match, Page& page) const;

  Query query_;
  std::uint64_t size_;
  std::vector<std::pair<audit::Handle, audit::Grade>> handles_;
  std::vector<Matches> found_;       // by what was asked: subject, case, message
  std::vector<std::uint8_t> asked_;  // of handles_: which of found_ it belongs to
  Matches matches_;
  std::uint64_t merged_ = 0;
  std::uint64_t runs_at_ = 0;
  std::uint64_t cursor_ = 0;
  bool has_begun_ = false;
  bool has_narrowed_ = false;
  bool is_ready_ = false;
};

}  // namespace concordat::broker
