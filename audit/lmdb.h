// LMDB, and the only way to it. An Env is one open environment with a fixed set of named tables; a
// ReadTxn is a short snapshot whose reads are copies; a WriteTxn is all or nothing, and only the Log
// (and the SearchIndex, of its own environment) can begin one. Always full sync: none of LMDB's ways to lose a commit is used.
//
// An Env may be read from any thread; a WriteTxn begins and ends on one thread, one at a time.
//
//   TRY(ReadTxn read, ReadTxn::begin(env));
//   TRY(std::optional<Bytes> value, read.get(table, key));
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/passkey.h"
#include "base/result.h"

struct MDB_env;
struct MDB_txn;

namespace concordat::audit {

class Log;
class SearchIndex;

enum class StoreError {
  full,     // no space on the disk or in the map
  disk,     // reading or writing failed
  locked,   // no permission, or held by somebody
  corrupt,  // LMDB found its own structure broken
  foreign,  // not LMDB, or LMDB with other tables than ours
  exists,   // the key is there already, or is not past the last
};

using TableIndex = std::size_t;  // into the names given to Env::open
inline constexpr std::size_t value_bytes_max = std::size_t{64} << 20;

struct KeyValue {
  Bytes key;
  Bytes value;
};

struct TxnAborter {
  void operator()(MDB_txn* txn) const noexcept;
};

class Env {
public:
  enum class Mode { read, write };
  // Write mode makes the tables in an empty environment. An environment with other tables, or some
  // missing, is foreign; only those after the first `at_least` may be missing: write mode makes them, and to a reader they are empty.
  static Result<Env, StoreError> open(const std::filesystem::path& directory, Mode mode, std::size_t map_bytes,
                                      std::span<const char* const> tables, std::size_t at_least);
  static Result<Env, StoreError> open(const std::filesystem::path& directory, Mode mode, std::size_t map_bytes,
                                      std::span<const char* const> tables) {
    return open(directory, mode, map_bytes, tables, tables.size());
  }

private:
  friend class ReadTxn;
  friend class WriteTxn;
  struct Closer {
    void operator()(MDB_env* env) const noexcept;
  };
  Env() = default;
  bool has(TableIndex table) const { return table < tables_.size(); }
  Result<Unit, StoreError> open_tables(Mode mode, std::span<const char* const> tables, std::size_t at_least);
  std::unique_ptr<MDB_env, Closer> env_;
  std::vector<unsigned> tables_;  // of those that are there
};

class ReadTxn {
public:
  static Result<ReadTxn, StoreError> begin(const Env& env);
  Result<std::optional<Bytes>, StoreError> get(TableIndex table, ByteView key) const;
  // At most `count` rows with from <= key < to, ascending. An empty `to` is no bound.
  Result<std::vector<KeyValue>, StoreError> range(TableIndex table, ByteView from, ByteView to,
                                                  std::size_t count) const;
  Result<std::vector<Bytes>, StoreError> keys(TableIndex table, ByteView from, ByteView to) const;
  // The same rows where they lie, until `seen` says false. It may keep no view of them.
  using Visit = std::function<bool(ByteView key, ByteView value)>;
  Result<Unit, StoreError> visit(TableIndex table, ByteView from, ByteView to, const Visit& seen) const;
  Result<std::optional<KeyValue>, StoreError> last(TableIndex table) const;

private:
  explicit ReadTxn(const Env& env) : env_(&env) {}
  const Env* env_;
  std::unique_ptr<MDB_txn, TxnAborter> txn_;
};

class WriteTxn {
public:
  static Result<WriteTxn, StoreError> begin(Passkey<Log>, const Env& env);
  static Result<WriteTxn, StoreError> begin(Passkey<SearchIndex>, const Env& env);
  Result<Unit, StoreError> put(TableIndex table, ByteView key, ByteView value);  // over what is there
  Result<Unit, StoreError> append(TableIndex table, ByteView key, ByteView value);  // past every key there is
  // As the transaction has made it so far.
  Result<std::optional<Bytes>, StoreError> get(TableIndex table, ByteView key) const;
  Result<std::vector<KeyValue>, StoreError> range(TableIndex table, ByteView from, ByteView to, std::size_t count) const;
  // An absent key stays absent.
  Result<Unit, StoreError> replace(TableIndex table, ByteView key, ByteView value);
  Result<Unit, StoreError> erase(TableIndex table, ByteView key);  // an absent key is no error
  // On disk when it returns well; after an error, unknown until reopened.
  Result<Unit, StoreError> commit() &&;

private:
  explicit WriteTxn(const Env& env) : env_(&env) {}
  static Result<WriteTxn, StoreError> begin_on(const Env& env);
  const Env* env_;
  std::unique_ptr<MDB_txn, TxnAborter> txn_;
};

}  // namespace concordat::audit
