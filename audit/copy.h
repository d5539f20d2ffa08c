// Reading a copy of an environment. LMDB trusts its file: a damaged one can make it crash, so the copy
// is opened in a child process that streams the slices back, and a child that dies is "unreadable".
//
// The folder must be writable if it lacks lock.mdb, because LMDB makes one. Never for a live
// environment: the folder's lock is asked first.
#pragma once

#include <filesystem>
#include <functional>

#include "audit/export.h"

namespace concordat::audit {

using SliceSink = std::function<bool(const Slice&)>;  // false: enough

Result<Unit, ReadError> read_copy(const std::filesystem::path& folder, const SliceSink& sink, Annexes annexes);
// One slice, with the last checkpoint alone.
Result<Unit, ReadError> read_copy_end(const std::filesystem::path& folder, const SliceSink& sink);

}  // namespace concordat::audit
