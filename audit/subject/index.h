// The search index: the log's runs merged by handle, and its entries by the entry they are about, in an LMDB environment of
// its own that holds nothing which the log does not. Whatever it lacks or has lost is read from the log again; a search reads
// it up to merged(), and the log's runs from there on, so it is exact however far behind it is.
//
// find() and about() may be called from any thread; take() from one at a time.
//
//   TRY(SearchIndex index, SearchIndex::open(folder, mark_of));
//   TRY(Unit taken, index.take({.from = index.merged(), .end = 4096, .mark = …, .rows = …, .abouts = …}));
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>

#include "audit/lmdb.h"
#include "audit/subject/run.h"

namespace concordat::audit {

struct About {
  std::uint64_t about;
  std::uint64_t sequence;
  friend auto operator<=>(const About&, const About&) = default;
};

// What a stretch of the log adds.
struct Gleaning {
  std::uint64_t from = 0;
  std::uint64_t end = 0;
  Digest mark{};  // of its last entry: what tells this log from another, and from an older copy of itself
  std::vector<HandleRow> rows;
  std::vector<About> abouts;
};

class SearchIndex {
public:
  // The mark of the log's entry, if it has one: an index that was made of other entries is begun anew, and so is one that is
  // broken or of another form.
  using MarkOf = std::function<std::optional<Digest>(std::uint64_t sequence)>;
  static Result<SearchIndex, StoreError> open(const std::filesystem::path& folder, const MarkOf& mark_of, std::size_t map_bytes = std::size_t{1} << 38);

  std::uint64_t merged() const { return merged_->load(); }  // entries before this are in it
  Result<Unit, StoreError> take(const Gleaning& gleaning);    // CHECKs that it begins at merged()
  Result<std::vector<HandleRow>, StoreError> find(const Handle& handle) const;
  Result<std::vector<std::uint64_t>, StoreError> about(std::uint64_t sequence) const;
  // What the log is about to lose. An index in doubt is begun anew when it is opened: so it never finds more than the log does,
  // wherever the process dies between doubt() and forget().
  Result<Unit, StoreError> doubt();
  // These rows are gone when it returns well, and so is the doubt.
  Result<Unit, StoreError> forget(const std::vector<HandleRow>& rows);

private:
  SearchIndex(Env env, std::uint64_t merged) : env_(std::move(env)), merged_(std::make_unique<std::atomic<std::uint64_t>>(merged)) {}
  Env env_;
  std::unique_ptr<std::atomic<std::uint64_t>> merged_;
};

}  // namespace concordat::audit
