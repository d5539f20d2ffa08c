#include "audit/lmdb.h"

#include <lmdb.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/check.h"

namespace concordat::audit {
namespace {

StoreError error_of(int code) {
  switch (code) {
    case MDB_MAP_FULL:
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return StoreError::full;
    case EACCES:
    case EPERM:
    case EROFS:
    case EAGAIN:
    case EBUSY: return StoreError::locked;
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_PANIC:
    case MDB_CURSOR_FULL:
    case MDB_BAD_TXN: return StoreError::corrupt;
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
    case MDB_INCOMPATIBLE:
    case MDB_DBS_FULL: return StoreError::foreign;
    case MDB_KEYEXIST: return StoreError::exists;
    default: return StoreError::disk;
  }
}

Result<Unit, StoreError> checked(int code) {
  if (code != MDB_SUCCESS) return Fail{error_of(code)};
  return Unit{};
}

MDB_val value_of(ByteView bytes) { return {bytes.size(), const_cast<std::byte*>(bytes.data())}; }
ByteView view_of(const MDB_val& value) {
  return {static_cast<const std::byte*>(value.mv_data), value.mv_size};
}

struct CursorCloser {
  void operator()(MDB_cursor* cursor) const noexcept { mdb_cursor_close(cursor); }
};
using Cursor = std::unique_ptr<MDB_cursor, CursorCloser>;

Result<Cursor, StoreError> open_cursor(MDB_txn* txn, unsigned table) {
  MDB_cursor* cursor = nullptr;
  TRY([[maybe_unused]] Unit opened, checked(mdb_cursor_open(txn, table, &cursor)));
  return Cursor{cursor};
}

bool before(ByteView a, ByteView b) {
  const int order = std::memcmp(a.data(), b.data(), std::min(a.size(), b.size()));
  return order != 0 ? order < 0 : a.size() < b.size();
}

// Visits rows with from <= key < to until `visit` says stop. Keys that do not ascend mean a broken tree.
template <class Visit>
Result<Unit, StoreError> walk(MDB_txn* txn, unsigned table, ByteView from, ByteView to, const Visit& visit) {
  TRY(const Cursor cursor, open_cursor(txn, table));
  MDB_val key = value_of(from);
  MDB_val value{};
  ByteView previous;  // a page that is read does not change under its transaction
  int code = mdb_cursor_get(cursor.get(), &key, &value, from.empty() ? MDB_FIRST : MDB_SET_RANGE);
  while (code == MDB_SUCCESS) {
    const ByteView seen = view_of(key);
    if (!to.empty() && !before(seen, to)) return Unit{};
    if (value.mv_size > value_bytes_max || (!previous.empty() && !before(previous, seen)))
      return Fail{StoreError::corrupt};
    previous = seen;
    if (!visit(seen, view_of(value))) return Unit{};
    code = mdb_cursor_get(cursor.get(), &key, &value, MDB_NEXT);
  }
  if (code != MDB_NOTFOUND) return Fail{error_of(code)};
  return Unit{};
}

Result<std::optional<Bytes>, StoreError> copy_one(MDB_txn* txn, unsigned table, ByteView key) {
  MDB_val wanted = value_of(key);
  MDB_val value{};
  const int code = mdb_get(txn, table, &wanted, &value);
  if (code == MDB_NOTFOUND) return std::optional<Bytes>{};
  if (code != MDB_SUCCESS) return Fail{error_of(code)};
  if (value.mv_size > value_bytes_max) return Fail{StoreError::corrupt};
  return std::optional{to_bytes(view_of(value))};
}

Result<std::vector<KeyValue>, StoreError> copy_range(MDB_txn* txn, unsigned table, ByteView from, ByteView to, std::size_t count) {
  std::vector<KeyValue> rows;
  if (count == 0) return rows;
  TRY([[maybe_unused]] Unit walked, walk(txn, table, from, to, [&](ByteView key, ByteView value) {
        rows.push_back({to_bytes(key), to_bytes(value)});
        return rows.size() < count;
      }));
  return rows;
}

}  // namespace

void Env::Closer::operator()(MDB_env* env) const noexcept { mdb_env_close(env); }
void TxnAborter::operator()(MDB_txn* txn) const noexcept { mdb_txn_abort(txn); }

Result<Env, StoreError> Env::open(const std::filesystem::path& directory, Mode mode, std::size_t map_bytes,
                                  std::span<const char* const> tables, std::size_t at_least) {
  Env env;
  MDB_env* raw = nullptr;
  TRY([[maybe_unused]] Unit made, checked(mdb_env_create(&raw)));
  env.env_.reset(raw);
  TRY([[maybe_unused]] Unit sized, checked(mdb_env_set_mapsize(raw, map_bytes)));
  TRY([[maybe_unused]] Unit bounded, checked(mdb_env_set_maxdbs(raw, static_cast<MDB_dbi>(tables.size()))));
  const unsigned flags = MDB_NOTLS | (mode == Mode::read ? unsigned{MDB_RDONLY} : 0U);
  TRY([[maybe_unused]] Unit opened, checked(mdb_env_open(raw, directory.c_str(), flags, 0600)));
  // A reader that was killed leaves its slot taken, and there are only so many.
  int cleared = 0;
  TRY([[maybe_unused]] Unit swept, checked(mdb_reader_check(raw, &cleared)));
  TRY([[maybe_unused]] Unit named, env.open_tables(mode, tables, at_least));
  return env;
}

Result<Unit, StoreError> Env::open_tables(Mode mode, std::span<const char* const> tables, std::size_t at_least) {
  MDB_txn* raw = nullptr;
  TRY([[maybe_unused]] Unit begun,
      checked(mdb_txn_begin(env_.get(), nullptr, mode == Mode::read ? unsigned{MDB_RDONLY} : 0U, &raw)));
  std::unique_ptr<MDB_txn, TxnAborter> txn{raw};
  MDB_dbi main = 0;
  MDB_stat stat{};
  TRY([[maybe_unused]] Unit found, checked(mdb_dbi_open(raw, nullptr, 0, &main)));
  TRY([[maybe_unused]] Unit counted, checked(mdb_stat(raw, main, &stat)));
  const bool empty = stat.ms_entries == 0;
  if (empty && mode == Mode::read) return Fail{StoreError::foreign};
  const std::size_t there = empty ? 0 : stat.ms_entries;
  if (!empty && (there < at_least || there > tables.size())) return Fail{StoreError::foreign};
  if (mode == Mode::read) tables = tables.first(there);
  for (const char* name : tables) {
    MDB_dbi table = 0;
    const bool is_new = tables_.size() >= there;
    const int code = mdb_dbi_open(raw, name, is_new ? unsigned{MDB_CREATE} : 0U, &table);
    if (code == MDB_NOTFOUND) return Fail{StoreError::foreign};
    unsigned flags = 0;
    if (code != MDB_SUCCESS) return Fail{error_of(code)};
    TRY([[maybe_unused]] Unit asked, checked(mdb_dbi_flags(raw, table, &flags)));
    if (flags != 0) return Fail{StoreError::foreign};  // duplicates or another key order: not ours
    tables_.push_back(table);
  }
  return checked(mdb_txn_commit(txn.release()));
}

Result<ReadTxn, StoreError> ReadTxn::begin(const Env& env) {
  ReadTxn read{env};
  MDB_txn* raw = nullptr;
  TRY([[maybe_unused]] Unit begun, checked(mdb_txn_begin(env.env_.get(), nullptr, MDB_RDONLY, &raw)));
  read.txn_.reset(raw);
  return read;
}

Result<std::optional<Bytes>, StoreError> ReadTxn::get(TableIndex table, ByteView key) const {
  if (!env_->has(table)) return std::optional<Bytes>{};
  return copy_one(txn_.get(), env_->tables_[table], key);
}

Result<std::vector<KeyValue>, StoreError> ReadTxn::range(TableIndex table, ByteView from, ByteView to,
                                                         std::size_t count) const {
  if (!env_->has(table)) return std::vector<KeyValue>{};
  return copy_range(txn_.get(), env_->tables_[table], from, to, count);
}

Result<std::vector<Bytes>, StoreError> ReadTxn::keys(TableIndex table, ByteView from, ByteView to) const {
  std::vector<Bytes> found;
  if (!env_->has(table)) return found;
  TRY([[maybe_unused]] Unit walked,
      walk(txn_.get(), env_->tables_[table], from, to, [&](ByteView key, ByteView) {
        found.push_back(to_bytes(key));
        return true;
      }));
  return found;
}

Result<Unit, StoreError> ReadTxn::visit(TableIndex table, ByteView from, ByteView to, const Visit& seen) const {
  if (!env_->has(table)) return Unit{};
  return walk(txn_.get(), env_->tables_[table], from, to, seen);
}

Result<std::optional<KeyValue>, StoreError> ReadTxn::last(TableIndex table) const {
  if (!env_->has(table)) return std::optional<KeyValue>{};
  TRY(const Cursor cursor, open_cursor(txn_.get(), env_->tables_[table]));
  MDB_val key{};
  MDB_val value{};
  const int code = mdb_cursor_get(cursor.get(), &key, &value, MDB_LAST);
  if (code == MDB_NOTFOUND) return std::optional<KeyValue>{};
  if (code != MDB_SUCCESS) return Fail{error_of(code)};
  if (value.mv_size > value_bytes_max) return Fail{StoreError::corrupt};
  return std::optional{KeyValue{to_bytes(view_of(key)), to_bytes(view_of(value))}};
}

Result<WriteTxn, StoreError> WriteTxn::begin(Passkey<Log>, const Env& env) { return begin_on(env); }
Result<WriteTxn, StoreError> WriteTxn::begin(Passkey<SearchIndex>, const Env& env) { return begin_on(env); }

Result<WriteTxn, StoreError> WriteTxn::begin_on(const Env& env) {
  WriteTxn write{env};
  MDB_txn* raw = nullptr;
  TRY([[maybe_unused]] Unit begun, checked(mdb_txn_begin(env.env_.get(), nullptr, 0, &raw)));
  write.txn_.reset(raw);
  return write;
}

Result<Unit, StoreError> WriteTxn::append(TableIndex table, ByteView key, ByteView value) {
  CHECK(value.size() <= value_bytes_max, "a row larger than any reader takes");
  MDB_val k = value_of(key);
  MDB_val v = value_of(value);
  return checked(mdb_put(txn_.get(), env_->tables_[table], &k, &v, MDB_APPEND | MDB_NOOVERWRITE));
}

Result<Unit, StoreError> WriteTxn::put(TableIndex table, ByteView key, ByteView value) {
  CHECK(value.size() <= value_bytes_max, "a row larger than any reader takes");
  MDB_val k = value_of(key);
  MDB_val v = value_of(value);
  return checked(mdb_put(txn_.get(), env_->tables_[table], &k, &v, 0));
}

Result<std::optional<Bytes>, StoreError> WriteTxn::get(TableIndex table, ByteView key) const {
  return copy_one(txn_.get(), env_->tables_[table], key);
}

Result<std::vector<KeyValue>, StoreError> WriteTxn::range(TableIndex table, ByteView from, ByteView to, std::size_t count) const {
  return copy_range(txn_.get(), env_->tables_[table], from, to, count);
}

Result<Unit, StoreError> WriteTxn::replace(TableIndex table, ByteView key, ByteView value) {
  CHECK(value.size() <= value_bytes_max, "a row larger than any reader takes");
  MDB_val k = value_of(key);
  MDB_val v{};
  const int code = mdb_get(txn_.get(), env_->tables_[table], &k, &v);
  if (code == MDB_NOTFOUND) return Unit{};
  if (code != MDB_SUCCESS) return Fail{error_of(code)};
  v = value_of(value);
  return checked(mdb_put(txn_.get(), env_->tables_[table], &k, &v, 0));
}

Result<Unit, StoreError> WriteTxn::erase(TableIndex table, ByteView key) {
  MDB_val k = value_of(key);
  const int code = mdb_del(txn_.get(), env_->tables_[table], &k, nullptr);
  return checked(code == MDB_NOTFOUND ? MDB_SUCCESS : code);
}

Result<Unit, StoreError> WriteTxn::commit() && { return checked(mdb_txn_commit(txn_.release())); }

}  // namespace concordat::audit
