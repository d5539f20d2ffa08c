#include "broker/search.h"

#include <algorithm>

#include "base/check.h"
#include "broker/answers.h"
#include "broker/glean.h"

namespace concordat::broker {
namespace {

constexpr std::size_t entries_each_max = 16384;  // looked at in one piece
constexpr std::size_t run_bytes_each_max = std::size_t{32} << 20;
constexpr std::size_t rows_each_max = 250;
constexpr std::size_t annexes_each_max = 2000;
constexpr std::size_t annex_bytes_each_max = std::size_t{2} << 20;

}  // namespace

Search::Search(Query query, const Core& core) : query_(std::move(query)), size_(core.log().next_sequence().value()) {
  if (!query_.records.empty()) {
    Matches& named = found_.emplace_back();
    for (const std::uint64_t record : query_.records)
      if (record < size_) named.emplace(record, Match{audit::Grade::envelope, audit::Bearing::subject});
  }
  if (!core.subjects) return;
  const auto ask = [&](const std::vector<audit::Key>& keys) {
    for (const audit::Key& key : keys)
      for (const audit::Handle& handle : core.subjects->keys.handles(key)) {
        handles_.emplace_back(handle, key.grade);
        asked_.push_back(static_cast<std::uint8_t>(found_.size()));
      }
    found_.emplace_back();
  };
  if (query_.subject) ask(audit::question_keys_of(*query_.subject));
  if (query_.case_id) ask({audit::case_key(*query_.case_id)});
  if (query_.message) ask({audit::message_key(*query_.message)});
}

void Search::take(const audit::HandleRow& row, audit::Grade grade, Matches& into) const {
  if (audit::is_related(row.bearing) && !query_.with_related) return;
  for (std::uint64_t i = 0; i < row.entries && row.first + i < size_; ++i) {
    const auto [at, is_new] = into.try_emplace(row.first + i, Match{grade, row.bearing});
    if (is_new) continue;
    at->second.grade = std::min(at->second.grade, grade);
    if (audit::is_hidden(row.bearing)) at->second.bearing = row.bearing;
  }
}

Result<Unit, audit::LogError> Search::begin(const Core& core) {
  has_begun_ = true;
  if (!query_.asks_by_handle()) {
    is_ready_ = true;
    return Unit{};
  }
  const IndexKeeper* keeper = core.subjects ? core.subjects->keeper.get() : nullptr;
  if (keeper == nullptr) return Unit{};
  merged_ = std::min(keeper->index().merged(), size_);  // before reading it: what is merged meanwhile is found twice, which is once
  runs_at_ = merged_;
  for (std::size_t i = 0; i < handles_.size(); ++i) {
    const auto rows = keeper->index().find(handles_[i].first);
    if (!rows) return Fail{audit::LogError::disk};
    for (const audit::HandleRow& row : *rows) take(row, handles_[i].second, found_[asked_[i]]);
  }
  return Unit{};
}

Result<Unit, audit::LogError> Search::prepare(const Core& core) {
  if (!has_begun_) return begin(core);
  if (runs_at_ < size_) return look_in_runs(core);
  if (!has_narrowed_) narrow();
  return add_abouts(core);
}

// A bounded piece of the runs that the index lacks, each looked into where it lies.
Result<Unit, audit::LogError> Search::look_in_runs(const Core& core) {
  std::size_t bytes = 0;
  bool is_sound = true;
  std::uint64_t next = size_;
  TRY([[maybe_unused]] const Unit visited, core.log().visit(audit::Table::handles, audit::Sequence{runs_at_}, [&](audit::Sequence sequence, ByteView run) {
    if (sequence.value() >= size_) return false;
    if (bytes >= run_bytes_each_max) {
      next = sequence.value();
      return false;
    }
    bytes += run.size();
    for (std::size_t i = 0; i < handles_.size() && is_sound; ++i) {
      const auto rows = audit::find_in_run(run, handles_[i].first);
      is_sound = rows.has_value();
      for (const audit::HandleRow& row : rows ? *rows : std::vector<audit::HandleRow>{}) take(row, handles_[i].second, found_[asked_[i]]);
    }
    return is_sound;
  }));
  if (!is_sound) return Fail{audit::LogError::broken_chain};
  runs_at_ = next;
  return Unit{};
}

// Asked by several things at once: what all of them find.
void Search::narrow() {
  has_narrowed_ = true;
  if (found_.empty()) return;
  matches_ = std::move(found_.front());
  for (std::size_t i = 1; i < found_.size(); ++i)
    for (auto at = matches_.begin(); at != matches_.end();) at = found_[i].contains(at->first) ? std::next(at) : matches_.erase(at);
  cursor_ = merged_;
}

// What became of those found: entries about them, and about those in turn, which come later.
Result<Unit, audit::LogError> Search::add_abouts(const Core& core) {
  if (cursor_ == merged_ && merged_ > 0) {
    for (auto at = matches_.begin(); at != matches_.end(); ++at) {
      if (at->first >= merged_) continue;
      const auto later = core.subjects->keeper->index().about(at->first);
      if (!later) return Fail{audit::LogError::disk};
      for (const std::uint64_t sequence : *later)
        if (sequence < size_) matches_.try_emplace(sequence, at->second);
    }
  }
  if (!matches_.empty() && cursor_ < size_) {
    TRY(const std::vector<audit::Entry> entries, core.log().entries(audit::Sequence{cursor_}, entries_each_max));
    for (const audit::Entry& entry : entries) {
      if (!entry.about || entry.sequence.value() >= size_) continue;
      const auto about = matches_.find(entry.about->value());
      if (about != matches_.end()) matches_.try_emplace(entry.sequence.value(), about->second);
    }
    cursor_ += entries.size();
    if (!entries.empty() && cursor_ < size_) return Unit{};
  }
  if (query_.no_tell == NoTell::leave_out) std::erase_if(matches_, [](const auto& found) { return audit::is_hidden(found.second.bearing); });
  cursor_ = 0;
  is_ready_ = true;
  return Unit{};
}

bool Search::needs_decision() const {
  return query_.subject && query_.no_tell == NoTell::undecided &&
         std::any_of(matches_.begin(), matches_.end(), [](const auto& found) { return audit::is_hidden(found.second.bearing); });
}

Result<Unit, audit::LogError> Search::add_row(const Core& core, audit::Entry entry, std::optional<Match> match, Page& page) const {
  FoundRow row{.entry = std::move(entry), .annex = {}, .is_annex_gone = false, .grade = {}, .bearing = {}};
  if (match) {
    row.grade = match->grade;
    row.bearing = match->bearing;
  }
  if (query_.needs_annex()) {
    TRY(const std::optional<Bytes> annex, core.log().annex(row.entry.sequence));
    row.is_annex_gone = !annex.has_value();
    if (annex) row.annex = audit::read_annex(*annex).value_or(std::vector<audit::AnnexPair>{});
    if (!matches(query_, row.annex)) return Unit{};
  }
  page.rows.push_back(std::move(row));
  return Unit{};
}

Result<Page, audit::LogError> Search::next(const Core& core) {
  CHECK(is_ready_ && !needs_decision(), "rows asked for before it is known whether they may be shown");
  Page page;
  std::size_t annexes = 0;
  std::size_t bytes = 0;
  const auto is_full = [&] { return page.rows.size() >= rows_each_max || annexes >= annexes_each_max || bytes >= annex_bytes_each_max; };
  const auto look = [&](audit::Entry entry, std::optional<Match> match) -> Result<Unit, audit::LogError> {
    const std::size_t before = page.rows.size();
    if (!matches(query_, entry)) return Unit{};
    annexes += query_.needs_annex() ? 1 : 0;
    TRY([[maybe_unused]] const Unit added, add_row(core, std::move(entry), match, page));
    if (page.rows.size() > before)
      for (const audit::AnnexPair& pair : page.rows.back().annex) bytes += pair.key.size() + pair.value.size();
    return Unit{};
  };
  if (query_.asks_by_handle()) {
    auto at = matches_.lower_bound(cursor_);
    for (; at != matches_.end() && !is_full(); ++at) {
      TRY(std::optional<audit::Entry> entry, core.log().entry(audit::Sequence{at->first}));
      if (!entry) return Fail{audit::LogError::broken_chain};
      TRY([[maybe_unused]] const Unit looked, look(std::move(*entry), at->second));
    }
    cursor_ = at == matches_.end() ? size_ : at->first;
  } else {
    TRY(std::vector<audit::Entry> entries, core.log().entries(audit::Sequence{cursor_}, std::min<std::uint64_t>(entries_each_max, size_ - cursor_)));
    for (audit::Entry& entry : entries) {
      if (is_full()) break;
      ++cursor_;
      TRY([[maybe_unused]] const Unit looked, look(std::move(entry), std::nullopt));
    }
  }
  page.looked_to = cursor_;
  page.has_more = cursor_ < size_;
  return page;
}

}  // namespace concordat::broker
