#include "surgery.h"

#include <lmdb.h>

#include "base/check.h"

namespace concordat::audit {
namespace {

MDB_val value_of(ByteView bytes) { return {bytes.size(), const_cast<std::byte*>(bytes.data())}; }
Bytes copy_of(const MDB_val& value) {
  return to_bytes({static_cast<const std::byte*>(value.mv_data), value.mv_size});
}

struct Operation {
  Operation(MDB_env* env, const char* table, unsigned txn_flags, unsigned table_flags) {
    CHECK(mdb_txn_begin(env, nullptr, txn_flags, &txn) == 0, "surgery: begin");
    CHECK(mdb_dbi_open(txn, table, table_flags, &dbi) == 0, "surgery: table");
  }
  void commit() const { CHECK(mdb_txn_commit(txn) == 0, "surgery: commit"); }
  void abort() const { mdb_txn_abort(txn); }
  MDB_txn* txn = nullptr;
  MDB_dbi dbi = 0;
};

}  // namespace

Surgery::Surgery(const std::filesystem::path& folder) {
  CHECK(mdb_env_create(&env_) == 0, "surgery: env");
  CHECK(mdb_env_set_maxdbs(env_, 16) == 0 && mdb_env_set_mapsize(env_, std::size_t{64} << 20) == 0,
        "surgery: sizes");
  CHECK(mdb_env_open(env_, folder.c_str(), 0, 0600) == 0, "surgery: open");
}
Surgery::~Surgery() { mdb_env_close(env_); }

std::optional<Bytes> Surgery::get(const char* table, ByteView key) const {
  const Operation operation{env_, table, MDB_RDONLY, 0};
  MDB_val k = value_of(key);
  MDB_val v{};
  const bool found = mdb_get(operation.txn, operation.dbi, &k, &v) == 0;
  std::optional<Bytes> value = found ? std::optional{copy_of(v)} : std::nullopt;
  operation.abort();
  return value;
}

std::vector<Bytes> Surgery::keys(const char* table) const {
  const Operation operation{env_, table, MDB_RDONLY, 0};
  MDB_cursor* cursor = nullptr;
  CHECK(mdb_cursor_open(operation.txn, operation.dbi, &cursor) == 0, "surgery: cursor");
  std::vector<Bytes> all;
  MDB_val k{};
  MDB_val v{};
  while (mdb_cursor_get(cursor, &k, &v, MDB_NEXT) == 0) all.push_back(copy_of(k));
  mdb_cursor_close(cursor);
  operation.abort();
  return all;
}

void Surgery::put(const char* table, ByteView key, ByteView value) {
  const Operation operation{env_, table, 0, MDB_CREATE};
  MDB_val k = value_of(key);
  MDB_val v = value_of(value);
  CHECK(mdb_put(operation.txn, operation.dbi, &k, &v, 0) == 0, "surgery: put");
  operation.commit();
}

void Surgery::erase(const char* table, ByteView key) {
  const Operation operation{env_, table, 0, 0};
  MDB_val k = value_of(key);
  CHECK(mdb_del(operation.txn, operation.dbi, &k, nullptr) == 0, "surgery: erase");
  operation.commit();
}

void Surgery::drop(const char* table) {
  const Operation operation{env_, table, 0, 0};
  CHECK(mdb_drop(operation.txn, operation.dbi, 1) == 0, "surgery: drop");
  operation.commit();
}

}  // namespace concordat::audit
