// Surgery: what somebody with the disk in hand could do to a copy of the log. The one test file pair
// that names LMDB.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "audit/tables.h"

struct MDB_env;

namespace concordat::audit {

class Surgery {
public:
  explicit Surgery(const std::filesystem::path& folder);
  Surgery(const Surgery&) = delete;
  Surgery& operator=(const Surgery&) = delete;
  ~Surgery();
  std::optional<Bytes> get(const char* table, ByteView key) const;
  std::vector<Bytes> keys(const char* table) const;
  void put(const char* table, ByteView key, ByteView value);  // makes the table if need be
  void erase(const char* table, ByteView key);
  void drop(const char* table);

private:
  MDB_env* env_ = nullptr;
};

}  // namespace concordat::audit
